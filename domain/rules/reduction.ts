import { multiplyText, roundDown } from '../decimal-text.ts';
import { max, min, roundToYuan, subtract, sum, ZERO, yuan, type Yuan } from '../money.ts';
import { assessLine } from './assess-line.ts';
import type { CompiledRules } from './compiled-rules.ts';
import type { AssessedComponent, Assessment, LeftOut, LineFacts } from './line-facts.ts';

export type Granted = Extract<Assessment, { kind: 'granted' }>;

/**
 * Components in order until so much money is used up, what was paid of them before first; undefined
 * where less than a fen is left.
 */
export function capped(
  parts: readonly AssessedComponent[],
  { rest: left, paid }: { rest: string; paid: ReadonlyMap<string, Yuan> },
): { parts: AssessedComponent[]; rest: Yuan } | undefined {
  const rest = wholeFen(left);
  if (rest === ZERO) return undefined;
  const before = sum([...paid.values()]);
  let unused = subtract(max(rest, before), before);
  const given = parts.map((it) => {
    const had = min(it.amount, paid.get(it.component) ?? ZERO);
    const more = min(subtract(it.amount, had), unused);
    unused = subtract(unused, more);
    return withAmount(it, sum([had, more]));
  });
  return { parts: given, rest };
}

function withAmount(component: AssessedComponent, amount: Yuan): AssessedComponent {
  if (amount === component.amount) return component;
  const { explanation } = component;
  return { ...component, amount, explanation: { ...explanation, amount } };
}

/** A line with as much of a quantity as is left, worked out anew, and how much that is. */
export type Fewer = { assessment: Assessment; line: LineFacts; rest: string };

/** Undefined where no part can be given: less than a fen, or a quantity that is not filed. */
export function fewerOf(
  rules: CompiledRules,
  line: LineFacts,
  { counts, rest: left }: { counts: string; rest: string },
): Fewer | undefined {
  const rest = rules.words.kindOf(counts) === 'yuan' ? wholeFen(left) : left;
  if (rest === ZERO) return undefined;
  const fewer = withQuantity(rules, line, { counts, rest });
  return fewer && { assessment: assessLine(rules, fewer), line: fewer, rest };
}

/** Rounded down, for half a fen more would be more than the limit. */
const wholeFen = (rest: string): Yuan => roundToYuan(multiplyText(roundDown(rest, '0.01'), '0.01'));

function withQuantity(
  { words }: CompiledRules,
  line: LineFacts,
  { counts, rest }: { counts: string; rest: string },
): LineFacts | undefined {
  if (counts === 'months' || counts === 'hours' || counts === 'trainingDays') {
    return { ...line, [counts]: Number(rest) };
  }
  if (counts === 'feePaid') return { ...line, feePaid: yuan(rest) };
  return words.isFiled(counts) ? { ...line, own: { ...line.own, [counts]: rest } } : undefined;
}

/** What is granted without some components; nothing, by the first of them, where none is left. */
export function without(assessment: Assessment, gone: readonly LeftOut[]): Assessment {
  const [first] = gone;
  if (!first || assessment.kind !== 'granted') return assessment;
  const components = assessment.components.filter(
    (it) => !gone.some(({ component }) => component === it.component),
  );
  if (components.length > 0) {
    return { ...assessment, components, leftOut: [...(assessment.leftOut ?? []), ...gone] };
  }
  const { component: _, ...by } = first;
  return { kind: 'nothing', reason: first.rule, by };
}

/** Says in a component why it is worth less. */
export function withSteps(it: AssessedComponent, added: readonly string[]): AssessedComponent {
  const { explanation } = it;
  return { ...it, explanation: { ...explanation, steps: [...explanation.steps, ...added] } };
}

/** What the components of a line add up to, yuan. */
export const amountOf = (assessment: Assessment): Yuan =>
  assessment.kind === 'granted' ? sum(assessment.components.map(({ amount }) => amount)) : ZERO;
