import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { instant, type Instant } from '../../domain/days.ts';
import { workflowsPath } from '../../worker/workers.ts';
import { tryAgainSignal } from '../../workflows/messages.ts';
import { inNotice, payClaim, straight } from '../support/recorded-runs.ts';
import { openOffice, type Office } from '../support/scripted-office.ts';

// A day passes in two seconds.

const refused = { stage: 'closed', outcome: 'refused' };
const paid = { stage: 'closed', outcome: 'paid' };
const inDays = (days: number): Instant =>
  instant(new Date(Date.now() + days * 24 * 3_600_000).toISOString());

let office: Office;
beforeAll(async () => {
  office = await openOffice(inject('temporalAddress'));
});
afterAll(() => office.stop());

const waiting = (days: number) => ({ stage: 'verifying', waitsUntil: inDays(days), same: true });

describe('a look-up that takes days', () => {
  test('is asked again when its wait is over, for as many days as it takes', async () => {
    const asked = { stage: 'verifying', asks: 'registry' };
    const claim = await office.file({
      assessClaim: [asked, waiting(1), asked, waiting(2), asked, 'acceptance'],
    });
    await claim.reaches('acceptance');
    const look = ['assessClaim', 'verifyCertificates'];
    expect(claim.steps).toEqual(
      [...look, 'assessClaim', ...look, 'assessClaim', ...look].concat('assessClaim'),
    );
    await claim.decide(refused);
    expect(await claim.result()).toEqual(refused);
    const { events } = await claim.handle.fetchHistory();
    expect(events?.filter((it) => it.timerFiredEventAttributes)).toHaveLength(2);
    await Worker.runReplayHistory(
      { workflowsPath },
      await claim.handle.fetchHistory(),
      claim.handle.workflowId,
    );
  });

  test('is asked again at once when an operator says so', async () => {
    const claim = await office.file({
      assessClaim: [
        'verifying',
        waiting(3_000),
        { stage: 'verifying', asks: 'registry' },
        'acceptance',
      ],
    });
    await claim.reaches('verifying');
    await pause(500);
    expect(claim.steps).toEqual(['assessClaim', 'verifyCertificates', 'assessClaim']);
    await claim.handle.signal(tryAgainSignal);
    await claim.reaches('acceptance');
    await claim.decide(refused);
    expect(await claim.result()).toEqual(refused);
  });

  test('goes to each source on its own queue', async () => {
    const claim = await office.file({
      assessClaim: [
        { stage: 'verifying', asks: 'registry' },
        { stage: 'verifying', asks: 'national' },
        'acceptance',
      ],
    });
    await claim.reaches('acceptance');
    expect(claim.steps).toContain('lookUp national');
    const { events } = await claim.handle.fetchHistory();
    const queues = events?.flatMap(
      (it) => it.activityTaskScheduledEventAttributes?.taskQueue?.name ?? [],
    );
    expect(queues).toEqual(['verify', 'verify-national']);
    await claim.decide(refused);
  });

  test('does not keep a claim from being withdrawn', async () => {
    const claim = await office.file({ assessClaim: ['verifying', waiting(3_000)] });
    await claim.reaches('verifying');
    await pause(500);
    const withdrawn = { stage: 'closed', outcome: 'withdrawn' };
    await claim.act('withdraw', withdrawn);
    expect(await claim.result()).toEqual(withdrawn);
  });
});

describe('certificates looked up again before payment', () => {
  const atFinance = async (script: Parameters<Office['file']>[0]) => {
    const claim = await office.file({ ...straight, ...script });
    await claim.reaches('acceptance');
    await claim.decide('review');
    await claim.decide(inNotice);
    await claim.reaches('finance');
    return claim;
  };

  test('are asked about between 财政复核 and the reservation, whatever is held meanwhile', async () => {
    const claim = await atFinance({
      reserveClaim: [
        { stage: 'rechecking', asks: 'registry' },
        { stage: 'rechecking', waitsUntil: inDays(1), same: true },
        { stage: 'rechecking', asks: 'registry' },
        'reserved',
      ],
    });
    const before = claim.steps.length;
    await claim.decide('rechecking');
    await claim.reaches('reserved');
    expect(claim.steps.slice(before)).toEqual([
      'applyDecision',
      'reserveClaim',
      'verifyCertificates',
      'reserveClaim',
      'reserveClaim',
      'verifyCertificates',
      'reserveClaim',
    ]);
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
    const { historyLength } = await claim.handle.describe();
    expect(historyLength).toBeLessThanOrEqual(90);
  });

  test('wait for a person where all lines were stopped', async () => {
    const claim = await atFinance({ reserveClaim: ['rechecking'] });
    await claim.decide('rechecking');
    await pause(500);
    await claim.decide({ stage: 'closed', outcome: 'nothing-payable' });
    expect(await claim.result()).toEqual({ stage: 'closed', outcome: 'nothing-payable' });
  });

  test('are asked about while the money waits for a run', async () => {
    const settleClaim = ['rechecking', paid];
    const script = {
      settleClaim,
      reserveClaim: [{ stage: 'rechecking', asks: 'registry' }, 'reserved'],
    };
    const claim = await atFinance(script);
    await claim.decide({ stage: 'reserved', waitsUntil: inDays(1) });
    await claim.reaches('rechecking');
    await claim.reaches('reserved');
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
  });
});
