import {
  ApplicationFailure,
  proxyActivities,
  proxyLocalActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { ClaimActivities, VerificationActivities } from '../activities/index.ts';
import { heartbeatTimeout, queues } from './messages.ts';

/** Own-database steps: one transaction each, run where the workflow runs. */
const local = proxyLocalActivities<ClaimActivities>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '100 ms', maximumAttempts: 5 },
});

/** The same steps when the database does not answer: they wait as visible pending activities. */
const queued = proxyActivities<ClaimActivities>({
  taskQueue: queues.claims,
  heartbeatTimeout,
  startToCloseTimeout: '1 min',
  retry: { maximumInterval: '1 min' },
});

export const assessClaim = durably(local.assessClaim, queued.assessClaim);
export const endNotice = durably(local.endNotice, queued.endNotice);
export const reserveClaim = durably(local.reserveClaim, queued.reserveClaim);
export const settleClaim = durably(local.settleClaim, queued.settleClaim);
export const applyDecision = durably(local.applyDecision, queued.applyDecision);
export const applyAct = durably(local.applyAct, queued.applyAct);

export const { verifyCertificates } = proxyActivities<VerificationActivities>({
  taskQueue: queues.verify,
  heartbeatTimeout,
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '2 s', maximumInterval: '30 min' },
});

function durably<Input, Output>(
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
