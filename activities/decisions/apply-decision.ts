import type { Answer, Applied } from '../../domain/claim.ts';
import type { ClaimState, Move } from '../../db/claim-state.ts';
import type { Tx } from '../../db/connect.ts';
import {
  moveByDecision,
  recordRefused,
  type DecisionInForce,
  type PendingDecision,
} from '../../db/decision.ts';
import { decideTask } from '../../db/task.ts';
import { dutyOf } from '../../domain/approval.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Step } from '../open-step.ts';
import { accept } from './acceptance.ts';
import { approveMoney } from './finance.ts';
import { finishManualCheck } from './manual-check.ts';
import { refusalOf } from './refusals.ts';
import { review } from './review.ts';
import { standsStill } from './stands-still.ts';
import { confirmPayee, correctPayee, endObjection, resubmit } from './side-tasks.ts';

/** Checks, then the duty, then the effect: nothing is written for a decision that is refused. */
export async function applyClaimDecision(
  tx: Tx,
  deps: Dependencies,
  { claim, decision }: { claim: ClaimState; decision: PendingDecision },
): Promise<Applied> {
  if (decision.result !== null) return standsStill(tx, claim.id, decision.result);

  const inForce = await deps.packs.get(claim.packVersion);
  const step: Step = { tx, claim, inForce, clock: deps.clock };
  const refuse = async (reason: string): Promise<Applied> => {
    const refused: Answer = { kind: 'refused', reason };
    await recordRefused(tx, { id: decision.id, result: refused });
    return standsStill(tx, claim.id, refused);
  };
  const reason = await refusalOf(step, decision);
  if (reason !== undefined) return refuse(reason);
  const { taskId, personId, occurredOn: on } = decision;
  const duty = dutyOf(decision.taskKind, decision.taskLevel);
  const month = await decideTask(tx, { taskId, subjectId: claim.id, personId, duty, on });
  if (month === undefined) return refuse('separation-of-duties');
  const inMonth = { ...decision, month };
  const move = await effectOf(step, inMonth, deps);
  const standing = await moveByDecision(tx, inMonth, { claim, duty, move });
  return { answer: { kind: 'applied', stage: standing.stage }, standing };
}

function effectOf(
  step: Step,
  decision: DecisionInForce,
  { decrypt }: Pick<Dependencies, 'decrypt'>,
): Promise<Move> {
  switch (decision.taskKind) {
    case 'acceptance':
      return accept(step, decision, decrypt);
    case 'review':
      return review(step, decision);
    case 'finance':
      return approveMoney(step, decision);
    case 'correction':
    case 'instalment-report':
      return resubmit(decision);
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
