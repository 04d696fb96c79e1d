import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { identityNumber } from '../support/api-office.ts';
import { openTrialOffice, type TrialOffice } from '../support/trial-office.ts';

// 以工代训 whose rate goes by the day of 受理: 500 yuan a month before 9 September, then 400.

let office: TrialOffice;

beforeAll(async () => {
  office = await openTrialOffice({ rules: byAcceptance });
});
afterAll(() => office.close());

function byAcceptance(pack: RegionPack): RegionPack {
  const scheme = 'on-the-job';
  const schemes = pack.schemes.map((it) =>
    it.code === scheme ? { ...it, keyDate: 'acceptedOn' } : it,
  );
  const rates = pack.rates.flatMap((it) => {
    if (it.scheme !== scheme) return [it];
    const formula = { perUnit: { of: 'months', amount: { amount: yuan('400.00') } } };
    const later = { ...it, version: 'later', from: isoDate('2020-09-09'), formula };
    return [{ ...it, to: isoDate('2020-09-08') }, later];
  });
  return { ...pack, schemes, rates };
}

async function stands(claimId: string) {
  const { rows } = await sql<Record<string, string>>`
    select c.amount, c.accepted_on::text as accepted, k.explanation ->> 'version' as version,
      u.quantity::text as months
    from claim c join line_component k on k.claim_id = c.id
    left join limit_use u on u.claim_id = c.id and u.limit_code = 'six-months-each'
    where c.id = ${claimId}`.execute(office.db);
  return rows;
}

const accept = (claimId: string, on: string) =>
  office.decide(office.acceptor, claimId, 'accept', on);

test('an amount stands till the acceptance, which works it out anew', async () => {
  const claimId = await office.screened([office.worker()]);
  expect(await stands(claimId)).toMatchObject([{ amount: '3000.00', accepted: null }]);
  await accept(claimId, '2020-09-10');
  const anew = { amount: '2400.00', accepted: '2020-09-10', version: 'later', months: '6' };
  expect(await stands(claimId)).toEqual([anew]);
  await office.approve(claimId, '2020-10-12');
  const all = { changed: 0, before: '2400.00', after: '2400.00' };
  expect(await office.tried((pack) => pack)).toMatchObject({ kind: 'compared', totals: { all } });
});

test('accepted under the old rate it keeps it, whenever it is paid', async () => {
  const claimId = await office.accepted([office.worker()]);
  expect(await stands(claimId)).toMatchObject([{ amount: '3000.00', accepted: '2020-09-08' }]);
});

test('a line cut at acceptance is not worked out anew', async () => {
  const claimId = await office.screened([office.worker(), office.worker()]);
  const lines = [{ lineNo: 2, reason: '示例' }];
  await office.decide(office.acceptor, claimId, 'accept', '2020-09-10', { lines });
  const { rows } = await sql`select line_no, amount, state from claim_line
    where claim_id = ${claimId} order by 1`.execute(office.db);
  expect(rows).toEqual([
    { line_no: 1, amount: '2400.00', state: 'accepted' },
    { line_no: 2, amount: '0.00', state: 'cut' },
  ]);
});

test('what a claim counted for others until its acceptance is known to a trial', async () => {
  const identity = identityNumber();
  const first = await office.screened([office.worker(identity, 4), office.worker()]);
  const second = await office.screened([office.worker(identity, 6)]);
  await accept(second, '2020-09-08');
  expect(await stands(second)).toMatchObject([{ amount: '1000.00', months: '2' }]);
  await office.approve(second, '2020-10-13');
  const lines = [{ lineNo: 2, reason: '示例' }];
  await office.decide(office.acceptor, first, 'accept', '2020-09-10', { lines });
  await office.approve(first, '2020-10-14');
  const [kept] = await stands(first);
  expect(kept).toMatchObject({ amount: '1600.00', months: '4', version: 'later' });
  const tried = await office.tried((pack) => pack);
  expect(tried).toMatchObject({ kind: 'compared', totals: { all: { changed: 0 } } });
});
