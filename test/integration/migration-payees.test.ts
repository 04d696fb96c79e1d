import { afterAll, beforeAll, expect, test } from 'vitest';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as claims from '../../db/migrations/0002-claims.ts';
import * as money from '../../db/migrations/0003-money.ts';
import * as months from '../../db/migrations/0008-months-and-due-money.ts';
import * as rosters from '../../db/migrations/0009-rosters-kept.ts';
import * as certificates from '../../db/migrations/0016-certificates-sealed.ts';
import * as payees from '../../db/migrations/0019-payees.ts';
import { derivedId } from '../../db/ids.ts';
import { openOldDatabase, type OldDatabase } from '../support/old-database.ts';

let old: OldDatabase;

beforeAll(async () => {
  old = await openOldDatabase([people, claims, money, months, rosters, certificates]);
});
afterAll(() => old.close());

const claim = derivedId('claim');
const organisation = derivedId('organisation');
const [first, corrected] = [derivedId('first'), derivedId('corrected')];
const unpaid = derivedId('unpaid');

async function claimOf(id: string, account: string): Promise<void> {
  await old.pool.query(
    `insert into claim (id, claim_no, scheme, unit_code, organisation_id, account_id,
       submitted_by, pack_version, last_fact_on, occurred_on, month)
     values ($1::uuid, $1::text, 'on-the-job', '640121', $2, $3, $2, 'ningxia@1', '2020-09-07',
       '2020-09-07', '2020-09')`,
    [id, organisation, account],
  );
  await old.pool.query(
    `insert into line_component (claim_id, line_no, component, amount, fund, explanation)
     values ($1, 1, 'training', 1500, 'skills-ledger', '{}')`,
    [id],
  );
}

async function account(id: string): Promise<void> {
  await old.pool.query(
    `insert into payee_account (id, organisation_id, holder, number_cipher, number_hash,
       number_tail) values ($1, $2, '示例户', '', decode($3, 'hex'), '0000')`,
    [id, organisation, id.replaceAll('-', '')],
  );
}

test('amounts of before go where they were first sent, payments keep payee and months', async () => {
  await account(first);
  await account(corrected);
  await claimOf(claim, corrected);
  await claimOf(unpaid, corrected);
  await old.pool.query(
    `insert into payment (id, claim_id, unit_code, organisation_id, account_id, fund, amount,
       approved_on, due_on) values ($1, $1, '640121', $2, $3, 'skills-ledger', 1500,
       '2020-09-07', '2020-10-20')`,
    [claim, organisation, corrected],
  );
  await old.pool.query(
    `insert into payment_attempt (id, payment_id, attempt, run_id, account_id)
     select gen_random_uuid(), $1, no, $1, id from unnest(array[1, 2], $2::uuid[]) as a(no, id)`,
    [claim, [first, corrected]],
  );
  await old.pool.query(
    `insert into due_fact (delta, claim_id, fund, amount, months, due_on, occurred_on, month)
     values (1, $1, 'skills-ledger', 1500, 3, '2020-10-20', '2020-09-07', '2020-10')`,
    [claim],
  );
  await old.db.transaction().execute((tx) => payees.up(tx));
  const { rows } = await old.pool.query(
    `select claim_id as claim, account_id as account from line_component order by account_id`,
  );
  expect(rows).toHaveLength(2);
  expect(rows).toContainEqual({ claim, account: first });
  expect(rows).toContainEqual({ claim: unpaid, account: corrected });
  const { rows: paid } = await old.pool.query(
    `select p.person_id as person, p.payee_id as payee, p.months, p.account_id as account,
       a.payee_id as owner from payment p join payee_account a on a.id = p.account_id`,
  );
  expect(paid).toEqual([
    { person: null, payee: organisation, months: 3, account: corrected, owner: organisation },
  ]);
});
