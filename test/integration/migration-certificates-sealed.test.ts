import { afterAll, beforeAll, expect, test } from 'vitest';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as claims from '../../db/migrations/0002-claims.ts';
import * as money from '../../db/migrations/0003-money.ts';
import * as rosters from '../../db/migrations/0009-rosters-kept.ts';
import * as certificates from '../../db/migrations/0016-certificates-sealed.ts';
import { derivedId } from '../../db/ids.ts';
import { openOldDatabase, type OldDatabase } from '../support/old-database.ts';

let old: OldDatabase;

beforeAll(async () => {
  old = await openOldDatabase([people, claims, money, rosters]);
});
afterAll(() => old.close());

test('numbers of before stay until the key is at hand; what is pending is asked of the registry', async () => {
  const claim = derivedId('claim');
  const line = `insert into claim_line (claim_id, line_no, roster, person_id, name, attributes,
    group_code, certificate_kind, certificate_no, certificate_state, started_on, ended_on)
    values ($1, $2, 1, $1, '示例', '{}', 'others', 'training-pass', $3, $4, '2025-11-03',
      '2025-11-21')`;
  await old.pool.query(line, [claim, 1, 'HG1', 'pending']);
  await old.pool.query(line, [claim, 2, 'HG2', 'verified']);
  await old.db.transaction().execute((tx) => certificates.up(tx));
  const { rows } = await old.pool.query(
    `select certificate_no as number, look_up_source as source, claimed from claim_line order by 1`,
  );
  expect(rows).toEqual([
    { number: 'HG1', source: 'registry', claimed: '0.00' },
    { number: 'HG2', source: null, claimed: '0.00' },
  ]);
  await old.pool.query('set session_replication_role = origin');
  await old.pool.query(`update claim_line set held = true`);
  await expect(old.pool.query(line, [claim, 3, 'HG3', 'pending'])).rejects.toThrow(/sealed only/u);
});
