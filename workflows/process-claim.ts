import { condition, patched } from '@temporalio/workflow';
import type { ClaimOutcome, ProcessClaim } from './messages.ts';
import { openDesk, type Desk } from './claim-desk.ts';
import {
  approveBySilence,
  assessClaim,
  endAwaiting,
  endNotice,
  lookUpCertificates,
  reserveClaim,
  settleClaim,
} from './steps.ts';
import { waitUntil } from './waiting.ts';

const retryAfterMs = 24 * 3_600_000;
const beforeReserved = ['waiting-for-funds', 'rechecking'];
const beingPaid = ['reserved', 'paid'];
const mending = ['payee-correction', 'payee-confirmation'];

/**
 * One claim from filing to its last payment, once more for every further instalment. PostgreSQL is
 * the business truth: each step answers the stage it left the claim in, so a run that starts anew
 * goes on from where the claim stands.
 */
export async function processClaim({ claimId }: ProcessClaim): Promise<ClaimOutcome> {
  const desk = openDesk(claimId);
  do {
    await screen(desk, claimId);
    const startedAnew = beingPaid.includes(desk.stage()) || isMending(desk);
    await review(desk);
    await publish(desk);
    await desk.leaves('finance');
    await reserve(desk, claimId);
    if (startedAnew && (!isMending(desk) || asksPayeeByPayee())) await desk.takes(settleClaim);
    await settle(desk, claimId);
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
      await lookUp(desk, claimId);
      await desk.takes(assessClaim);
    }
    if (desk.stage() === 'question') await desk.triesAgain(retryAfterMs);
    await desk.leaves('manual-check', 'acceptance', 'correction');
  } while (desk.stage() === 'submitted' || desk.stage() === 'question');
}

/** People decide, level by level; where the pack says so, silence passes one in its time. */
async function review(desk: Desk): Promise<void> {
  while (desk.stage() === 'review') {
    const waitsUntil = desk.waitsUntil();
    const stands = () => desk.stage() === 'review' && desk.waitsUntil() === waitsUntil;
    if (!(await desk.waitEnds())) continue;
    await desk.released();
    if (stands()) await desk.takes(approveBySilence);
    if (stands()) await desk.triesAgain(retryAfterMs);
  }
}

/**
 * Asks the source that is due; where none is, waits until one will be, or somebody has it tried
 * again. A source that is down never refuses a claim, however many days it takes.
 */
async function lookUp(desk: Desk, claimId: string): Promise<void> {
  const source = desk.asks();
  if (source === undefined && desk.waitsUntil() !== null) await desk.looksAgain();
  else await lookUpCertificates(claimId, source);
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

/**
 * Without money the claim waits, in sight of everybody, and asks again when some came. Certificates
 * last looked up too long ago are looked up again first.
 */
async function reserve(desk: Desk, claimId: string): Promise<void> {
  while (beforeReserved.includes(desk.stage())) {
    if (desk.stage() === 'waiting-for-funds') await desk.triesAgain(retryAfterMs);
    await desk.released();
    if (beforeReserved.includes(desk.stage())) await desk.takes(reserveClaim);
    if (desk.stage() === 'rechecking') await recheck(desk, claimId);
  }
}

/** With nothing left to look up, a person says what becomes of the lines that were stopped. */
async function recheck(desk: Desk, claimId: string): Promise<void> {
  if (desk.asks() === undefined && desk.waitsUntil() === null) await desk.leaves('rechecking');
  else await lookUp(desk, claimId);
}

/**
 * Payment runs pay; what the bank returns is mended and paid again, until it may return no more.
 */
async function settle(desk: Desk, claimId: string): Promise<void> {
  await mended(desk);
  while (beingPaid.includes(desk.stage())) {
    await desk.paymentsChange();
    await desk.released();
    if (beingPaid.includes(desk.stage())) await desk.takes(settleClaim);
    await reserve(desk, claimId);
    await mended(desk);
  }
}

/** While one payee's account is put right, others are paid, and theirs may come back too. */
async function mended(desk: Desk): Promise<void> {
  while (isMending(desk)) {
    if (!asksPayeeByPayee()) return desk.leaves(...mending);
    await desk.paymentsChangeOrLeaves(...mending);
    if (!isMending(desk)) return;
    await desk.released();
    if (isMending(desk)) await desk.takes(settleClaim);
  }
}

const isMending = (desk: Desk): boolean => mending.includes(desk.stage());

/** False of runs that began before: they ask for the next account once the last is confirmed. */
const asksPayeeByPayee = (): boolean => patched('asks-payee-by-payee');

/** A later instalment waits for the claimant's report, until its last day is over. */
async function awaitReport(desk: Desk): Promise<void> {
  while (desk.stage() === 'awaiting') {
    await waitUntil(desk.waitsUntil(), () => desk.stage() !== 'awaiting');
    await desk.released();
    if (desk.stage() === 'awaiting') await desk.takes(endAwaiting);
    if (desk.stage() === 'awaiting') await desk.triesAgain(retryAfterMs);
  }
}
