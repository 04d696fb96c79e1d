import {
  allHandlersFinished,
  condition,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { EvaluationActivities, ReportActivities } from '../activities/index.ts';
import {
  heartbeatTimeout,
  decideUpdate,
  queues,
  type Answer,
  type Decide,
  type PublishEvaluation,
} from './messages.ts';

const { openApproval, applyReportDecision } = proxyLocalActivities<EvaluationActivities>({
  startToCloseTimeout: '10 s',
});
const { compileEvaluation, publishReport } = proxyActivities<ReportActivities>({
  taskQueue: queues.report,
  heartbeatTimeout,
  startToCloseTimeout: '10 min',
  retry: { initialInterval: '1 s', maximumInterval: '5 min' },
});

/** Figures compiled and kept, approved by two, set as a PDF, published. */
export async function publishEvaluation({ editionId }: PublishEvaluation): Promise<string> {
  let state = 'requested';
  setHandler(defineUpdate<Answer, [Decide]>(decideUpdate), async ({ decisionId }) => {
    const applied = await applyReportDecision({ editionId, decisionId });
    ({ state } = applied);
    return applied.answer;
  });

  await compileEvaluation({ editionId });
  state = 'approval';
  await openApproval({ editionId });
  await condition(() => state !== 'approval');
  if (state === 'approved') await publishReport({ editionId });
  await condition(allHandlersFinished);
  return state;
}
