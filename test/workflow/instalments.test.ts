import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { instant } from '../../domain/days.ts';
import type { ScriptedClaim } from '../support/claim-script.ts';
import {
  approveClaim,
  decideToMoney,
  farOff,
  payClaim,
  straight,
} from '../support/recorded-runs.ts';
import { openOffice, type Office } from '../support/scripted-office.ts';

const paid = { stage: 'closed', outcome: 'paid' };

let office: Office;
beforeAll(async () => {
  office = await openOffice(inject('temporalAddress'));
});
afterAll(() => office.stop());

const stays = async (claim: ScriptedClaim, steps: number): Promise<void> => {
  await pause(500);
  expect(claim.steps).toHaveLength(steps);
};

describe('a claim paid in instalments', () => {
  const awaiting = (waitsUntil: typeof farOff) => ({ stage: 'awaiting', waitsUntil });
  const twice = {
    assessClaim: ['acceptance', 'acceptance'],
    endNotice: ['finance', 'finance'],
  };

  test('waits for the report, then goes the same way again', async () => {
    const settleClaim = [awaiting(farOff), paid];
    const claim = await approveClaim(office, { ...twice, settleClaim });
    await payClaim(claim);
    await claim.reaches('awaiting');
    await stays(claim, claim.steps.length);
    await claim.decide('submitted');
    await claim.reaches('acceptance');
    await decideToMoney(claim);
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
    expect(claim.steps.filter((it) => it === 'settleClaim')).toHaveLength(2);
  });

  test('ends when its last day is over and nobody reported', async () => {
    const over = instant(new Date(Date.now() + 12 * 3_600_000).toISOString());
    const claim = await approveClaim(office, {
      ...straight,
      settleClaim: [awaiting(over)],
      endAwaiting: [paid],
    });
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
    expect(claim.steps.at(-1)).toBe('endAwaiting');
  });

  test('held on its last day waits until it is released', async () => {
    const claim = await approveClaim(office, {
      ...straight,
      settleClaim: [{ ...awaiting(instant('2020-08-31T15:59:59.999Z')), held: true }],
      endAwaiting: [paid],
    });
    await payClaim(claim);
    await claim.reaches('awaiting');
    await stays(claim, claim.steps.length);
    await claim.act('release', { stage: 'awaiting', held: false });
    expect(await claim.result()).toEqual(paid);
  });
});
