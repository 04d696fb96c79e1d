import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createActivities } from '../../activities/index.ts';
import { instant } from '../../domain/days.ts';
import { aCertifiedLine, openLookUpOffice, type LookUpOffice } from '../support/look-up-office.ts';
import { setFaults } from '../support/start-simulators.ts';

let office: LookUpOffice;

beforeAll(async () => {
  office = await openLookUpOffice([
    {
      kind: 'special-operation',
      lookUp: [{ by: 'registry' }, { by: 'manual' }],
      // oxlint-disable-next-line unicorn/no-thenable -- the pack's own word
      notFound: { askAgainAfterDays: [1, 3, 7], then: 'manual' },
    },
    {
      kind: 'skill-level',
      lookUp: [
        { by: 'registry', withinDays: 5 },
        { by: 'registry', source: 'nowhere' },
      ],
    },
  ]);
});
afterAll(() => office.close());
beforeEach(() => office.comes(instant('2026-03-10T02:00:00.000Z')));

const filed = (kind: string) => {
  const { line, record } = aCertifiedLine(kind);
  return { record, claim: office.filed({ scheme: kind, lines: [line] }) };
};

describe('a certificate that national sites do not show yet', () => {
  test('is asked for again on the days of the pack, then looked up by a person', async () => {
    const claimId = await filed('special-operation').claim;
    const waits = [];
    for (let round = 0; round < 3; round += 1) {
      const { stage, waitsUntil } = await office.look(claimId);
      waits.push([stage, waitsUntil]);
      if (waitsUntil !== null) office.comes(waitsUntil);
    }
    expect(waits).toEqual([
      ['verifying', '2026-03-10T16:00:00.000Z'],
      ['verifying', '2026-03-12T16:00:00.000Z'],
      ['verifying', '2026-03-16T16:00:00.000Z'],
    ]);
    expect(await office.lines(claimId)).toMatchObject([{ state: 'pending' }]);
    expect(await office.look(claimId)).toMatchObject({ stage: 'manual-check', waitsUntil: null });
    expect(await office.lines(claimId)).toEqual([
      { state: 'manual', held: false, results: Array(4).fill('unknown') },
    ]);
    expect((await office.lookUps()).map(({ source }) => source)).toEqual(['manual']);
  });

  test('is verified as soon as it is shown; each answer stays on record', async () => {
    const { claim, record } = filed('special-operation');
    const claimId = await claim;
    const { waitsUntil } = await office.look(claimId);
    await office.register([record]);
    office.comes(waitsUntil ?? 0);
    expect(await office.look(claimId)).toMatchObject({ stage: 'acceptance', waitsUntil: null });
    expect(await office.lines(claimId)).toMatchObject([{ results: ['unknown', 'verified'] }]);
  });

  test('is looked up by a person at once in a claim of past years', async () => {
    office.comes(400);
    const claimId = await filed('special-operation').claim;
    expect(await office.look(claimId)).toMatchObject({ stage: 'manual-check' });
  });
});

describe('a registry that is down', () => {
  test('refuses nobody: what it holds up is on the operators’ list', async () => {
    const { claim, record } = filed('special-operation');
    const claimId = await claim;
    await office.register([record]);
    await setFaults(office.simulators.registry, { mode: '5xx' });
    const before = await office.look(claimId);
    const pause = Date.parse(before.waitsUntil ?? '') - Date.parse(office.deps.clock.now());
    expect(before.stage).toBe('verifying');
    expect(pause).toBe(5_000);
    expect(await office.lookUps()).toContainEqual(
      expect.objectContaining({
        source: 'registry',
        claims: 1,
        lines: 1,
        amount: '800.00',
        unanswered: 1,
        lastError: 'server-error',
        nextTryAt: before.waitsUntil,
      }),
    );
    expect(await office.lines(claimId)).toMatchObject([{ state: 'pending', results: [] }]);
  });

  test('is asked again when an operator says so, and the claim goes on', async () => {
    await setFaults(office.simulators.registry, { mode: 'ok' });
    const { db, operator, claimant } = office;
    const body = { tryId: randomUUID(), source: 'registry' };
    const refused = await office.post(claimant.agent, '/v1/look-ups/try-again', body);
    expect(refused.status).toBe(403);
    expect((await office.get(claimant.agent, '/v1/look-ups')).status).toBe(403);
    office.comes(1);
    expect((await office.post(operator, '/v1/look-ups/try-again', body)).status).toBe(202);
    const told = await db
      .selectFrom('workflow_outbox')
      .select('workflow_id')
      .where('name', '=', 'tryAgain')
      .execute();
    expect(told).toHaveLength(1);
    const claimId = told[0]?.workflow_id.slice('claim-'.length) ?? '';
    expect(await office.look(claimId)).toMatchObject({ stage: 'acceptance' });
    expect((await office.lookUps()).map(({ source }) => source)).toEqual(['manual']);
    expect(await db.selectFrom('look_up').selectAll().execute()).toEqual([]);
  });

  test('for longer than the pack waits is followed by the next way, at last by a person', async () => {
    await setFaults(office.simulators.registry, { mode: '5xx' });
    const claimId = await filed('skill-level').claim;
    expect(await office.look(claimId)).toMatchObject({ stage: 'verifying' });
    office.comes(6);
    expect(await office.look(claimId)).toMatchObject({ stage: 'verifying' });
    const lists = await office.lookUps();
    expect(lists).toContainEqual(
      expect.objectContaining({ source: 'nowhere', lastError: 'not-configured' }),
    );
    expect(await office.lines(claimId)).toMatchObject([{ results: ['no-answer'] }]);
    await setFaults(office.simulators.registry, { mode: 'ok' });
  });
});

test('a revoked certificate has failed', async () => {
  const { claim, record } = filed('special-operation');
  const claimId = await claim;
  const checkedAt = office.deps.clock.now();
  const registry = {
    look: async (queries: readonly { ref: string }[]) =>
      queries.map(({ ref }) => ({ ref, result: 'revoked' as const, source: 'test', checkedAt })),
  };
  await createActivities({ ...office.deps, registry }).verify.verifyCertificates(claimId);
  expect(await office.lines(claimId)).toMatchObject([{ state: 'failed', results: ['revoked'] }]);
  const again = aCertifiedLine('special-operation');
  const line = { ...again.line, certificate: { kind: record.kind, number: record.number } };
  const other = { ...line, identityNumber: record.identityNumber };
  await office.filed({ scheme: 'special-operation', lines: [other] });
});
