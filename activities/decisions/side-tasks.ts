import { amountOfClaim, holdLine } from '../../db/claim-line.ts';
import type { Move } from '../../db/claim-state.ts';
import type { DecisionInForce, PendingDecision } from '../../db/decision.ts';
import { recordConfirmation } from '../../db/organisation.ts';
import { readyReturned } from '../../db/payment.ts';
import { getAccountOfLine, getMendingStage, nameAccount } from '../../db/returned-payee.ts';
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

/**
 * 退票: one person gives the right account, another confirms it, payee by payee. The claim stands
 * where the payee does who is furthest behind.
 */
export async function correctPayee(step: Step, decision: PendingDecision): Promise<Move> {
  const { tx, claim } = step;
  const { accountId, aboutAccountId, lineNo, occurredOn: on } = decision;
  if (accountId === null) throw new Error(`decision ${decision.id} names no account`);
  // Of an organisation beside the claimant the newest that is confirmed is paid to anyway.
  const beside = aboutAccountId !== null;
  if (!beside) await nameAccount(tx, { claimId: claim.id, lineNo, accountId });
  const about = beside ? { lineNo, accountId } : { lineNo };
  const opens = staffTask(step, 'payee-confirmation', { on, ...about });
  if ((await getMendingStage(tx, claim.id)) === 'payee-correction') {
    return { stage: 'payee-correction', on, opens };
  }
  return { stage: 'payee-confirmation', on, opens };
}

export async function confirmPayee(step: Step, decision: PendingDecision): Promise<Move> {
  const { tx, claim } = step;
  const { aboutAccountId, lineNo, occurredOn: on } = decision;
  const confirmed = decision.outcome !== 'refuse';
  const own = async () =>
    lineNo === null ? claim.accountId : getAccountOfLine(tx, { claimId: claim.id, lineNo });
  const accountId = aboutAccountId ?? (await own());
  await recordConfirmation(tx, accountId, confirmed);
  if (!confirmed) {
    const about = { lineNo, accountId: aboutAccountId };
    const opens = claimantTask(step, 'payee-correction', on, about);
    return { stage: 'payee-correction', on, opens };
  }
  await readyReturned(tx, claim.id, accountId);
  return { stage: await getMendingStage(tx, claim.id), on };
}
