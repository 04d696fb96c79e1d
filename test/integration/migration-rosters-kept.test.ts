import { afterAll, beforeAll, expect, test } from 'vitest';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as claims from '../../db/migrations/0002-claims.ts';
import * as rosters from '../../db/migrations/0009-rosters-kept.ts';
import { derivedId } from '../../db/ids.ts';
import { openOldDatabase, type OldDatabase } from '../support/old-database.ts';

let old: OldDatabase;

beforeAll(async () => {
  old = await openOldDatabase([people, claims]);
});
afterAll(() => old.close());

test('lines and checks of before become the first roster, under the name on record', async () => {
  const [person, claim] = [derivedId('person'), derivedId('claim')];
  await old.pool.query(
    `insert into claim (id, claim_no, scheme, unit_code, organisation_id, account_id,
       submitted_by, pack_version, last_fact_on, occurred_on, month)
     values ($1, '1', 'training-pass', '640121', $1, $1, $1, 'ningxia@1', '2026-03-10',
       '2026-03-10', '2026-03')`,
    [claim],
  );
  await old.pool.query(`insert into person (id, name) values ($1, '示例人员')`, [person]);
  await old.pool.query(
    `insert into claim_line (claim_id, line_no, person_id, attributes, group_code, started_on,
       ended_on) values ($1, 1, $2, '{}', 'others', '2025-11-03', '2025-11-21')`,
    [claim, person],
  );
  await old.pool.query(
    `insert into certificate_check (claim_id, line_no, round, result, source, checked_at)
     values ($1, 1, 1, 'verified', 'registry', now())`,
    [claim],
  );
  await old.db.transaction().execute((tx) => rosters.up(tx));
  const { rows } = await old.pool.query(
    `select l.name, l.name_on_record, l.roster, c.roster as checked from claim_line l
     join certificate_check c using (claim_id, line_no)`,
  );
  expect(rows).toEqual([{ name: '示例人员', name_on_record: null, roster: 1, checked: 1 }]);
});
