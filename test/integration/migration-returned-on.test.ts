import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Database } from '../../db/connect.ts';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as claims from '../../db/migrations/0002-claims.ts';
import * as money from '../../db/migrations/0003-money.ts';
import * as returnedOn from '../../db/migrations/0012-returned-on.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.ts';

// A database with payments that came back or were refused is brought to the day of each.

let database: TestDatabase;
let db: Database;
const earlier: Migration[] = [people, claims, money];
const mended: Migration = returnedOn;

beforeAll(async () => {
  database = await createEmptyDatabase();
  db = connect(database.url, { max: 1 });
  for (const migration of earlier) await migration.up(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test('what came back has the day of the ledger, what was refused the day of its run', async () => {
  await sql`
    set session_replication_role = replica;
    insert into payment_run (id, fund, run_on, released_by, month)
      values (gen_random_uuid(), 'f', '2020-09-10', gen_random_uuid(), '2020-09');
    insert into payment_attempt (id, payment_id, attempt, run_id, account_id, state, booked_on)
      select gen_random_uuid(), gen_random_uuid(), 1, r.id, gen_random_uuid(), s.state, s.day
      from payment_run r, (values ('booked', date '2020-09-10'), ('refused', null),
        ('returned', date '2020-09-10'), ('unknown', null)) as s(state, day);
    insert into ledger_entry (id, kind, payment_id, occurred_on, month)
      select gen_random_uuid(), 'return', payment_id, '2020-09-14', '2020-09'
      from payment_attempt where state = 'returned';
  `.execute(db);
  await mended.up(db);
  const { rows } = await sql`
    select state, returned_on::text as "on" from payment_attempt order by state`.execute(db);
  expect(rows).toEqual([
    { state: 'booked', on: null },
    { state: 'refused', on: '2020-09-10' },
    { state: 'returned', on: '2020-09-14' },
    { state: 'unknown', on: null },
  ]);
});
