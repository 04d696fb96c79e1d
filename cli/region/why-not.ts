import type { PackInForce } from '../../db/pack.ts';
import type { Assessment } from '../../domain/rules/index.ts';
import { schemeRefusals } from '../../domain/rules/scheme-refusals.ts';
import { lookedAt } from './looked-at.ts';
import type { WorkedOut } from './work-out.ts';

/**
 * Why the rules give nothing of a component, with the clause: the line is refused, a requirement
 * leaves the component out, or a limit leaves nothing of it. Undefined where its own `if` does not
 * hold.
 */
export function whyNot(
  { rules }: PackInForce,
  worked: WorkedOut,
  component: string,
): string | undefined {
  const { byItself, inAll, line } = worked;
  if (inAll.kind === 'nothing') return refusalWords(inAll);
  const left = inAll.kind === 'granted' ? inAll.leftOut : undefined;
  const by = left?.find((it) => it.component === component);
  if (by) return `${by.name}（${by.clause}）`;
  const whole = byItself.kind === 'granted' ? byItself.components : [];
  const amount = whole.find((it) => it.component === component)?.amount;
  if (amount === undefined) return undefined;
  const at = lookedAt(rules, worked).limits.findIndex(
    (it) => it.kind === 'granted' && it.components.every((of) => of.component !== component),
  );
  const limit = rules.schemes.get(line.scheme)?.limits[at]?.limit;
  if (!limit) return undefined;
  const { name, document, clause } = limit;
  return `按标准 ${amount} 元，限额用完，减为 0.00 元：${name}（${document} ${clause}）`;
}

/** The rule that refuses a line, or the scheme itself. */
export function refusalWords({ reason, by }: Extract<Assessment, { kind: 'nothing' }>): string {
  if (by) return `${by.name}（${by.clause}）`;
  const own = Object.entries(schemeRefusals).find(([code]) => code === reason);
  return own ? own[1] : reason;
}
