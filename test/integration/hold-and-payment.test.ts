import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { county } from '../support/api-office.ts';
import { bankAt, openPaymentOffice, type PaymentOffice } from '../support/payment-office.ts';

let office: PaymentOffice;

beforeEach(async () => {
  office = await openPaymentOffice();
});
afterEach(() => office.close());

/** No bank is asked: the orders are only written down. */
const freeze = (runId: string) =>
  office.stepsWith(bankAt('http://127.0.0.1:9')).freezePayments({ runId });

async function hold(claimId: string): Promise<unknown> {
  const operator = await office.officer('operator', county);
  const actId = randomUUID();
  const body = { actId, reason: '示例' };
  expect((await office.post(operator, `/v1/claims/${claimId}/hold`, body)).status).toBe(202);
  return office.applyAct(actId);
}

async function somebodyWaitsForALock(): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from pg_locks where not granted`.execute(office.db);
    if (rows.length > 0) return;
    await pause(10);
  }
}

describe('a hold', () => {
  test('keeps the claim out of the run', async () => {
    const { id } = await office.claim();
    expect(await hold(id)).toEqual({ kind: 'applied', stage: 'reserved' });
    await freeze(await office.run());
    expect(await office.payment(id)).toMatchObject({ payment: 'ready', attempts: null });
  });

  test('is refused once a run has the money in hand', async () => {
    const { id } = await office.claim();
    await freeze(await office.run());
    expect(await hold(id)).toEqual({ kind: 'refused', reason: 'payment-under-way' });
  });

  test('made at the same moment as the run is seen by it', async () => {
    const { id } = await office.claim();
    const runId = await office.run();
    const holding = await office.db.startTransaction().execute();
    await sql`update claim set held = true where id = ${id}`.execute(holding);
    const freezing = freeze(runId);
    await somebodyWaitsForALock();
    await holding.commit().execute();
    await freezing;
    expect(await office.payment(id)).toMatchObject({ payment: 'ready', attempts: null });
  });
});
