import { afterAll, beforeAll, expect, test } from 'vitest';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as claims from '../../db/migrations/0002-claims.ts';
import * as payees from '../../db/migrations/0013-payee-confirmed.ts';
import { derivedId } from '../../db/ids.ts';
import { openOldDatabase, type OldDatabase } from '../support/old-database.ts';

let old: OldDatabase;

beforeAll(async () => {
  old = await openOldDatabase([people, claims]);
});
afterAll(() => old.close());

const anybody = derivedId('anybody');

async function account(holder: string): Promise<void> {
  await old.pool.query(
    `insert into payee_account (id, organisation_id, holder, number_cipher, number_hash,
       number_tail) values ($1, $2, $3, '', convert_to($3, 'UTF8'), '0000')`,
    [derivedId('account', holder), anybody, holder],
  );
}

/** A decision on a task of its own, later than the ones before it. */
async function decision(claim: string, kind: string, outcome: string, holder?: string) {
  const id = derivedId('decision', claim, kind, outcome);
  await old.pool.query(
    `insert into task (id, kind, subject_id, unit_code, role, state, opened_on, decided_on)
     values ($1, $2, $3, '640121', 'finance', 'decided', '2026-03-10', '2026-03-10')`,
    [id, kind, derivedId(claim)],
  );
  const accountId = holder === undefined ? null : derivedId('account', holder);
  await old.pool.query(
    `insert into decision (id, task_id, subject_id, person_id, outcome, account_id, occurred_on,
       state, duty, result)
     values ($1, $1, $2, $3, $4, $5, '2026-03-10', 'applied', 'finance', '{}')`,
    [id, derivedId(claim), anybody, outcome, accountId],
  );
}

test('accounts of before are confirmed as finance said last, those of no correction too', async () => {
  for (const holder of ['opened', 'pending', 'refused', 'confirmed']) await account(holder);
  await decision('first', 'payee-correction', 'corrected', 'refused');
  await decision('first', 'payee-confirmation', 'refuse');
  await decision('first', 'payee-correction', 'again', 'confirmed');
  await decision('first', 'payee-confirmation', 'confirm');
  await decision('second', 'payee-correction', 'corrected', 'pending');
  await old.db.transaction().execute((tx) => payees.up(tx));
  const { rows } = await old.pool.query(
    'select holder, confirmed from payee_account order by holder',
  );
  expect(rows).toEqual([
    { holder: 'confirmed', confirmed: true },
    { holder: 'opened', confirmed: true },
    { holder: 'pending', confirmed: false },
    { holder: 'refused', confirmed: false },
  ]);
});
