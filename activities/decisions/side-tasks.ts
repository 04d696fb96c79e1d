import { amountOfClaim, holdLine } from '../../db/claim-line.ts';
import type { Move } from '../../db/claim-state.ts';
import type { DecisionInForce, PendingDecision } from '../../db/decision.ts';
import { recordConfirmation } from '../../db/organisation.ts';
import { readyReturned } from '../../db/payment.ts';
import { claimantTask, staffTask, type Step } from '../open-step.ts';
import { cut } from './cuts.ts';

/** 补正: the corrected lines stand already; the claim is screened anew. */
export async function resubmit({ occurredOn: on }: PendingDecision): Promise<Move> {
  return { stage: 'submitted', on };
}

/** 异议: upheld, the line is cut; dismissed, it goes on. Either way it is held no longer. */
export async function endObjection(step: Step, decision: DecisionInForce): Promise<Move> {
  const { tx, claim } = step;
  const { lineNo, occurredOn: on, month, reason } = decision;
  if (lineNo === null) throw new Error(`objection task ${decision.taskId} names no line`);
  await holdLine(tx, claim.id, lineNo, false);
  if (decision.outcome === 'uphold') {
    await cut(step, { occurredOn: on, month }, [{ lineNo, reason: reason ?? 'objection upheld' }]);
    return { stage: claim.stage, on, amount: await amountOfClaim(tx, claim.id) };
  }
  return { stage: claim.stage, on };
}

/** 退票: one person gives the right account, another confirms it. */
export async function correctPayee(step: Step, decision: PendingDecision): Promise<Move> {
  const { tx, claim } = step;
  if (decision.accountId === null) throw new Error(`decision ${decision.id} names no account`);
  await tx
    .updateTable('claim')
    .set({ account_id: decision.accountId })
    .where('id', '=', claim.id)
    .execute();
  const { occurredOn: on } = decision;
  const opens = staffTask(step, 'payee-confirmation', { on });
  return { stage: 'payee-confirmation', on, opens };
}

export async function confirmPayee(step: Step, decision: PendingDecision): Promise<Move> {
  const { tx, claim } = step;
  const { occurredOn: on } = decision;
  const confirmed = decision.outcome !== 'refuse';
  await recordConfirmation(tx, claim.accountId, confirmed);
  if (!confirmed) {
    return { stage: 'payee-correction', on, opens: claimantTask(step, 'payee-correction', on) };
  }
  await readyReturned(tx, claim.id, claim.accountId);
  return { stage: 'reserved', on };
}
