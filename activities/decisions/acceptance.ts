import { acceptLines, cutLines } from '../../db/claim-line.ts';
import { closeClaim, moveClaim } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import { openClaimantTask, type Step } from '../open-step.ts';
import { cutsOf } from './cuts.ts';
import { openFirstReview } from './review.ts';

/** 受理: what stands after the cuts counts as trained; or back for correction; or refused. */
export async function accept(step: Step, decision: DecisionInForce): Promise<void> {
  const { tx, claim } = step;
  const { occurredOn: on, month, outcome } = decision;
  if (outcome === 'return') {
    await openClaimantTask(step, 'correction', on);
    return moveClaim(tx, claim.id, { stage: 'correction', on });
  }
  if (outcome === 'refuse') {
    await cutLines(tx, claim.id, { all: decision.reason ?? 'refused' }, { on, month });
    return closeClaim(tx, claim.id, { outcome: 'refused', on });
  }
  await cutLines(tx, claim.id, cutsOf(decision), { on, month });
  const accepted = await acceptLines(tx, claim.id, { on, month });
  if (accepted.lines === 0) return closeClaim(tx, claim.id, { outcome: 'refused', on });
  return openFirstReview(step, { on, month, amount: accepted.amount });
}
