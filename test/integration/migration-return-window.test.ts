import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Database } from '../../db/connect.ts';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as claims from '../../db/migrations/0002-claims.ts';
import * as money from '../../db/migrations/0003-money.ts';
import * as returns from '../../db/migrations/0005-return-window.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.ts';

// A database with claims under way is brought to the return window.

let database: TestDatabase;
let db: Database;
const claimId = randomUUID();
const earlier: Migration[] = [people, claims, money];
const mended: Migration = returns;

beforeAll(async () => {
  database = await createEmptyDatabase();
  db = connect(database.url, { max: 1 });
  for (const migration of earlier) await migration.up(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

/** Rows as they stood before; what they refer to does not matter here. */
async function fillBefore(): Promise<void> {
  await sql`
    set session_replication_role = replica;
    insert into pack_version (version, content, sha256)
      values ('old', '{"payment": {"timeLimitWorkingDays": 30}}', '');
  `.execute(db);
  await sql`
    insert into claim (id, claim_no, scheme, unit_code, organisation_id, account_id, submitted_by,
      pack_version, stage, last_fact_on, occurred_on, month)
    select ${claimId}, 'C1', 's', 'u', p, p, p, 'old', 'notice', '2020-09-01', '2020-09-01',
      '2020-09' from gen_random_uuid() p`.execute(db);
  await sql`
    insert into notice (id, claim_id, opened_on, ends_on, ends_at, month)
    values (gen_random_uuid(), ${claimId}, '2020-09-01', '2020-09-07', '2020-09-07T15:59:59.999Z',
      '2020-09')`.execute(db);
  await sql`
    insert into payment_run (id, fund, run_on, released_by, state, month)
    select gen_random_uuid(), fund, '2020-09-10', gen_random_uuid(), state, '2020-09'
    from (values ('f', 'settled'), ('f', 'frozen'), ('late', 'settled')) as r(fund, state)`.execute(
    db,
  );
  // The bank books later than the run's day; of one run so late that it may still return money.
  await sql`
    insert into payment (id, claim_id, unit_code, organisation_id, account_id, fund, amount,
      state, run_id, approved_on, due_on, paid_on)
    select b.id, b.id, 'u', b.id, b.id, r.fund, 1, 'paid', r.id, '2020-09-10', '2020-10-10', b.day
    from payment_run r join (values (gen_random_uuid(), 'f', date '2020-09-11'),
      (gen_random_uuid(), 'f', '2020-09-12'), (gen_random_uuid(), 'late', current_date)
      ) as b(id, fund, day) using (fund)
    where r.state = 'settled'`.execute(db);
}

test('packs, notices, payments and runs of before get what the code now reads', async () => {
  await fillBefore();
  await mended.up(db);
  const { rows } = await sql`
    select (select content #> '{payment,returnDays}' from pack_version) as pack,
      (select waits_until from claim) as waits, (select min(return_days) from payment) as days,
      (select array_agg(statement_read_to::text order by state) from payment_run
        where fund = 'f') as read,
      (select statement_read_to < (now() at time zone 'Asia/Shanghai')::date from payment_run
        where fund = 'late') as past`.execute(db);
  const waits = '2020-09-07T15:59:59.999Z';
  expect(rows).toEqual([{ pack: 10, waits, days: 10, read: [null, '2020-09-22'], past: true }]);
});
