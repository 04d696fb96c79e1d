import type { Answer } from '../../domain/claim.ts';
import { audit } from '../../db/audit.ts';
import { getClaimState, lockClaim } from '../../db/claim-state.ts';
import type { Tx } from '../../db/connect.ts';
import {
  lockDecision,
  recordApplied,
  recordRefused,
  type PendingDecision,
} from '../../db/decision.ts';
import { monthOfFact } from '../../db/month.ts';
import { markDecided, takeDuty } from '../../db/task.ts';
import { dutyOf } from '../../domain/approval.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Step } from '../open-step.ts';
import { accept } from './acceptance.ts';
import { approveMoney } from './finance.ts';
import { refusalOf } from './refusals.ts';
import { review } from './review.ts';
import {
  confirmPayee,
  correctPayee,
  endObjection,
  finishManualCheck,
  resubmit,
} from './side-tasks.ts';

/** Checks, then the duty, then the effect: nothing is written for a decision that is refused. */
export async function applyClaimDecision(
  tx: Tx,
  deps: Dependencies,
  { claimId, decisionId }: { claimId: string; decisionId: string },
): Promise<Answer> {
  const claim = await lockClaim(tx, claimId);
  const decision = await lockDecision(tx, decisionId);
  if (decision.result !== null) return decision.result;

  const inForce = await deps.packs.get(claim.packVersion);
  const step: Step = { tx, claim, inForce, clock: deps.clock };
  const duty = dutyOf(decision.taskKind, decision.taskLevel);
  const taken = { subjectId: claimId, personId: decision.personId, duty };
  const reason =
    (await refusalOf(step, decision)) ??
    ((await takeDuty(tx, taken)) ? undefined : 'separation-of-duties');
  if (reason !== undefined) {
    const refused: Answer = { kind: 'refused', reason };
    await recordRefused(tx, { id: decisionId, result: refused });
    return refused;
  }
  await markDecided(tx, decision.taskId, decision.occurredOn);
  await effectOf(step, decision);
  return record(step, decision, duty);
}

function effectOf(step: Step, decision: PendingDecision): Promise<void> {
  switch (decision.taskKind) {
    case 'acceptance':
      return accept(step, decision);
    case 'review':
      return review(step, decision);
    case 'finance':
      return approveMoney(step, decision);
    case 'correction':
      return resubmit(step, decision);
    case 'manual-check':
      return finishManualCheck(step, decision);
    case 'objection':
      return endObjection(step, decision);
    case 'payee-correction':
      return correctPayee(step, decision);
    case 'payee-confirmation':
      return confirmPayee(step, decision);
    default:
      throw new Error(`no effect for a task of kind ${decision.taskKind}`);
  }
}

async function record(step: Step, decision: PendingDecision, duty: string): Promise<Answer> {
  const { tx, claim } = step;
  const { stage } = await getClaimState(tx, claim.id);
  const applied: Answer = { kind: 'applied', stage };
  const month = await monthOfFact(tx, decision.occurredOn);
  await recordApplied(tx, { id: decision.id, duty, month, result: applied });
  await audit(tx, {
    person: decision.personId,
    act: `${decision.taskKind}:${decision.outcome}`,
    kind: 'claim',
    id: claim.id,
    detail: { decision: decision.id, from: claim.stage, to: stage, on: decision.occurredOn },
  });
  return applied;
}
