import type { IsoDate } from '../days.ts';
import { add, isZero, subtract, sum, ZERO, type Yuan } from '../money.ts';
import type { AssessedComponent, Assessment } from '../rules/index.ts';

/** Why a line, or a part of it, is paid nothing: the rule's code, name and clause. */
export type Refusal = { rule: string; name: string; clause: string };

/** What a draft would do to one line that was decided under the rules in force. */
export type LineChange = {
  claimNo: string;
  lineNo: number;
  personId: string;
  organisationId: string;
  unit: string;
  group: string;
  scheme: string;
  decidedOn: IsoDate;
  before: Yuan;
  after: Yuan;
  /** By fund, below zero what it would cost less. */
  byFund: ReadonlyMap<string, Yuan>;
  refusedBefore: Refusal | null;
  refusedAfter: Refusal | null;
  /** What the draft has no answer to: the amount is then left as it is. */
  question: string | null;
};

/**
 * What a line would change by: what the draft gives less what the rules in force give. `before` is
 * what stands of it, in which money that is not taken back may be more than they give.
 */
export function changeOf(
  line: Omit<LineChange, 'after' | 'byFund' | 'refusedBefore' | 'refusedAfter' | 'question'>,
  { inForce, draft }: { inForce: Assessment; draft: Assessment },
): LineChange {
  const refusedBefore = refusalOf(inForce);
  if (draft.kind === 'question') {
    const { question } = draft;
    const unchanged = { after: line.before, byFund: new Map<string, Yuan>() };
    return { ...line, ...unchanged, refusedBefore, refusedAfter: null, question };
  }
  const byFund = new Map<string, Yuan>();
  const count = (parts: readonly AssessedComponent[], signed: (sum: Yuan, it: Yuan) => Yuan) => {
    for (const { fund, amount } of parts)
      byFund.set(fund, signed(byFund.get(fund) ?? ZERO, amount));
  };
  count(partsOf(draft), add);
  count(partsOf(inForce), subtract);
  for (const [fund, amount] of byFund) if (isZero(amount)) byFund.delete(fund);
  const after = add(line.before, sum(byFund.values()));
  return { ...line, after, byFund, refusedBefore, refusedAfter: refusalOf(draft), question: null };
}

const partsOf = (assessment: Assessment): readonly AssessedComponent[] =>
  assessment.kind === 'granted' ? assessment.components : [];

function refusalOf(assessment: Assessment): Refusal | null {
  if (assessment.kind === 'question') return null;
  const [leftOut] = assessment.kind === 'granted' ? (assessment.leftOut ?? []) : [];
  const by = assessment.kind === 'nothing' ? assessment.by : leftOut;
  if (by) return { rule: by.rule, name: by.name, clause: by.clause };
  if (assessment.kind === 'granted') return null;
  return { rule: assessment.reason, name: assessment.reason, clause: '' };
}
