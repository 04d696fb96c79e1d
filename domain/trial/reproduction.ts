import { sum, type Yuan } from '../money.ts';
import type { Assessment } from '../rules/index.ts';
import { partsText } from './approvals.ts';
import type { TrialRules } from './assess-anew.ts';
import { dueNow } from './due-now.ts';
import type { RecordedClaim, RecordedLine } from './recorded-claim.ts';

/** A stored amount that the rules it was computed with do not give again. */
export type Difference = {
  claimNo: string;
  lineNo: number;
  stored: Yuan;
  /** What they give; the question where they give none. */
  computed: Yuan | { question: string };
};

/**
 * Whether the rules a line was assessed with give again what is stored of it, component by
 * component: amount, fund and payee. Undefined where they do.
 */
export function differenceOf(
  rules: TrialRules,
  { claim, line }: { claim: RecordedClaim; line: RecordedLine },
  assessment: Assessment,
): Difference | undefined {
  const { lineNo, parts, before } = line;
  const stored = sum(parts.map(({ amount }) => amount));
  const told = { claimNo: claim.claimNo, lineNo, stored };
  if (assessment.kind === 'question') {
    return { ...told, computed: { question: assessment.question } };
  }
  const due = dueNow(rules, { claim, line }, assessment);
  if ('fundChanged' in due) return { ...told, computed: { question: `fund ${due.fundChanged}` } };
  const standing = sum([...before, ...parts].map(({ amount }) => amount));
  const whole = line.cutNo !== null || standing === line.amount;
  if (whole && partsText(due.components) === partsText(parts)) return undefined;
  const computed = sum(due.components.map(({ amount }) => amount));
  return { ...told, stored: whole ? stored : line.amount, computed };
}
