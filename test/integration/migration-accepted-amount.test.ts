import { afterAll, beforeAll, expect, test } from 'vitest';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as claims from '../../db/migrations/0002-claims.ts';
import * as accepted from '../../db/migrations/0018-accepted-amount.ts';
import { derivedId } from '../../db/ids.ts';
import { openOldDatabase, type OldDatabase } from '../support/old-database.ts';

let old: OldDatabase;

beforeAll(async () => {
  old = await openOldDatabase([people, claims]);
});
afterAll(() => old.close());

test('claims of before have no amount of their acceptance, and silence stays on record', async () => {
  const id = derivedId('claim');
  await old.pool.query(
    `insert into claim (id, claim_no, scheme, unit_code, organisation_id, account_id, submitted_by,
       pack_version, stage, amount, last_fact_on, occurred_on, month)
     values ($1, '1', 's', 'u', $1, $1, $1, 'old@1', 'review', 800, '2026-03-10', '2026-03-10',
       '2026-03')`,
    [id],
  );
  await old.db.transaction().execute((tx) => accepted.up(tx));
  const { rows } = await old.pool.query('select amount, accepted_amount from claim');
  expect(rows).toEqual([{ amount: '800.00', accepted_amount: null }]);

  await old.pool.query(
    `insert into silent_approval (task_id, claim_id, reason, occurred_on, month)
     values ($1, $1, '示例', '2026-03-10', '2026-03')`,
    [id],
  );
  await old.pool.query('set session_replication_role = origin');
  for (const change of ["update silent_approval set reason = ''", 'delete from silent_approval']) {
    await expect(old.pool.query(change)).rejects.toThrow(/append only/u);
  }
});
