import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { ClaimActivities, VerificationActivities } from '../activities/index.ts';
import { durably, localStep, queuedStep } from './durably.ts';
import { heartbeatTimeout, lookUpQueue, queues } from './messages.ts';

const local = proxyLocalActivities<ClaimActivities>(localStep);
const queued = proxyActivities<ClaimActivities>(queuedStep);

export const assessClaim = durably(local.assessClaim, queued.assessClaim);
export const approveBySilence = durably(local.approveBySilence, queued.approveBySilence);
export const endNotice = durably(local.endNotice, queued.endNotice);
export const reserveClaim = durably(local.reserveClaim, queued.reserveClaim);
export const settleClaim = durably(local.settleClaim, queued.settleClaim);
export const endAwaiting = durably(local.endAwaiting, queued.endAwaiting);
export const applyDecision = durably(local.applyDecision, queued.applyDecision);
export const applyAct = durably(local.applyAct, queued.applyAct);

const lookUpStep = {
  heartbeatTimeout,
  startToCloseTimeout: '2 min',
  retry: { initialInterval: '2 s', maximumInterval: '30 min' },
} as const;

const { verifyCertificates } = proxyActivities<VerificationActivities>({
  ...lookUpStep,
  taskQueue: queues.verify,
});

/** Asks a source about a claim's certificates, on the source's own queue; else the registry. */
export async function lookUpCertificates(claimId: string, source?: string): Promise<void> {
  if (source === undefined || lookUpQueue(source) === queues.verify) {
    return verifyCertificates(claimId);
  }
  const { lookUp } = proxyActivities<VerificationActivities>({
    ...lookUpStep,
    taskQueue: lookUpQueue(source),
  });
  return lookUp({ claimId, source });
}
