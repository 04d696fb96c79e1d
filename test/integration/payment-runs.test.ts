import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { BankRefused, BankUnknown, type Bank } from '../../gateways/bank.ts';
import { saying, startHostileServer, type HostileServer } from '../support/hostile-server.ts';
import { bankAt, openPaymentOffice, runOn, type PaymentOffice } from '../support/payment-office.ts';
import { setFaults, startSimulators } from '../support/start-simulators.ts';
import type { Simulators } from '../support/start-simulators.ts';

// The steps of payment runs on PostgreSQL, against the bank simulator and its faults.

const ok = { mode: 'ok' };
let simulators: Simulators;
let office: PaymentOffice;
let bank: Bank;
let hostile: HostileServer | undefined;

beforeAll(async () => {
  simulators = await startSimulators();
  bank = bankAt(simulators.bank);
});
afterAll(() => simulators.stop());
beforeEach(async () => {
  await setFaults(simulators.bank, ok);
  office = await openPaymentOffice();
});
afterEach(async () => {
  hostile?.close();
  hostile = undefined;
  await office.close();
});

async function frozenRun(steps = office.stepsWith(bank)): Promise<string> {
  const runId = await office.run();
  await steps.freezePayments({ runId });
  return runId;
}

/** How often the bank's own book holds payments of the run. */
async function executions(runId: string): Promise<number> {
  const keys = new Set(await office.attemptsOf(runId));
  const lines = await bank.statement(runOn, runOn);
  return lines.filter((line) => line.kind === 'booked' && keys.has(line.key)).length;
}

async function bankSaying(status: number, error: string): Promise<Bank> {
  hostile = await startHostileServer(saying(JSON.stringify({ error }), status));
  return bankAt(hostile.url, 2_000);
}

describe('sending', () => {
  test.each([ok, { mode: 'delay', delayMs: 50 }])('books each payment ($mode)', async (plan) => {
    const claims = [await office.claim(), await office.claim()];
    await setFaults(simulators.bank, plan);
    const runId = await office.paidRun(bank);
    expect(await executions(runId)).toBe(2);
    expect(await office.audited(runId)).toEqual(['run-frozen', 'run-settled']);
    for (const { id } of claims) {
      expect(await office.payment(id)).toMatchObject({ payment: 'paid', attempts: ['booked'] });
      expect(await office.entries(id)).toEqual(['reserve', 'pay']);
      expect(await office.signals(id)).toBe(1);
      expect(await office.audited(id)).toEqual(['payment-frozen', 'payment-paid']);
    }
  });

  test.each(['5xx', 'garbage', 'execute-then-time-out'])(
    'stays unknown under %s and pays once when the bank answers again',
    async (mode) => {
      const claim = await office.claim();
      const steps = office.stepsWith(bank);
      const runId = await frozenRun(steps);
      await setFaults(simulators.bank, { mode });
      await expect(steps.sendPayments({ runId })).rejects.toThrow(BankUnknown);
      await expect(steps.sendPayments({ runId })).rejects.toThrow(BankUnknown);
      await expect(steps.settlePayments({ runId })).rejects.toThrow(BankUnknown);
      expect(await office.payment(claim.id)).toMatchObject({ attempts: ['unknown'] });
      await setFaults(simulators.bank, ok);
      await steps.sendPayments({ runId });
      expect(await office.payment(claim.id)).toMatchObject({ attempts: ['booked'] });
      expect(await executions(runId)).toBe(1);
    },
  );

  test('asks by key before it sends again', async () => {
    await office.claim();
    const book: string[] = [];
    // A bank that would do every order it is sent, and loses its first answer.
    const forgetful: Bank = {
      ...bank,
      async submit({ key }) {
        if (book.push(key) === 1) throw new BankUnknown('time-out');
        return { kind: 'booked', bookedOn: runOn, bankReference: 'R2' };
      },
      async query({ key }) {
        if (!book.includes(key)) return { kind: 'not-found' };
        return { kind: 'booked', bookedOn: runOn, bankReference: 'R1' };
      },
    };
    const steps = office.stepsWith(forgetful);
    const runId = await frozenRun(steps);
    await expect(steps.sendPayments({ runId })).rejects.toThrow(BankUnknown);
    await steps.sendPayments({ runId });
    expect(book).toEqual(await office.attemptsOf(runId));
  });

  test.each([401, 403, 400])('is not refused when the question is, with %d', async (status) => {
    const claim = await office.claim();
    const runId = await frozenRun();
    await setFaults(simulators.bank, { mode: 'execute-then-time-out' });
    await expect(office.stepsWith(bank).sendPayments({ runId })).rejects.toThrow(BankUnknown);
    const lapsed = office.stepsWith(await bankSaying(status, 'token-expired'));
    await expect(lapsed.sendPayments({ runId })).rejects.toThrow(BankUnknown);
    expect(await office.payment(claim.id)).toMatchObject({
      payment: 'in-run',
      attempts: ['unknown'],
    });
    await setFaults(simulators.bank, ok);
    await office.stepsWith(bank).sendPayments({ runId });
    expect(await executions(runId)).toBe(1);
  });

  test('is not refused by a gateway that refuses the question', async () => {
    const claim = await office.claim();
    const steps = office.stepsWith({
      ...bank,
      submit: () => Promise.reject(new BankUnknown('time-out')),
      query: () => Promise.reject(new BankRefused(400, 'invalid', 'key')),
    });
    const runId = await frozenRun(steps);
    await expect(steps.sendPayments({ runId })).rejects.toThrow(BankUnknown);
    await expect(steps.sendPayments({ runId })).rejects.toThrow(BankUnknown);
    expect(await office.payment(claim.id)).toMatchObject({ attempts: ['unknown'] });
  });

  test('is not refused when the sender is, and goes on with a new token', async () => {
    const claim = await office.claim();
    const runId = await frozenRun();
    const lapsed = office.stepsWith(await bankSaying(401, 'token-expired'));
    await expect(lapsed.sendPayments({ runId })).rejects.toThrow(BankUnknown);
    await office.stepsWith(bank).sendPayments({ runId });
    expect(await office.payment(claim.id)).toMatchObject({ payment: 'paid' });
    expect(await executions(runId)).toBe(1);
  });

  test('is refused when the bank objects to the order, and mended in a later run', async () => {
    const claim = await office.claim('no account');
    await office.paidRun(bank);
    const refused = { payment: 'returned', attempts: ['refused'] };
    expect(await office.payment(claim.id)).toMatchObject(refused);
    expect(await office.entries(claim.id)).toEqual(['reserve']);
    expect(await office.signals(claim.id)).toBe(1);
    const steps = office.stepsWith(bank);
    expect(await steps.settleClaim(claim.id)).toMatchObject({ stage: 'payee-correction' });

    await office.confirm(claim);
    const again = await office.paidRun(bank);
    expect(await office.payment(claim.id)).toMatchObject({ attempts: ['refused', 'booked'] });
    expect(await executions(again)).toBe(1);
    const acts = ['frozen', 'refused', 'ready', 'frozen', 'paid'].map((it) => `payment-${it}`);
    expect(await office.audited(claim.id)).toEqual(acts);
    expect(await office.auditText()).not.toMatch(/no account|invalid/u);
  });
});

describe('freezing', () => {
  test('leaves out a claim of an organisation the releaser acts for, or held', async () => {
    const own = await office.claim();
    const held = await office.claim();
    const other = await office.claim();
    await sql`update claim set held = true where id = ${held.id}`.execute(office.db);
    await office.appoint(office.releaser, {
      role: 'claimant',
      organisationId: own.organisationId,
    });
    await frozenRun();
    expect(await office.payment(own.id)).toMatchObject({ payment: 'ready', attempts: null });
    expect(await office.payment(held.id)).toMatchObject({ payment: 'ready', attempts: null });
    expect(await office.payment(other.id)).toMatchObject({ payment: 'in-run' });
    const colleague = await office.person();
    const runId = await office.run(colleague);
    await office.stepsWith(bank).freezePayments({ runId });
    expect(await office.payment(own.id)).toMatchObject({ payment: 'in-run', run: runId });
  });

  test('twice writes one intent', async () => {
    const claim = await office.claim();
    const runId = await frozenRun();
    await office.stepsWith(bank).freezePayments({ runId });
    expect(await office.payment(claim.id)).toMatchObject({ attempts: ['intended'] });
    expect(await office.audited(claim.id)).toEqual(['payment-frozen']);
  });
});
