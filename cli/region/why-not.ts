import type { Assessment } from '../../domain/rules/index.ts';
import { schemeRefusals } from '../../domain/rules/scheme-refusals.ts';
import type { WorkedOut } from './work-out.ts';

/**
 * Why the rules give nothing of a component, with the clause: the line is refused, or a rule leaves
 * the component out. Undefined where its own `if` does not hold.
 */
export function whyNot(
  { byItself, inAll }: Pick<WorkedOut, 'byItself' | 'inAll'>,
  component: string,
): string | undefined {
  if (inAll.kind === 'nothing') return refusalWords(inAll);
  const left = inAll.kind === 'granted' ? inAll.leftOut : undefined;
  const by = left?.find((it) => it.component === component);
  if (!by) return undefined;
  const whole = byItself.kind === 'granted' ? byItself.components : [];
  const amount = whole.find((it) => it.component === component)?.amount;
  const due = amount === undefined ? '' : `按标准 ${amount} 元，不能给：`;
  return `${due}${by.name}（${by.clause}）`;
}

/** The rule that refuses a line, or the scheme itself. */
export function refusalWords({ reason, by }: Extract<Assessment, { kind: 'nothing' }>): string {
  if (by) return `${by.name}（${by.clause}）`;
  const own = Object.entries(schemeRefusals).find(([code]) => code === reason);
  return own ? own[1] : reason;
}
