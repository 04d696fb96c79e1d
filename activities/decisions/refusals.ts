import { countOpenTasks } from '../../db/task.ts';
import type { PendingDecision } from '../../db/decision.ts';
import { findNotice } from '../../db/notice.ts';
import type { Step } from '../open-step.ts';

/** Why a decision cannot be applied now, as a code of docs/errors.md; undefined when it can. */
export async function refusalOf(
  { tx, claim }: Step,
  decision: PendingDecision,
): Promise<string | undefined> {
  if (decision.taskState !== 'open') return 'task-already-decided';
  if (claim.held) return 'claim-held';
  if (decision.occurredOn < claim.lastFactOn) return 'before-previous-fact';
  if (decision.taskKind !== 'finance') return undefined;
  const notice = await findNotice(tx, claim.id);
  if (notice && decision.occurredOn <= notice.endsOn) return 'notice-running';
  if ((await countOpenTasks(tx, claim.id, 'objection')) > 0) return 'objection-open';
  return undefined;
}
