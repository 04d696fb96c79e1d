import type { IsoDate, Month } from '../../domain/days.ts';
import type { Yuan } from '../../domain/money.ts';
import { amountOfClaim } from '../../db/claim-line.ts';
import type { Move } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
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
  return openReview(step, { on, month, amount, after: taskLevel });
}

export const openFirstReview = (
  step: Step,
  accepted: { on: IsoDate; month: Month; amount: Yuan },
): Move => openReview(step, { ...accepted, after: 0 });

function openReview(
  step: Step,
  { on, month, amount, after }: { on: IsoDate; month: Month; amount: Yuan; after: number },
): Move {
  const { claim, inForce } = step;
  const reviews = stepsOf(inForce.pack, claim.scheme, amount).filter((it) => it.kind === 'review');
  const next = reviews.find((it) => (it.level ?? 1) > after);
  if (next) {
    const opens = chainTask(step, next, on);
    return { stage: 'review', on, amount, reviews: reviews.length, opens };
  }
  const notice = claimNotice(step, { on, month });
  return { stage: 'notice', on, amount, notice, until: notice.endsAt };
}
