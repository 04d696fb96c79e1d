import { afterAll, beforeAll, expect, test } from 'vitest';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as indicators from '../../db/migrations/0004-indicators-and-reports.ts';
import * as reportDrafts from '../../db/migrations/0007-report-drafts.ts';
import { derivedId } from '../../db/ids.ts';
import { openOldDatabase, type OldDatabase } from '../support/old-database.ts';

let old: OldDatabase;

beforeAll(async () => {
  old = await openOldDatabase([people, indicators]);
});
afterAll(() => old.close());

test('a document of before is the published one, and a draft may stand beside it', async () => {
  const edition = derivedId('edition');
  await old.pool.query(
    `insert into report_file (edition_id, pdf, csv, sha256, pages) values ($1, '', '', 'a', 1)`,
    [edition],
  );
  await old.db.transaction().execute((tx) => reportDrafts.up(tx));
  await old.pool.query(
    `insert into report_file (edition_id, kind, pdf, csv, sha256, pages)
     values ($1, 'draft', '', '', 'b', 1)`,
    [edition],
  );
  const { rows } = await old.pool.query('select kind, sha256 from report_file order by sha256');
  expect(rows).toEqual([
    { kind: 'final', sha256: 'a' },
    { kind: 'draft', sha256: 'b' },
  ]);
});
