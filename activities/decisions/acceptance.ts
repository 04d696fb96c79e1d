import { acceptLines, cutLines } from '../../db/claim-line.ts';
import type { Move } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import { claimantTask, type Step } from '../open-step.ts';
import { cutsOf } from './cuts.ts';
import { openFirstReview } from './review.ts';

/** 受理: what stands after the cuts counts as trained; or back for correction; or refused. */
export async function accept(step: Step, decision: DecisionInForce): Promise<Move> {
  const { tx, claim } = step;
  const { occurredOn: on, month, outcome } = decision;
  if (outcome === 'return') {
    return { stage: 'correction', on, opens: claimantTask(step, 'correction', on) };
  }
  if (outcome === 'refuse') {
    await cutLines(tx, claim.id, { all: decision.reason ?? 'refused' }, { on, month });
    return { outcome: 'refused', on };
  }
  await cutLines(tx, claim.id, cutsOf(decision), { on, month });
  const accepted = await acceptLines(tx, claim.id, { on, month });
  if (accepted.lines === 0) return { outcome: 'refused', on };
  return openFirstReview(step, { on, month, amount: accepted.amount });
}
