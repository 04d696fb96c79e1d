import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { later } from '../../activities/payment-days.ts';
import { recordReturned } from '../../db/payment-attempt.ts';
import { isoDate, startOfDay } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import type { Bank } from '../../gateways/bank.ts';
import {
  afterRun,
  bankAt,
  closedAccount,
  fund,
  openPaymentOffice,
  runOn,
  type PaymentOffice,
} from '../support/payment-office.ts';
import { postJson, startSimulators, type Simulators } from '../support/start-simulators.ts';

// What the bank returns after a payment run, read on PostgreSQL from the simulator's statement.

let simulators: Simulators;
let office: PaymentOffice;
let bank: Bank;

beforeAll(async () => {
  simulators = await startSimulators();
  bank = bankAt(simulators.bank);
});
afterAll(() => simulators.stop());
beforeEach(async () => {
  office = await openPaymentOffice();
});
afterEach(() => office.close());

describe('what comes back', () => {
  test('a day later is read in the window, its claim told and asked for the account', async () => {
    const claim = await office.claim(closedAccount);
    const sound = await office.claim();
    const steps = office.stepsWith(bank);
    const runId = await office.paidRun(bank);
    const waits = { stage: 'paid', waitsUntil: '2020-09-17T23:00:00.000Z' };
    const waiting = await steps.settleClaim(claim.id);
    expect(waiting).toMatchObject(waits);
    expect(await steps.settleClaim(claim.id)).toEqual(waiting);
    const view = { stage: 'paid', expectedOn: '2020-09-18' };
    expect((await office.get(claim.agent, `/v1/claims/${claim.id}`)).body).toMatchObject(view);

    office.comes(afterRun(1));
    const read = { returned: 1, readAgainAt: '2020-09-08T22:00:00.000Z' };
    expect(await steps.collectReturns({ runId })).toMatchObject(read);
    expect(await steps.collectReturns({ runId })).toMatchObject({ ...read, returned: 0 });
    expect(await office.payment(claim.id)).toMatchObject({
      payment: 'returned',
      attempts: ['returned'],
    });
    expect(await office.entries(claim.id)).toEqual(['reserve', 'pay', 'return']);
    expect(await office.signals(claim.id)).toBe(2);
    expect(await office.signals(sound.id)).toBe(1);
    const mended = await steps.settleClaim(claim.id);
    expect(mended).toMatchObject({ stage: 'payee-correction', waitsUntil: null });
  });

  test('told twice at once is taken down once', async () => {
    const claim = await office.claim();
    const runId = await office.paidRun(bank);
    const [attemptId = ''] = await office.attemptsOf(runId);
    const back = { attemptId, returnedOn: afterRun(2), reason: '账户已销户' };
    await office.db.transaction().execute((tx) => recordReturned(tx, [back, back]));
    await office.db.transaction().execute((tx) => recordReturned(tx, [back]));
    expect(await office.entries(claim.id)).toEqual(['reserve', 'pay', 'return']);
    expect(await office.signals(claim.id)).toBe(2);
    const acts = ['payment-frozen', 'payment-paid', 'payment-returned'];
    expect(await office.audited(claim.id)).toEqual(acts);
  });

  test('of another run is told to its claim by whichever run reads it', async () => {
    const claim = await office.claim(closedAccount);
    await office.paidRun(bank);
    await office.claim();
    const later = await office.paidRun(bank);
    office.comes(afterRun(1));
    expect(await office.stepsWith(bank).collectReturns({ runId: later })).toMatchObject({
      returned: 1,
    });
    expect(await office.signals(claim.id)).toBe(2);
  });

  test('is found among lines that are nobody’s, which are counted', async () => {
    await office.claim();
    const steps = office.stepsWith(bank);
    const first = await office.paidRun(bank);
    office.comes(afterRun(1));
    const { foreignLines } = await steps.collectReturns({ runId: first });
    const foreign = { amount: '1.00', fund, payeeName: '示例', remark: '', executionOn: runOn };
    for (const key of ['COUNTER-PAYMENT-1', randomUUID()]) {
      const order = { ...foreign, key, payeeAccount: closedAccount };
      expect((await postJson(`${simulators.bank}/payments`, order)).status).toBe(200);
    }
    const claim = await office.claim(closedAccount);
    const runId = await office.paidRun(bank);
    expect(await office.payment(claim.id)).toMatchObject({ payment: 'returned' });
    expect(await office.foreignLines(runId)).toBe(foreignLines + 4);
  });

  test('with another amount, or before it was booked, is counted and moves nothing', async () => {
    const claim = await office.claim(closedAccount);
    const runId = await office.paidRun(bank);
    const keys = await office.attemptsOf(runId);
    office.comes(afterRun(2));
    for (const change of [{ amount: yuan('5.50') }, { on: afterRun(-1) }]) {
      const statement: Bank['statement'] = async (...days) => {
        const lines = (await bank.statement(...days)).filter((line) => line.kind !== 'foreign');
        return lines
          .filter(({ key }) => keys.includes(key))
          .map((line) => (line.kind === 'returned' ? { ...line, ...change } : line));
      };
      const { collectReturns } = office.stepsWith({ ...bank, statement });
      const read = { returned: 0, foreignLines: 1 };
      expect(await collectReturns({ runId })).toMatchObject(read);
    }
    expect(await office.entries(claim.id)).toEqual(['reserve', 'pay']);
    expect(await office.foreignLines(runId)).toBe(1);
  });

  test('on a day of a year without calendar is a question, asked again a day later', async () => {
    const claim = await office.claim();
    const [attemptId = ''] = await office.attemptsOf(await office.paidRun(bank));
    const back = { attemptId, returnedOn: isoDate('2090-01-05') };
    await office.db.transaction().execute((tx) => recordReturned(tx, [back]));
    const asks = { stage: 'reserved', waitsUntil: '2020-09-08T04:00:00.000Z' };
    expect(await office.stepsWith(bank).settleClaim(claim.id)).toMatchObject(asks);
  });
});

describe('the return window', () => {
  test('closes the claim once its last day was read, not before', async () => {
    const claim = await office.claim();
    const steps = office.stepsWith(bank);
    const runId = await office.paidRun(bank);
    expect(await steps.settleClaim(claim.id)).toMatchObject({ stage: 'paid' });
    office.comes(afterRun(11));
    const unread = { stage: 'paid', waitsUntil: '2020-09-19T04:00:00.000Z' };
    expect(await steps.settleClaim(claim.id)).toMatchObject(unread);
    expect(await steps.collectReturns({ runId })).toMatchObject({ readAgainAt: null });
    const closed = { stage: 'closed', outcome: 'paid', waitsUntil: null };
    expect(await steps.settleClaim(claim.id)).toMatchObject(closed);
  });

  test('ends when its last day was read in the morning after, with what came that evening', async () => {
    const claim = await office.claim(closedAccount);
    await sql`update payment set return_days = 1 where claim_id = ${claim.id}`.execute(office.db);
    const runId = await office.paidRun(bank);
    // The bank enters the lines of a day, among them the return, after our midnight.
    const morning: Bank = { ...bank, statement: (from) => bank.statement(from, from) };
    const steps = office.stepsWith(morning);
    await steps.settleClaim(claim.id);
    office.comes(afterRun(1));
    const read = { returned: 0, readAgainAt: '2020-09-08T22:00:00.000Z' };
    expect(await steps.collectReturns({ runId })).toMatchObject(read);
    for (const hour of [1, 5]) {
      office.comes(afterRun(2), hour);
      expect(await steps.collectReturns({ runId })).toMatchObject(read);
      expect(await steps.settleClaim(claim.id)).toMatchObject({ stage: 'paid' });
    }
    office.comes(afterRun(2), 6);
    expect(await steps.settleClaim(claim.id)).toMatchObject({ stage: 'paid' });
    const whole = office.stepsWith(bank);
    expect(await whole.collectReturns({ runId })).toMatchObject({ returned: 1, readAgainAt: null });
    expect(await whole.settleClaim(claim.id)).toMatchObject({ stage: 'payee-correction' });
  });

  test('does not close a claim that is held, until it is released', async () => {
    const claim = await office.claim();
    const steps = office.stepsWith(bank);
    const runId = await office.paidRun(bank);
    await steps.settleClaim(claim.id);
    office.comes(afterRun(11));
    await steps.collectReturns({ runId });
    await sql`update claim set held = true where id = ${claim.id}`.execute(office.db);
    expect(await steps.settleClaim(claim.id)).toMatchObject({ stage: 'paid', held: true });
    await sql`update claim set held = false where id = ${claim.id}`.execute(office.db);
    expect(await steps.settleClaim(claim.id)).toMatchObject({ stage: 'closed', outcome: 'paid' });
  });

  test('that nobody reads is looked at once a day, which leaves no trace', async () => {
    const claim = await office.claim();
    const steps = office.stepsWith(bank);
    await office.paidRun(bank);
    const { version } = await steps.settleClaim(claim.id);
    const before = await office.auditText();
    for (const days of [11, 12]) {
      office.comes(afterRun(days));
      const waitsUntil = later(startOfDay(afterRun(days)), 36);
      expect(await steps.settleClaim(claim.id)).toMatchObject({ version, waitsUntil });
    }
    expect(await office.auditText()).toBe(before);
  });

  test('that is past closes at once, and a return after that still moves the money', async () => {
    office.comes(afterRun(60));
    const claim = await office.claim();
    const steps = office.stepsWith(bank);
    const runId = await office.paidRun(bank);
    const closed = { stage: 'closed', outcome: 'paid' };
    expect(await steps.settleClaim(claim.id)).toMatchObject(closed);

    const [attemptId = ''] = await office.attemptsOf(runId);
    const back = { attemptId, returnedOn: afterRun(70) };
    await office.db.transaction().execute((tx) => recordReturned(tx, [back]));
    expect(await office.payment(claim.id)).toMatchObject({ payment: 'returned' });
    expect(await office.entries(claim.id)).toEqual(['reserve', 'pay', 'return']);
    expect(await steps.settleClaim(claim.id)).toMatchObject(closed);
  });
});
