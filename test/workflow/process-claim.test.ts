import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { instant } from '../../domain/days.ts';
import { workflowsPath } from '../../worker/workers.ts';
import { tryAgainSignal } from '../../workflows/messages.ts';
import type { Script, ScriptedClaim } from '../support/claim-script.ts';
import {
  approveClaim,
  farOff,
  inNotice,
  payClaim,
  returnable,
  runCleanClaim,
  runMendedClaim,
  straight,
} from '../support/recorded-runs.ts';
import { openOffice, type Office } from '../support/scripted-office.ts';

const refused = { stage: 'closed', outcome: 'refused' };
const withdrawn = { stage: 'closed', outcome: 'withdrawn' };
const paid = { stage: 'closed', outcome: 'paid' };
const moment = 500;

let office: Office;
beforeAll(async () => {
  office = await openOffice(inject('temporalAddress'));
});
afterAll(() => office.stop());

async function sizeOf(handle: WorkflowHandle): Promise<{
  events: number;
  transitions: number;
}> {
  const { raw, historyLength } = await handle.describe();
  const transitions = Number(raw.workflowExecutionInfo?.stateTransitionCount);
  return { events: historyLength, transitions };
}

const atAcceptance = async (script: Script = straight): Promise<ScriptedClaim> => {
  const claim = await office.file(script);
  await claim.reaches('acceptance');
  return claim;
};

const stays = async (claim: ScriptedClaim, steps: number): Promise<void> => {
  await pause(moment);
  expect(claim.steps).toHaveLength(steps);
};

describe('the event budget', () => {
  test('holds a clean claim to 70 events and 25 transitions, 8 events a further level', async () => {
    const clean = await sizeOf(await runCleanClaim(office));
    const longer = await approveClaim(office, returnable(), 2);
    await payClaim(longer);
    await longer.result();
    const twoLevels = await sizeOf(longer.handle);
    expect(clean.events).toBeGreaterThan(20);
    expect(clean.events).toBeLessThanOrEqual(70);
    expect(clean.transitions).toBeGreaterThan(5);
    expect(clean.transitions).toBeLessThanOrEqual(25);
    expect(twoLevels.events - clean.events).toBeLessThanOrEqual(8);
  });
});

describe('before acceptance', () => {
  test('a corrected claim is screened anew and paid, a returned payment is mended', async () => {
    const handle = await runMendedClaim(office);
    expect(await handle.result()).toEqual(paid);
  });

  test('a claim refused at acceptance ends', async () => {
    const claim = await atAcceptance();
    expect(await claim.decide(refused)).toEqual({ kind: 'applied', stage: 'closed' });
    expect(await claim.result()).toEqual(refused);
  });

  test('a certificate that nobody knows waits for a manual check', async () => {
    const claim = await office.file({ assessClaim: ['verifying', 'manual-check', 'acceptance'] });
    await claim.reaches('manual-check');
    await claim.decide('submitted');
    await claim.reaches('acceptance');
    await claim.decide(refused);
    expect(await claim.result()).toEqual(refused);
    const screening = ['assessClaim', 'verifyCertificates', 'assessClaim'];
    expect(claim.steps).toEqual([...screening, 'applyDecision', 'assessClaim', 'applyDecision']);
  });

  test('a question to the pack is asked again when told to', async () => {
    const claim = await office.file({ assessClaim: ['question', 'acceptance'] });
    await claim.reaches('question');
    await stays(claim, 1);
    await claim.handle.signal(tryAgainSignal);
    await claim.reaches('acceptance');
    await claim.decide(refused);
    expect(await claim.result()).toEqual(refused);
  });

  test('a question to the pack is asked again after a day', async () => {
    const claim = await office.file({ assessClaim: ['question', 'acceptance'] });
    await claim.reaches('acceptance');
    expect(claim.steps).toEqual(['assessClaim', 'assessClaim']);
    await claim.act('withdraw', withdrawn);
    expect(await claim.result()).toEqual(withdrawn);
  });
});

describe('a step that fails', () => {
  test('goes on as a queued activity until it succeeds', async () => {
    const claim = await office.file({ assessClaim: [{ fails: 6, next: refused }] });
    expect(await claim.result()).toEqual(refused);
    expect(claim.steps).toEqual(Array(7).fill('assessClaim'));
    const history = await claim.handle.fetchHistory();
    const events = history.events ?? [];
    const attempts = events.flatMap((it) => it.activityTaskStartedEventAttributes?.attempt ?? []);
    expect(attempts).toEqual([2]);
    expect(events.some((it) => it.workflowTaskFailedEventAttributes)).toBe(false);
    expect(events.some((it) => it.workflowTaskTimedOutEventAttributes)).toBe(false);
    await Worker.runReplayHistory({ workflowsPath }, history, claim.handle.workflowId);
  });

  test('is not tried again after an error that will not pass', async () => {
    const error = ApplicationFailure.nonRetryable('nobody knows this claim', 'unknown-claim');
    const claim = await office.file({ assessClaim: [{ fails: 9, error, next: refused }] });
    await expect(claim.result()).rejects.toMatchObject({ cause: { type: 'unknown-claim' } });
    expect(claim.steps).toEqual(['assessClaim']);
  });

  test('does not hold up a cancellation while it is queued', async () => {
    const claim = await office.file({ assessClaim: [{ fails: 99, next: refused }] });
    await vi.waitUntil(() => claim.steps.length > 5, 30_000);
    await claim.handle.cancel();
    await expect(claim.result()).rejects.toMatchObject({ cause: expect.any(CancelledFailure) });
  });
});

describe('acts and refusals', () => {
  test('a withdrawn claim ends', async () => {
    const claim = await atAcceptance();
    await claim.decide('review');
    expect(await claim.act('withdraw', withdrawn)).toEqual({ kind: 'applied', stage: 'closed' });
    expect(await claim.result()).toEqual(withdrawn);
  });

  test('a decision that the step refuses leaves the claim where it is', async () => {
    const claim = await atAcceptance();
    const answer = await claim.decide({ refused: 'separation-of-duties' });
    expect(answer).toEqual({ kind: 'refused', reason: 'separation-of-duties' });
    expect((await claim.handle.describe()).status.name).toBe('RUNNING');
    expect(await claim.decide('review')).toEqual({ kind: 'applied', stage: 'review' });
    await claim.decide(refused);
    expect(await claim.result()).toEqual(refused);
  });
});

describe('public notice', () => {
  const review = async (): Promise<ScriptedClaim> => {
    const claim = await atAcceptance();
    await claim.decide('review');
    return claim;
  };

  test('a held claim stays in notice until it is released', async () => {
    const claim = await review();
    await claim.act('hold', { stage: 'review', held: true });
    await claim.decide(inNotice);
    const steps = claim.steps.length;
    await stays(claim, steps);
    await claim.act('release', { stage: 'notice', held: false });
    await claim.reaches('finance');
    await claim.decide(refused);
    expect(await claim.result()).toEqual(refused);
  });

  test('a claim withdrawn while it is held ends', async () => {
    const claim = await review();
    await claim.act('hold', { stage: 'review', held: true });
    await claim.decide(inNotice);
    await claim.act('withdraw', withdrawn);
    expect(await claim.result()).toEqual(withdrawn);
    expect(claim.steps).not.toContain('endNotice');
  });

  test('a notice that ends later is waited for', async () => {
    const claim = await review();
    const endsAt = instant(new Date(Date.now() + 12 * 3_600_000).toISOString());
    await claim.decide({ stage: 'notice', waitsUntil: endsAt });
    const steps = claim.steps.length;
    await stays(claim, steps);
    await claim.reaches('finance');
    await claim.decide(refused);
    expect(await claim.result()).toEqual(refused);
  });

  test('a claim withdrawn during the notice ends at once', async () => {
    const claim = await review();
    await claim.decide({ stage: 'notice', waitsUntil: farOff });
    await claim.act('withdraw', withdrawn);
    expect(await claim.result()).toEqual(withdrawn);
    expect(claim.steps).not.toContain('endNotice');
  });
});

describe('money', () => {
  test('a claim without money waits and asks again when told to', async () => {
    const claim = await atAcceptance({ ...straight, reserveClaim: ['reserved'] });
    await claim.decide('review');
    await claim.decide(inNotice);
    await claim.reaches('finance');
    await claim.decide('waiting-for-funds');
    const steps = claim.steps.length;
    await stays(claim, steps);
    await claim.handle.signal(tryAgainSignal);
    await claim.reaches('reserved');
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
  });

  test('a paid claim waits for what the bank may return, then ends', async () => {
    const endsAt = instant(new Date(Date.now() + 12 * 3_600_000).toISOString());
    const settleClaim = [{ stage: 'paid', waitsUntil: endsAt }, paid];
    const claim = await approveClaim(office, { ...straight, settleClaim });
    await payClaim(claim);
    await claim.reaches('paid');
    const steps = claim.steps.length;
    await stays(claim, steps);
    expect(await claim.result()).toEqual(paid);
    expect(claim.steps).toHaveLength(steps + 1);
  });

  test('a payment returned while its claim waits is mended and paid again', async () => {
    const waiting = { stage: 'paid', waitsUntil: farOff };
    const settleClaim = [waiting, 'payee-correction', paid];
    const claim = await approveClaim(office, { ...straight, settleClaim });
    await payClaim(claim);
    await claim.reaches('paid');
    await payClaim(claim);
    await claim.reaches('payee-correction');
    await claim.decide('payee-confirmation');
    await claim.decide('reserved');
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
  });

  test('a payment returned while another account is put right is asked for at once', async () => {
    const waiting = { stage: 'paid', waitsUntil: farOff };
    const settleClaim = [waiting, 'payee-correction', 'payee-correction', paid];
    const claim = await approveClaim(office, { ...straight, settleClaim });
    await payClaim(claim);
    await claim.reaches('paid');
    await payClaim(claim);
    await claim.reaches('payee-correction');
    await stays(claim, claim.steps.length);
    await payClaim(claim);
    await claim.takes('settleClaim', 3);
    const steps = claim.steps.length;
    await claim.decide('payee-confirmation');
    await stays(claim, steps + 1);
    await claim.decide('reserved');
    await stays(claim, steps + 2);
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
  });

  test('a held claim asks for another account once it is released', async () => {
    const settleClaim = ['payee-correction', 'payee-correction', paid];
    const claim = await approveClaim(office, { ...straight, settleClaim });
    await payClaim(claim);
    await claim.reaches('payee-correction');
    await claim.act('hold', { stage: 'payee-correction', held: true });
    await payClaim(claim);
    await stays(claim, claim.steps.length);
    await claim.act('release', { stage: 'payee-correction', held: false });
    await claim.takes('settleClaim', 2);
    await claim.decide('reserved');
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
  });

  test('a claim of which only a part is paid waits for the next run', async () => {
    const claim = await approveClaim(office, { ...straight, settleClaim: ['reserved', paid] });
    await payClaim(claim);
    await pause(moment);
    expect((await claim.handle.describe()).status.name).toBe('RUNNING');
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
  });
});
