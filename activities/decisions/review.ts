import type { Instant, IsoDate, Month } from '../../domain/days.ts';
import type { Yuan } from '../../domain/money.ts';
import type { ApprovalStep } from '../../domain/region-pack/index.ts';
import { amountOfClaim } from '../../db/claim-line.ts';
import type { Move, StageChange } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import type { NewTask } from '../../db/task.ts';
import { stepsOf } from '../chain.ts';
import { chainTask, claimNotice, type Step } from '../open-step.ts';
import { cut, cutsOf, refuseAll } from './cuts.ts';

/** 审核: cut lines count -1; then the next level the amount asks for, or public notice. */
export async function review(step: Step, decision: DecisionInForce): Promise<Move> {
  const { tx, claim } = step;
  const { occurredOn: on, month, outcome, taskLevel } = decision;
  if (outcome === 'refuse') return refuseAll(step, decision);
  const cuts = cutsOf(decision);
  await cut(step, decision, cuts);
  const unchanged = cuts.length === 0 ? claim.amount : null;
  const amount = unchanged ?? (await amountOfClaim(tx, claim.id));
  return openReview(step, {
    on,
    month,
    amount,
    acceptedAmount: claim.acceptedAmount,
    after: taskLevel,
  });
}

export const openFirstReview = (
  step: Step,
  accepted: { on: IsoDate; month: Month; amount: Yuan },
): StageChange => openReview(step, { ...accepted, acceptedAmount: accepted.amount, after: 0 });

/** The next level after one that was passed, or the notice. */
export function openReview(
  step: Step,
  of: { on: IsoDate; month: Month; amount: Yuan; acceptedAmount: Yuan | null; after: number },
): StageChange {
  const { on, month, amount, acceptedAmount, after } = of;
  const { claim, inForce } = step;
  const { pack } = inForce;
  const steps = stepsOf(pack, claim.scheme, amount, acceptedAmount);
  const reviews = steps.filter((it) => it.kind === 'review');
  const next = reviews.find((it) => (it.level ?? 1) > after);
  const keeps = { on, amount, ...(acceptedAmount !== null && { acceptedAmount }) };
  if (next) {
    const opens = chainTask(step, next, on);
    const until = silenceEnds(next, opens, step.clock.now());
    return { stage: 'review', ...keeps, reviews: reviews.length, opens, until };
  }
  const notice = claimNotice(step, { on, month });
  return { stage: 'notice', ...keeps, notice, until: notice.endsAt };
}

/** When silence passes a review that is opened; null where it never does, or its time is past. */
function silenceEnds({ silence }: ApprovalStep, { dueAt }: NewTask, now: Instant): Instant | null {
  // A past that is being entered (补录) was decided by somebody, whose decision is still to come.
  return silence && dueAt >= now ? dueAt : null;
}
