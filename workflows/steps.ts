import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { ClaimActivities, VerificationActivities } from '../activities/index.ts';
import { durably, localStep, queuedStep } from './durably.ts';
import { heartbeatTimeout, queues } from './messages.ts';

const local = proxyLocalActivities<ClaimActivities>(localStep);
const queued = proxyActivities<ClaimActivities>(queuedStep);

export const assessClaim = durably(local.assessClaim, queued.assessClaim);
export const endNotice = durably(local.endNotice, queued.endNotice);
export const reserveClaim = durably(local.reserveClaim, queued.reserveClaim);
export const settleClaim = durably(local.settleClaim, queued.settleClaim);
export const endAwaiting = durably(local.endAwaiting, queued.endAwaiting);
export const applyDecision = durably(local.applyDecision, queued.applyDecision);
export const applyAct = durably(local.applyAct, queued.applyAct);

export const { verifyCertificates } = proxyActivities<VerificationActivities>({
  taskQueue: queues.verify,
  heartbeatTimeout,
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '2 s', maximumInterval: '30 min' },
});
