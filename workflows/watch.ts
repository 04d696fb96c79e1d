import { proxyActivities } from '@temporalio/workflow';
import type { WatchActivities } from '../activities/index.ts';
import { heartbeatTimeout, queues, type Watch } from './messages.ts';
import { nominalTime } from './nominal-time.ts';

const { remindAndEscalate, reportMissingMonths, retryLostStarts } =
  proxyActivities<WatchActivities>({
    taskQueue: queues.claims,
    heartbeatTimeout,
    startToCloseTimeout: '2 min',
    retry: { maximumAttempts: 5 },
  });

export type WatchFindings = { mails: number; missingMonths: string[]; lostStarts: number };

/** Every quarter of an hour: late tasks, months without an edition, claims without a workflow. */
export async function watch(input: Watch): Promise<WatchFindings> {
  const asOf = input.asOf ?? nominalTime();
  const mails = await remindAndEscalate({ asOf });
  const missingMonths = await reportMissingMonths({ asOf });
  const lostStarts = await retryLostStarts();
  return { mails, missingMonths, lostStarts };
}
