import { min, roundToYuan, subtract, sum, ZERO, type Yuan } from '../money.ts';
import { assessLine } from './assess-line.ts';
import type { CompiledRules } from './compiled-rules.ts';
import type { AssessedComponent, Assessment, LineFacts } from './line-facts.ts';

type Granted = Extract<Assessment, { kind: 'granted' }>;

/**
 * A line worth only what a limit leaves: of money, the components in order until it is used up; of
 * another quantity, the line assessed anew with so much of it.
 */
export function reducedTo(
  rules: CompiledRules,
  of: { line: LineFacts; assessment: Granted; counts: string; rest: string },
): { assessment: Assessment; line: LineFacts } {
  const { line, assessment, counts, rest } = of;
  if (counts === 'amount') return { assessment: capped(assessment, roundToYuan(rest)), line };
  const fewer = withQuantity(line, counts, rest);
  return { assessment: assessLine(rules, fewer), line: fewer };
}

function withQuantity(line: LineFacts, counts: string, rest: string): LineFacts {
  if (counts === 'months' || counts === 'hours') return { ...line, [counts]: Number(rest) };
  if (counts === 'feePaid') return { ...line, feePaid: roundToYuan(rest) };
  return { ...line, own: { ...line.own, [counts]: rest } };
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
export function withStep(assessment: Assessment, step: string): Assessment {
  if (assessment.kind !== 'granted') return assessment;
  const components = assessment.components.map((it) => ({
    ...it,
    explanation: { ...it.explanation, steps: [...it.explanation.steps, step] },
  }));
  return { ...assessment, components };
}

/** What the components of a line add up to, yuan. */
export const amountOf = (assessment: Assessment): Yuan =>
  assessment.kind === 'granted' ? sum(assessment.components.map(({ amount }) => amount)) : ZERO;
