import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { isoDate } from '../../domain/days.ts';
import { region, type Person } from '../support/api-office.ts';
import { openPaymentOffice, type PaymentOffice } from '../support/payment-office.ts';

// Payments are to be released on the 5th and on the last working day; today is 10 March 2026.

let office: PaymentOffice;
let payer: Person;

beforeAll(async () => {
  office = await openPaymentOffice({
    rules: (pack) => ({
      ...pack,
      payment: { ...pack.payment, runs: { days: [5, 'last-working-day'] } },
    }),
  });
  payer = await office.officer('payment', region);
});
afterAll(() => office.close());

const due = async () => (await office.get(payer, '/v1/payment-runs/due')).body;

test('names the last day for runs and what was ready on it, by fund', async () => {
  expect(await due()).toEqual({ runDay: '2026-03-05', funds: [] });
  const [onTime, late, held] = [await office.claim(), await office.claim(), await office.claim()];
  const approvedOn = (on: string, ...claims: string[]) =>
    office.db
      .updateTable('payment')
      .set({ approved_on: isoDate(on) })
      .where('claim_id', 'in', claims)
      .execute();
  await approvedOn('2026-03-05', onTime.id, held.id);
  await approvedOn('2026-03-06', late.id);
  await office.db.updateTable('claim').set({ held: true }).where('id', '=', held.id).execute();
  const { rows } = await sql<{ amount: string }>`
    select amount from payment where claim_id = ${onTime.id}`.execute(office.db);
  expect(await due()).toEqual({
    runDay: '2026-03-05',
    funds: [{ fund: 'skills-ledger', count: 1, amount: rows[0]?.amount }],
  });
});

test('is for whoever releases payments at the top', async () => {
  const elsewhere = await office.officer('payment', '640100');
  expect((await office.get(elsewhere, '/v1/payment-runs/due')).status).toBe(403);
});
