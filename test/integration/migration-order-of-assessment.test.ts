import { afterAll, beforeAll, expect, test } from 'vitest';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as claims from '../../db/migrations/0002-claims.ts';
import * as instalments from '../../db/migrations/0020-instalments.ts';
import * as order from '../../db/migrations/0021-order-of-assessment.ts';
import * as money from '../../db/migrations/0003-money.ts';
import * as months from '../../db/migrations/0008-months-and-due-money.ts';
import * as rosters from '../../db/migrations/0009-rosters-kept.ts';
import { derivedId } from '../../db/ids.ts';
import { openOldDatabase, type OldDatabase } from '../support/old-database.ts';

let old: OldDatabase;

beforeAll(async () => {
  old = await openOldDatabase([people, claims, money, months, rosters, instalments]);
});
afterAll(() => old.close());

test('claims of before are in the order of filing, and their cuts come after all of them', async () => {
  const claim = (no: string, filed: string, amount: string | null, stage = 'reserved') =>
    old.pool.query(
      `insert into claim (id, claim_no, scheme, unit_code, organisation_id, account_id,
         submitted_by, pack_version, stage, amount, instalment, last_fact_on, occurred_on,
         recorded_at, month)
       values ($1, $2, 's', 'u', $1, $1, $1, 'old@1', $5, $3::numeric,
         case $5 when 'awaiting' then 2 else 1 end, '2026-03-10', '2026-03-10', $4, '2026-03')`,
      [derivedId('claim', no), no, amount, filed, stage],
    );
  await claim('later', '2026-03-11T00:00:00Z', '800');
  await claim('sooner', '2026-03-10T00:00:00Z', '800', 'awaiting');
  await claim('unassessed', '2026-03-09T00:00:00Z', null, 'submitted');
  await old.pool.query(
    `insert into claim_line (claim_id, line_no, roster, person_id, name, attributes, group_code,
       started_on, ended_on, state)
     select $1, n, 1, $1, '示例', '{}', 'g', '2026-01-01', '2026-01-31',
       case n when 1 then 'cut' else 'accepted' end from generate_series(1, 2) n`,
    [derivedId('claim', 'later')],
  );
  await old.db.transaction().execute((tx) => order.up(tx));
  const { rows } = await old.pool.query(
    `select claim_no, assessed_no, assessed_instalment, counted_from_no from claim
     order by assessed_no`,
  );
  expect(rows).toEqual([
    { claim_no: 'sooner', assessed_no: 1, assessed_instalment: 1, counted_from_no: null },
    { claim_no: 'later', assessed_no: 2, assessed_instalment: 1, counted_from_no: null },
    { claim_no: 'unassessed', assessed_no: null, assessed_instalment: null, counted_from_no: null },
  ]);
  const { rows: lines } = await old.pool.query(
    'select line_no, cut_no > 2 as after from claim_line order by line_no',
  );
  expect(lines).toEqual([
    { line_no: 1, after: true },
    { line_no: 2, after: null },
  ]);
});
