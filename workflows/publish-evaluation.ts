import {
  allHandlersFinished,
  condition,
  defineUpdate,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { EvaluationActivities, ReportActivities } from '../activities/index.ts';
import { durably, localStep, queuedStep } from './durably.ts';
import {
  heartbeatTimeout,
  decideUpdate,
  queues,
  type Answer,
  type Decide,
  type PublishEvaluation,
} from './messages.ts';
import { oneAtATime } from './in-turn.ts';

const local = proxyLocalActivities<EvaluationActivities>(localStep);
const queued = proxyActivities<EvaluationActivities>(queuedStep);
const openApproval = durably(local.openApproval, queued.openApproval);
const applyReportDecision = durably(local.applyReportDecision, queued.applyReportDecision);
const { compileEvaluation, draftReport, publishReport } = proxyActivities<ReportActivities>({
  taskQueue: queues.report,
  heartbeatTimeout,
  startToCloseTimeout: '10 min',
  retry: { initialInterval: '1 s', maximumInterval: '5 min' },
});

/**
 * Figures compiled and kept, drafted, approved by two, set as a PDF, published. A step that no
 * other try would help ends it as failed; the edition says why.
 */
export async function publishEvaluation({ editionId }: PublishEvaluation): Promise<string> {
  let state = 'requested';
  const inTurn = oneAtATime();
  setHandler(defineUpdate<Answer, [Decide]>(decideUpdate), async ({ decisionId }) => {
    const applied = await inTurn(() => applyReportDecision({ editionId, decisionId }));
    ({ state } = applied);
    return applied.answer;
  });

  // One that began before drafts were made has none, and its first step answered nothing.
  const drafts = patched('draft-before-approval');
  const compiled: { failed: boolean } | undefined = await compileEvaluation({ editionId });
  if (compiled?.failed) return 'failed';
  if (drafts && (await draftReport({ editionId })).failed) return 'failed';
  state = 'approval';
  // One whose approval was opened before it could fail answered nothing either.
  const open = () => openApproval({ editionId });
  const opened: { failed: boolean } | undefined = await inTurn(open);
  if (opened?.failed) return 'failed';
  await condition(() => state !== 'approval');
  if (state === 'approved' && (await publishReport({ editionId })).failed) state = 'failed';
  await condition(allHandlersFinished);
  return state;
}
