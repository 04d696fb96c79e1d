import { condition } from '@temporalio/workflow';
import type { ClaimOutcome, ProcessClaim } from './messages.ts';
import { openDesk, type Desk } from './claim-desk.ts';
import {
  assessClaim,
  endAwaiting,
  endNotice,
  reserveClaim,
  settleClaim,
  verifyCertificates,
} from './steps.ts';
import { waitUntil } from './waiting.ts';

const retryAfterMs = 24 * 3_600_000;
const beingPaid = ['reserved', 'paid'];

/**
 * One claim from filing to its last payment, once more for every further instalment. PostgreSQL is
 * the business truth: each step answers the stage it left the claim in, so a run that starts anew
 * goes on from where the claim stands.
 */
export async function processClaim({ claimId }: ProcessClaim): Promise<ClaimOutcome> {
  const desk = openDesk(claimId);
  do {
    await screen(desk, claimId);
    const startedAnew = beingPaid.includes(desk.stage());
    await desk.leaves('review');
    await publish(desk);
    await desk.leaves('finance');
    await reserve(desk);
    if (startedAnew) await desk.takes(settleClaim);
    await settle(desk);
    await awaitReport(desk);
  } while (desk.stage() !== 'closed');
  await condition(() => desk.idle());
  return { stage: desk.stage(), outcome: desk.outcome() };
}

/** Certificates, amounts, acceptance; again from the start after each correction. */
async function screen(desk: Desk, claimId: string): Promise<void> {
  do {
    await desk.takes(assessClaim);
    while (desk.stage() === 'verifying') {
      await verifyCertificates(claimId);
      await desk.takes(assessClaim);
    }
    if (desk.stage() === 'question') await desk.triesAgain(retryAfterMs);
    await desk.leaves('manual-check', 'acceptance', 'correction');
  } while (desk.stage() === 'submitted' || desk.stage() === 'question');
}

/** The list is public until the last working day is over; an objection holds only its line. */
async function publish(desk: Desk): Promise<void> {
  if (desk.stage() !== 'notice') return;
  await waitUntil(desk.waitsUntil(), () => desk.stage() !== 'notice');
  while (desk.stage() === 'notice') {
    await desk.released();
    if (desk.stage() === 'notice') await desk.takes(endNotice);
    if (desk.stage() === 'notice') await desk.triesAgain(retryAfterMs);
  }
}

/** Without money the claim waits, in sight of everybody, and asks again when some came. */
async function reserve(desk: Desk): Promise<void> {
  while (desk.stage() === 'waiting-for-funds') {
    await desk.triesAgain(retryAfterMs);
    await desk.released();
    if (desk.stage() === 'waiting-for-funds') await desk.takes(reserveClaim);
  }
}

/**
 * Payment runs pay; what the bank returns is mended and paid again, until it may return no more.
 */
async function settle(desk: Desk): Promise<void> {
  await desk.leaves('payee-correction', 'payee-confirmation');
  while (beingPaid.includes(desk.stage())) {
    await desk.paymentsChange();
    await desk.released();
    if (beingPaid.includes(desk.stage())) await desk.takes(settleClaim);
    await desk.leaves('payee-correction', 'payee-confirmation');
  }
}

/** A later instalment waits for the claimant's report, until its last day is over. */
async function awaitReport(desk: Desk): Promise<void> {
  while (desk.stage() === 'awaiting') {
    await waitUntil(desk.waitsUntil(), () => desk.stage() !== 'awaiting');
    await desk.released();
    if (desk.stage() === 'awaiting') await desk.takes(endAwaiting);
    if (desk.stage() === 'awaiting') await desk.triesAgain(retryAfterMs);
  }
}
