import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { instant, type Instant } from '../../domain/days.ts';
import { workflowsPath } from '../../worker/workers.ts';
import type { Move, ScriptedClaim } from '../support/claim-script.ts';
import { inNotice, straight } from '../support/recorded-runs.ts';
import { openOffice, type Office } from '../support/scripted-office.ts';

const refused = { stage: 'closed', outcome: 'refused' };
const withdrawn = { stage: 'closed', outcome: 'withdrawn' };

let office: Office;
beforeAll(async () => {
  office = await openOffice(inject('temporalAddress'));
});
afterAll(() => office.stop());

describe('a review that silence passes', () => {
  const soon = (ms: number) => instant(new Date(Date.now() + ms).toISOString());
  const inReview = async (
    waitsUntil: Instant,
    approveBySilence: Move[],
  ): Promise<ScriptedClaim> => {
    const claim = await office.file({ ...straight, approveBySilence });
    await claim.reaches('acceptance');
    await claim.decide({ stage: 'review', waitsUntil });
    return claim;
  };

  test('goes on when its time is over, level by level', async () => {
    const second = { stage: 'review', waitsUntil: soon(24 * 3_600_000) };
    const claim = await inReview(soon(12 * 3_600_000), [second, inNotice]);
    await claim.reaches('finance');
    expect(claim.steps.filter((it) => it === 'approveBySilence')).toHaveLength(2);
    await claim.decide(refused);
    expect(await claim.result()).toEqual(refused);
    const history = await claim.handle.fetchHistory();
    await Worker.runReplayHistory({ workflowsPath }, history, claim.handle.workflowId);
  });

  test('is decided by whoever comes in time, and the next level waits its own', async () => {
    const claim = await inReview(soon(24 * 3_600_000), ['finance']);
    await claim.decide({ stage: 'review', waitsUntil: null });
    const steps = claim.steps.length;
    await pause(2_500);
    expect(claim.steps).toHaveLength(steps);
    await claim.decide(inNotice);
    await claim.reaches('finance');
    expect(claim.steps).not.toContain('approveBySilence');
    await claim.decide(refused);
    expect(await claim.result()).toEqual(refused);
  });

  test('waits while it is held, and is asked again when the step leaves it where it is', async () => {
    const until = soon(1_000);
    const stays = { stage: 'review', waitsUntil: until };
    const claim = await inReview(until, [stays, inNotice]);
    await claim.act('hold', { stage: 'review', held: true });
    await pause(2_500);
    expect(claim.steps).not.toContain('approveBySilence');
    await claim.act('release', { stage: 'review', held: false });
    await claim.reaches('finance');
    expect(claim.steps.filter((it) => it === 'approveBySilence')).toHaveLength(2);
    await claim.act('withdraw', withdrawn);
    expect(await claim.result()).toEqual(withdrawn);
  });
});
