import { proxyActivities } from '@temporalio/workflow';
import type { RunActivities } from '../activities/index.ts';
import { heartbeatTimeout, queues, type RunPayments } from './messages.ts';
import { waitUntil } from './waiting.ts';

const { freezePayments, sendPayments, collectReturns, settlePayments } =
  proxyActivities<RunActivities>({
    taskQueue: queues.payment,
    heartbeatTimeout,
    startToCloseTimeout: '30 min',
    retry: { initialInterval: '1 s', maximumInterval: '5 min' },
  });

/**
 * One payment run of a fund: freeze what is ready, send each payment under its own key, read what
 * came back, tell the claims; then read the statement once a day for as long as the bank may
 * return money. Unknown is a state that only the bank's answer leaves.
 */
export async function runPayments({ runId }: RunPayments): Promise<void> {
  await freezePayments({ runId });
  await sendPayments({ runId });
  let { readAgainAt } = await collectReturns({ runId });
  await settlePayments({ runId });
  while (readAgainAt !== null) {
    await waitUntil(readAgainAt, () => false);
    ({ readAgainAt } = await collectReturns({ runId }));
  }
}
