import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { raiseFund, reserveForClaim } from '../../db/ledger.ts';
import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import { county } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

const on = isoDate('2026-03-10');
const [ledger, poverty] = ['skills-ledger', 'poverty-account'];

let office: ClaimOffice;

beforeEach(async () => {
  office = await openClaimOffice();
});
afterEach(() => office.close());

const raise = (fund: string, amount: string) =>
  office.db
    .transaction()
    .execute((tx) =>
      raiseFund(tx, { id: randomUUID(), fund, unit: county, amount: yuan(amount), on }),
    );

const reserve = (claimId: string, need: Record<string, string>) =>
  office.db.transaction().execute((tx) =>
    reserveForClaim(tx, {
      claimId,
      unit: county,
      on,
      byFund: Object.entries(need).map(([fund, amount]) => ({ fund, amount: yuan(amount) })),
    }),
  );

/** What is left and what is reserved, by fund. */
async function balances(fund: string): Promise<string[]> {
  const { rows } = await sql<{ balance: string }>`
    select balance from ledger_account where fund = ${fund} and unit_code = ${county}
      and kind in ('available', 'reserved') order by kind`.execute(office.db);
  return rows.map(({ balance }) => balance);
}

describe('reserving money for a claim', () => {
  test('takes it from each fund, once', async () => {
    await raise(ledger, '1000.00');
    await raise(poverty, '500.00');
    const claimId = await office.filed();
    const need = { [ledger]: '800.10', [poverty]: '500.00' };
    expect(await reserve(claimId, need)).toEqual({ lacking: [] });
    expect(await balances(ledger)).toEqual(['199.90', '800.10']);
    expect(await balances(poverty)).toEqual(['0.00', '500.00']);
    await reserve(claimId, need).catch(() => undefined);
    expect(await balances(ledger)).toEqual(['199.90', '800.10']);
  });

  test('takes nothing when one fund lacks it, and names that fund', async () => {
    await raise(ledger, '1000.00');
    await raise(poverty, '499.99');
    const need = { [ledger]: '800.00', [poverty]: '500.00' };
    expect(await reserve(await office.filed(), need)).toEqual({ lacking: [poverty] });
    expect(await balances(ledger)).toEqual(['1000.00', '0.00']);
    const unknown = await reserve(await office.filed(), { 'no-such-fund': '1.00' });
    expect(unknown).toEqual({ lacking: ['no-such-fund'] });
  });

  test('gives the last yuan to one of many claims at once', async () => {
    await raise(ledger, '1000.00');
    const claims = await Promise.all(Array.from({ length: 8 }, () => office.filed()));
    const answers = await Promise.all(claims.map((id) => reserve(id, { [ledger]: '300.00' })));
    expect(answers.filter(({ lacking }) => lacking.length === 0)).toHaveLength(3);
    expect(await balances(ledger)).toEqual(['100.00', '900.00']);
  });
});
