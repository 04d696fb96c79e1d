import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { inNotice, payClaim } from '../support/recorded-runs.ts';
import { openOffice, type Office } from '../support/scripted-office.ts';

// A claim whose history was lost: its new run begins from the row, wherever the claim stands.

const paid = { stage: 'closed', outcome: 'paid' };
const gone = inNotice.waitsUntil;

let office: Office;
beforeAll(async () => {
  office = await openOffice(inject('temporalAddress'));
});
afterAll(() => office.stop());

describe('a claim started anew', () => {
  test.each(['payee-correction', 'payee-confirmation'])('in %s asks and waits', async (stage) => {
    const claim = await office.file({ assessClaim: [stage], settleClaim: [stage, paid] });
    await claim.takes('settleClaim', 1);
    await claim.decide('reserved');
    await payClaim(claim);
    expect(await claim.result()).toEqual(paid);
  });

  test('looks at payments it was told of before', async () => {
    const claim = await office.file({ assessClaim: ['reserved'], settleClaim: [paid] });
    expect(await claim.result()).toEqual(paid);
    expect(claim.steps).toEqual(['assessClaim', 'settleClaim']);
  });

  test('in notice goes on from there', async () => {
    const claim = await office.file({ assessClaim: [inNotice], endNotice: ['finance'] });
    await claim.reaches('finance');
    await claim.decide({ stage: 'closed', outcome: 'refused' });
    expect(await claim.result()).toEqual({ stage: 'closed', outcome: 'refused' });
  });
});

test('a claim held after its payment does not close before it is released', async () => {
  const held = { stage: 'paid', held: true, waitsUntil: gone };
  const claim = await office.file({ assessClaim: [held], settleClaim: [held, paid] });
  await claim.reaches('paid');
  await pause(500);
  expect(claim.steps).toEqual(['assessClaim', 'settleClaim']);
  await claim.act('release', { ...held, held: false });
  expect(await claim.result()).toEqual(paid);
});
