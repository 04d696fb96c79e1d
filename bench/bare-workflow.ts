import {
  allHandlersFinished,
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  decideUpdate,
  paymentsChangedSignal,
  type Answer,
  type Decide,
} from '../workflows/messages.ts';
import type { BareActivities } from './bare-activities.ts';

const { takeStep } = proxyLocalActivities<BareActivities>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '100 ms', maximumAttempts: 5 },
});

/** The messages and activities of a claim that nobody objects to, and nothing else. */
export async function bareClaim({ certified }: { certified: boolean }): Promise<void> {
  const { workflowId, taskQueue } = workflowInfo();
  let decisions = 0;
  let signals = 0;
  const step = (name: string) => takeStep({ workflowId, name });
  setHandler(defineUpdate<Answer, [Decide]>(decideUpdate), async ({ decisionId }) => {
    await step(decisionId);
    decisions += 1;
    return { kind: 'applied', stage: 'review' };
  });
  setHandler(defineSignal(paymentsChangedSignal), () => {
    signals += 1;
  });

  if (certified) {
    await step('verifying');
    const remote = proxyActivities<BareActivities>({
      taskQueue: `${taskQueue}-verify`,
      startToCloseTimeout: '2 min',
      heartbeatTimeout: '1 min',
    });
    await remote.takeStep({ workflowId, name: 'verified' });
  }
  await step('acceptance');
  await condition(() => decisions === 2);
  await step('finance');
  await condition(() => decisions === 3);
  await condition(() => signals > 0);
  await step('closed');
  await condition(allHandlersFinished);
}
