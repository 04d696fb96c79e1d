import type { PendingDecision } from '../../db/decision.ts';
import { findObjectionsState, hasObjected } from '../../db/objection.ts';
import { takesBack } from '../instalments.ts';
import type { Step } from '../open-step.ts';

/** Why a decision cannot be applied now, as a code of docs/errors.md; undefined when it can. */
export async function refusalOf(
  { tx, claim, inForce }: Step,
  decision: PendingDecision,
): Promise<string | undefined> {
  if (decision.taskState !== 'open') return 'task-already-decided';
  if (claim.held) return 'claim-held';
  if (decision.occurredOn < claim.lastFactOn) return 'before-previous-fact';
  if (decision.taskKind === 'objection' && (await hasObjected(tx, claim.id, decision))) {
    return 'separation-of-duties';
  }
  if (decision.outcome === 'refuse' && takesBack({ claim, inForce })) {
    return 'settlement-not-refusable';
  }
  if (decision.taskKind !== 'finance') return undefined;
  const { noticeEndsOn, objectionOpen } = await findObjectionsState(tx, claim.id);
  if (noticeEndsOn !== null && decision.occurredOn <= noticeEndsOn) return 'notice-running';
  return objectionOpen ? 'objection-open' : undefined;
}
