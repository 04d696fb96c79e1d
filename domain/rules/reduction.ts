import { multiplyText, roundDown } from '../decimal-text.ts';
import { min, roundToYuan, subtract, sum, ZERO, yuan, type Yuan } from '../money.ts';
import { assessLine } from './assess-line.ts';
import type { CompiledRules } from './compiled-rules.ts';
import type { AssessedComponent, Assessment, LineFacts } from './line-facts.ts';

type Granted = Extract<Assessment, { kind: 'granted' }>;

/**
 * A line worth only what a limit leaves: of money, the components in order until it is used up; of
 * another quantity, the line assessed anew with so much of it. Undefined where no part can be
 * given: less than a fen is left, or the quantity is none that a claimant files.
 */
export function reducedTo(
  rules: CompiledRules,
  of: { line: LineFacts; assessment: Granted; counts: string; rest: string },
): Reduced | undefined {
  const { line, assessment, counts } = of;
  const inYuan = counts === 'amount' || rules.words.kindOf(counts) === 'yuan';
  const rest = inYuan ? wholeFen(of.rest) : of.rest;
  if (rest === ZERO) return undefined;
  if (counts === 'amount') return { assessment: capped(assessment, yuan(rest)), line, rest };
  const fewer = withQuantity(rules, line, { counts, rest });
  return fewer && { assessment: assessLine(rules, fewer), line: fewer, rest };
}

/** The line as it is counted now, and how much of the quantity that is. */
type Reduced = { assessment: Assessment; line: LineFacts; rest: string };

/** Rounded down, for half a fen more would be more than the limit. */
const wholeFen = (rest: string): Yuan => roundToYuan(multiplyText(roundDown(rest, '0.01'), '0.01'));

function withQuantity(
  { words }: CompiledRules,
  line: LineFacts,
  { counts, rest }: { counts: string; rest: string },
): LineFacts | undefined {
  if (counts === 'months' || counts === 'hours') return { ...line, [counts]: Number(rest) };
  if (counts === 'feePaid') return { ...line, feePaid: yuan(rest) };
  return words.isFiled(counts) ? { ...line, own: { ...line.own, [counts]: rest } } : undefined;
}

function capped(assessment: Granted, rest: Yuan): Granted {
  let left = rest;
  const components = assessment.components.map((it) => {
    const amount = min(it.amount, left);
    left = subtract(left, amount);
    return withAmount(it, amount);
  });
  return { ...assessment, components: components.filter(({ amount }) => amount !== ZERO) };
}

function withAmount(component: AssessedComponent, amount: Yuan): AssessedComponent {
  if (amount === component.amount) return component;
  const { explanation } = component;
  return { ...component, amount, explanation: { ...explanation, amount } };
}

/** Says in every component why the line is worth less. */
export function withSteps(assessment: Assessment, added: readonly string[]): Assessment {
  if (assessment.kind !== 'granted') return assessment;
  const components = assessment.components.map((it) => ({
    ...it,
    explanation: { ...it.explanation, steps: [...it.explanation.steps, ...added] },
  }));
  return { ...assessment, components };
}

/** What the components of a line add up to, yuan. */
export const amountOf = (assessment: Assessment): Yuan =>
  assessment.kind === 'granted' ? sum(assessment.components.map(({ amount }) => amount)) : ZERO;
