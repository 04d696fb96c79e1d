import type { IsoDate } from '../days.ts';
import { add, isZero, subtract, sum, ZERO, type Yuan } from '../money.ts';
import type { Assessment } from '../rules/index.ts';
import type { TrialRules } from './assess-anew.ts';
import { dueNow } from './due-now.ts';
import type { RecordedClaim, RecordedLine, StoredPart } from './recorded-claim.ts';

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
 * What the payment assessed last would have been under a draft in place of the rules in force:
 * what stands of the payments before it stays, and is taken off what the draft gives in all.
 */
export function changeOf(
  draft: TrialRules,
  of: { claim: RecordedClaim; line: RecordedLine; decidedOn: IsoDate },
  { inForce, drafted }: { inForce: Assessment; drafted: Assessment },
): LineChange {
  const { parts, before } = of.line;
  const place = placeOf(of);
  const refusedBefore = refusalOf(inForce);
  const unanswered = (question: string): LineChange => {
    const unchanged = { after: place.before, byFund: new Map<string, Yuan>() };
    return { ...place, ...unchanged, refusedBefore, refusedAfter: null, question };
  };
  if (drafted.kind === 'question') return unanswered(drafted.question);
  const due = dueNow(draft, of, drafted);
  if ('fundChanged' in due) return unanswered(`fund-changed-${due.fundChanged}`);
  const after = sum([...before, ...due.components].map(({ amount }) => amount));
  const byFund = differences(parts, due.components);
  return {
    ...place,
    after,
    byFund,
    refusedBefore,
    refusedAfter: refusalOf(drafted),
    question: null,
  };
}

type Part = Pick<StoredPart, 'fund' | 'amount'>;

/** By fund, what the second parts come to less what the first do. */
function differences(before: readonly Part[], after: readonly Part[]): Map<string, Yuan> {
  const byFund = new Map<string, Yuan>();
  const count = (parts: readonly Part[], signed: (sum: Yuan, it: Yuan) => Yuan) => {
    for (const { fund, amount } of parts)
      byFund.set(fund, signed(byFund.get(fund) ?? ZERO, amount));
  };
  count(after, add);
  count(before, subtract);
  for (const [fund, amount] of byFund) if (isZero(amount)) byFund.delete(fund);
  return byFund;
}

function placeOf(of: { claim: RecordedClaim; line: RecordedLine; decidedOn: IsoDate }) {
  const { claimNo, organisationId, unit, scheme } = of.claim;
  const { lineNo, personId, facts, amount: before } = of.line;
  const { decidedOn } = of;
  const where = { claimNo, organisationId, unit, scheme, decidedOn };
  return { ...where, lineNo, personId, group: facts.group, before };
}

function refusalOf(assessment: Assessment): Refusal | null {
  if (assessment.kind === 'question') return null;
  const [leftOut] = assessment.kind === 'granted' ? (assessment.leftOut ?? []) : [];
  const by = assessment.kind === 'nothing' ? assessment.by : leftOut;
  if (by) return { rule: by.rule, name: by.name, clause: by.clause };
  if (assessment.kind === 'granted') return null;
  return { rule: assessment.reason, name: assessment.reason, clause: '' };
}
