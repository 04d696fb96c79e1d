import type { IsoDate } from '../days.ts';
import { sum, type Yuan } from '../money.ts';
import type { Assessment } from '../rules/index.ts';
import { approvalsOf, partsText, routedAnew, type Approval } from './approvals.ts';
import type { TrialRules } from './assess-anew.ts';
import { dueNow } from './due-now.ts';
import type { RecordedClaim, RecordedLine } from './recorded-claim.ts';

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
  /** What that is made of, payment by payment. */
  approvedBefore: readonly Approval[];
  approvedAfter: readonly Approval[];
  /** The sum is the same; its funds, its payees or its components are others. */
  moved: boolean;
  refusedBefore: Refusal | null;
  refusedAfter: Refusal | null;
  /** What the draft has no answer to: the amount is then left as it is. */
  question: string | null;
};

/** Whether there is anything to tell of a line: also one whose sum stays the same. */
export const isChanged = (it: LineChange): boolean =>
  it.before !== it.after ||
  it.moved ||
  it.question !== null ||
  it.refusedBefore?.rule !== it.refusedAfter?.rule;

type Rules = { inForce: TrialRules; draft: TrialRules };
type Tried = { claim: RecordedClaim; line: RecordedLine; decidedOn: IsoDate };

/**
 * What the payment assessed last would have been under a draft in place of the rules in force:
 * what the payments before it granted stays, and is taken off what the draft gives in all.
 */
export function changeOf(
  rules: Rules,
  of: Tried,
  { inForce, drafted }: { inForce: Assessment; drafted: Assessment },
): LineChange {
  const { parts, before } = of.line;
  const place = placeOf(of);
  const approvedBefore = approvalsOf(of.claim, [...before, ...parts], of.decidedOn);
  const told = { ...place, approvedBefore, refusedBefore: refusalOf(inForce) };
  const after = approvedAfter(rules, of, drafted);
  if ('question' in after) {
    const unchanged = { after: place.before, approvedAfter: approvedBefore, moved: false };
    return { ...told, ...unchanged, refusedAfter: null, question: after.question };
  }
  const amount = sum(after.approvals.map((it) => it.amount));
  const moved = amount === place.before && partsText(approvedBefore) !== partsText(after.approvals);
  const drawn = { after: amount, approvedAfter: after.approvals, moved };
  return { ...told, ...drawn, refusedAfter: refusalOf(drafted), question: null };
}

function approvedAfter(
  rules: Rules,
  { claim, line, decidedOn }: Tried,
  drafted: Assessment,
): { approvals: Approval[] } | { question: string } {
  if (drafted.kind === 'question') return drafted;
  const before = routedAnew(rules, line);
  const due = dueNow(rules.draft, { claim, line: { ...line, before } }, drafted);
  if ('fundChanged' in due) return { question: `fund-changed-${due.fundChanged}` };
  const { instalment } = claim;
  const parts = [...before, ...due.components.map((it) => ({ ...it, instalment }))];
  return { approvals: approvalsOf(claim, parts, decidedOn) };
}

function placeOf(of: Tried) {
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
