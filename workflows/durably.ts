import { ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import { heartbeatTimeout, queues } from './messages.ts';

/** Own-database steps: one transaction each, run where the workflow runs. */
export const localStep = {
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '100 ms', maximumAttempts: 5 },
} as const;

/** The same steps when the database does not answer: they wait as visible pending activities. */
export const queuedStep = {
  taskQueue: queues.claims,
  heartbeatTimeout,
  startToCloseTimeout: '1 min',
  retry: { maximumInterval: '1 min' },
} as const;

/** The step now, or as the same step on a queue when trying at once did not help. */
export function durably<Input, Output>(
  now: (input: Input) => Promise<Output>,
  later: (input: Input) => Promise<Output>,
): (input: Input) => Promise<Output> {
  return async (input) => {
    try {
      return await now(input);
    } catch (error) {
      if (!mayPass(error)) throw error;
      return later(input);
    }
  };
}

/** Whether another try may help. A local step's failure comes bare, in no ActivityFailure. */
function mayPass(error: unknown): boolean {
  if (error instanceof ApplicationFailure) return error.nonRetryable !== true;
  return error instanceof TimeoutFailure;
}
