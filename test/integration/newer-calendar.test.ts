import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installPack, packAccess } from '../../db/pack.ts';
import { endOfDay, isoDate } from '../../domain/days.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { aFiling, today } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

// A claim stays with its pack version, but the days that are worked are the newest version's.

const until2025 = (pack: RegionPack): RegionPack => ({
  ...pack,
  calendar: pack.calendar.filter(({ year }) => year < 2026),
});

let office: ClaimOffice;
let whole: RegionPack['calendar'];

beforeAll(async () => {
  office = await openClaimOffice({
    rules(pack) {
      whole = pack.calendar;
      return until2025(pack);
    },
  });
});
afterAll(() => office.close());

/** Installs a version with a calendar, as another process does, and lets it come to be known. */
async function install(version: string, calendar: RegionPack['calendar']): Promise<void> {
  const pack = { ...office.pack, version, calendar };
  await office.db
    .transaction()
    .execute((tx) => installPack(tx, pack, { simulated: false, installedOn: today }));
  await pause(1_100);
}

const claimOf = (claimId: string) =>
  office.db
    .selectFrom('claim')
    .select(['stage', 'question', 'pack_version'])
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow();

async function dueOf(claimId: string): Promise<unknown> {
  const task = await office.db
    .selectFrom('task')
    .select('due_at')
    .where('claim_id', '=', claimId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return task.due_at;
}

test('a claim that asked for a year moves on once a newer version has it', async () => {
  const asking = await office.filed();
  expect(await office.screen(asking)).toMatchObject({ stage: 'question' });
  expect(await claimOf(asking)).toMatchObject({ question: 'calendar-not-published-2026' });
  await install('2', whole);
  expect(await office.screen(asking)).toMatchObject({ stage: 'acceptance' });
  expect(await claimOf(asking)).toEqual({
    stage: 'acceptance',
    question: null,
    pack_version: 'ningxia@1',
  });
  expect(await dueOf(asking)).toBe(endOfDay(isoDate('2026-03-17')));

  // 新通知改了同一年：以新通知为准，仍适用于旧版本的申领
  const changed = whole.map((it) =>
    it.year === 2026
      ? { ...it, holidays: [...it.holidays, isoDate('2026-03-16'), isoDate('2026-03-17')] }
      : it,
  );
  await install('3', changed);
  await office.db.updateTable('task').set({ state: 'cancelled' }).execute();
  const stage = { stage: 'submitted', version: 7 };
  await office.db.updateTable('claim').set(stage).where('id', '=', asking).execute();
  await office.screen(asking);
  expect(await claimOf(asking)).toMatchObject({ pack_version: 'ningxia@1' });
  expect(await dueOf(asking)).toBe(endOfDay(isoDate('2026-03-19')));
});

test('a year that a newer version leaves out stays known, and every reader sees the same', async () => {
  await install('4', whole.slice(0, 2));
  const years = whole.map(({ year }) => year);
  for (const access of [office.deps.packs, packAccess(office.db)]) {
    for (const version of ['ningxia@1', 'ningxia@4']) {
      const { pack, calendar, rules } = await access.get(version);
      expect(calendar.years).toEqual(new Set(years));
      expect(rules.words.calendar.years).toEqual(new Set(years));
      expect(pack.version).toBe(version.slice(-1));
    }
  }
});

test('more claims at once than there are connections wait for no calendar', async () => {
  const claims = await Promise.all(Array.from({ length: 25 }, () => office.filed()));
  await pause(1_100);
  const standings = await Promise.all(claims.map((claimId) => office.screen(claimId)));
  expect(new Set(standings.map(({ stage }) => stage))).toEqual(new Set(['acceptance']));
});

test('a filing is checked and stored under the newest version', async () => {
  const filing = aFiling(office.claimant, { claimId: randomUUID() });
  expect((await office.post(office.claimant.agent, '/v1/claims', filing)).status).toBe(201);
  expect(await claimOf(filing.claimId)).toMatchObject({ pack_version: 'ningxia@4' });
});
