import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

/** What the database refuses of accounts and payees, whatever the code asks. */

let office: ClaimOffice;
let claimId: string;
let person: string;
let own: string;

beforeAll(async () => {
  office = await openClaimOffice();
  claimId = await office.filed();
  const { person_id: found } = await office.db
    .selectFrom('claim_line')
    .select('person_id')
    .where('claim_id', '=', claimId)
    .where('line_no', '=', 1)
    .executeTakeFirstOrThrow();
  person = found;
  own = randomUUID();
  await account(own, { person }).execute(office.db);
});
afterAll(() => office.close());

const account = (
  id: string,
  {
    organisation = null,
    person: of = null,
  }: { organisation?: string | null; person?: string | null },
): RawBuilder<unknown> => sql`
  insert into payee_account (id, organisation_id, person_id, holder, number_cipher, number_hash,
    number_tail, confirmed)
  values (${id}, ${organisation}::uuid, ${of}::uuid, '示例', '', '\\x01', '0001', true)`;

const payment = (to: { person: string | null; account: string }): RawBuilder<unknown> => sql`
  insert into payment (id, claim_id, unit_code, organisation_id, person_id, account_id, fund,
    amount, approved_on, due_on, return_days)
  values (${randomUUID()}, ${claimId}, '640121', ${office.claimant.id}, ${to.person}::uuid,
    ${to.account}, 'skills-ledger', 1, '2026-03-10', '2026-04-10', 10)`;

describe('the database', () => {
  /** The constraint that keeps the statement from being done, or the column that lacks a value. */
  const refusing = async (statement: RawBuilder<unknown>): Promise<string> => {
    const error: unknown = await statement.execute(office.db).catch((it: unknown) => it);
    return error instanceof pg.DatabaseError ? (error.constraint ?? error.column ?? '') : '';
  };

  test('refuses an account of nobody, and one of two', async () => {
    expect(await refusing(account(randomUUID(), {}))).toBe('payee_id');
    const both = { organisation: office.claimant.id, person };
    expect(await refusing(account(randomUUID(), both))).toBe('payee_account_check');
  });

  test('refuses one account twice', async () => {
    expect(await refusing(account(randomUUID(), { person }))).toBe(
      'payee_account_person_id_number_hash_holder_key',
    );
  });

  test('refuses a line the account of another trainee', async () => {
    const other = sql`update claim_line set account_id = ${own}
      where claim_id = ${claimId} and line_no = 2`;
    expect(await refusing(other)).toBe('claim_line_account_id_person_id_fkey');
    const organisations = sql`update claim_line set account_id = ${office.claimant.accountId}
      where claim_id = ${claimId} and line_no = 1`;
    expect(await refusing(organisations)).toBe('claim_line_account_id_person_id_fkey');
    await sql`update claim_line set account_id = ${own}
      where claim_id = ${claimId} and line_no = 1`.execute(office.db);
  });

  test('refuses a payment into another’s account, and a second one of a fund', async () => {
    const { accountId } = office.claimant;
    expect(await refusing(payment({ person, account: accountId }))).toBe(
      'payment_account_id_payee_id_fkey',
    );
    expect(await refusing(payment({ person: null, account: own }))).toBe(
      'payment_account_id_payee_id_fkey',
    );
    for (const to of [
      { person: null, account: accountId },
      { person, account: own },
    ]) {
      await payment(to).execute(office.db);
      expect(await refusing(payment(to))).toBe('payment_claim_id_payee_id_fund_part_key');
    }
  });

  test('refuses a component that goes nowhere', async () => {
    const nowhere = sql`
      insert into line_component (claim_id, line_no, component, amount, fund, explanation)
      values (${claimId}, 1, 'training', 1, 'skills-ledger', '{}')`;
    expect(await refusing(nowhere)).toBe('account_id');
  });
});
