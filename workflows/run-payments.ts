import { proxyActivities } from '@temporalio/workflow';
import type { RunActivities } from '../activities/index.ts';
import { heartbeatTimeout, queues, type RunPayments } from './messages.ts';

const { freezePayments, sendPayments, collectReturns, settlePayments } =
  proxyActivities<RunActivities>({
    taskQueue: queues.payment,
    heartbeatTimeout,
    startToCloseTimeout: '30 min',
    retry: { initialInterval: '1 s', maximumInterval: '5 min' },
  });

/**
 * One payment run of a fund: freeze what is ready, send each payment under its own key, read what
 * came back, tell the claims. Unknown is a state that only the bank's answer leaves.
 */
export async function runPayments({ runId, runOn }: RunPayments): Promise<void> {
  await freezePayments({ runId });
  await sendPayments({ runId });
  await collectReturns({ runOn });
  await settlePayments({ runId });
}
