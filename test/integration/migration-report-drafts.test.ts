import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as indicators from '../../db/migrations/0004-indicators-and-reports.ts';
import * as reportDrafts from '../../db/migrations/0007-report-drafts.ts';
import { derivedId } from '../../db/ids.ts';
import { createEmptyDatabase, openPool, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createEmptyDatabase();
  pool = openPool(database.url);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test('a document of before is the published one, and a draft may stand beside it', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await people.up(db);
  await indicators.up(db);
  // Only the document is of interest: its edition is left out.
  await pool.query('set session_replication_role = replica');
  const edition = derivedId('edition');
  await pool.query(
    `insert into report_file (edition_id, pdf, csv, sha256, pages) values ($1, '', '', 'a', 1)`,
    [edition],
  );
  await db.transaction().execute((tx) => reportDrafts.up(tx));
  await pool.query(
    `insert into report_file (edition_id, kind, pdf, csv, sha256, pages)
     values ($1, 'draft', '', '', 'b', 1)`,
    [edition],
  );
  const { rows } = await pool.query('select kind, sha256 from report_file order by sha256');
  expect(rows).toEqual([
    { kind: 'final', sha256: 'a' },
    { kind: 'draft', sha256: 'b' },
  ]);
});
