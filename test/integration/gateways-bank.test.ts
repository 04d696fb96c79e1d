import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import { BankRefused, BankUnknown, type PaymentOrder } from '../../gateways/bank.ts';
import { saying, startHostileServer, type HostileServer } from '../support/hostile-server.ts';
import { bankAt } from '../support/payment-office.ts';
import { getJson, setFaults, startSimulators } from '../support/start-simulators.ts';
import type { Simulators } from '../support/start-simulators.ts';

let simulators: Simulators;
let hostile: HostileServer | undefined;

beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(async () => {
  await simulators.stop();
});
beforeEach(async () => {
  await setFaults(simulators.bank, { mode: 'ok' });
});
afterEach(() => hostile?.close());

function bank(timeoutMs = 2_000) {
  return bankAt(simulators.bank, timeoutMs);
}

async function hostileBank(body: unknown, status = 200) {
  hostile = await startHostileServer(saying(JSON.stringify(body), status));
  return bankAt(hostile.url, 2_000);
}

let orders = 0;
function anOrder(part: Partial<PaymentOrder> = {}): PaymentOrder {
  orders += 1;
  return {
    key: `3f0c1f62-0000-4000-8000-${String(orders).padStart(12, '0')}`,
    executionOn: isoDate('2020-03-31'),
    amount: yuan('550.00'),
    fund: 'skills-ledger',
    payeeAccount: '6217000000000001',
    payeeName: '示例职业培训学校',
    remark: '职业培训补贴',
    ...part,
  };
}

const totals = z.object({
  funds: z.array(
    z.object({ fund: z.string(), booked: z.object({ count: z.number(), amount: z.string() }) }),
  ),
});
async function bookedIn(fund: string) {
  const { json } = await getJson(`${simulators.bank}/totals`);
  return totals.parse(json).funds.find((total) => total.fund === fund)?.booked;
}

describe('the bank gateway', () => {
  test('submits an order, and again with the same answer', async () => {
    const order = anOrder();
    const answer = await bank().submit(order);
    expect(answer).toEqual({
      kind: 'booked',
      bookedOn: '2020-03-31',
      bankReference: expect.stringMatching(/^MN/),
    });
    expect(await bank().submit(order)).toEqual(answer);
    expect(await bank().query(order)).toEqual(answer);
  });

  test('takes a key with other content for no refusal: the first order stands', async () => {
    const order = anOrder();
    await bank().submit(order);
    const changed = bank().submit({ ...order, payeeAccount: '6217000000000002' });
    await expect(changed).rejects.toMatchObject({ name: 'BankUnknown', reason: 'turned-away' });
  });

  test('says what the bank objects to, without the content', async () => {
    const wrong = bank().submit(anOrder({ payeeAccount: 'no account!' }));
    await expect(wrong).rejects.toThrow('bank refused: 400 invalid (payeeAccount)');
  });

  test('finds no payment that nobody sent', async () => {
    expect(await bank().query(anOrder())).toEqual({ kind: 'not-found' });
  });

  test('tells a returned payment, by key and on the statement', async () => {
    const day = isoDate('2015-06-30');
    const order = anOrder({ payeeAccount: '621700004444', executionOn: day });
    const booked = await bank().submit(order);
    expect(booked.kind).toBe('booked');
    expect(await bank().query(order)).toEqual({
      ...booked,
      kind: 'returned',
      on: '2015-07-01',
      reason: '账户已销户',
    });
    expect(await bank().statement(day, isoDate('2015-07-01'))).toMatchObject([
      { kind: 'booked', key: order.key, on: day, amount: '550.00', payeeAccount: '621700004444' },
      { kind: 'returned', key: order.key, on: '2015-07-01', reason: '账户已销户' },
    ]);
  });

  test('reads a statement of several pages whole', async () => {
    const executionOn = isoDate('2014-01-02');
    const sent = Array.from({ length: 1_100 }, () => anOrder({ executionOn }));
    await Promise.all(sent.map((order) => bank(30_000).submit(order)));
    const lines = await bank().statement(executionOn, executionOn);
    expect(new Set(lines.map((line) => line.kind !== 'foreign' && line.key))).toEqual(
      new Set(sent.map(({ key }) => key)),
    );
    expect(lines).toHaveLength(sent.length);
  });

  test('reads an empty statement as empty', async () => {
    expect(await bank().statement(isoDate('2013-01-01'), isoDate('2013-12-31'))).toEqual([]);
  });
});

describe('a fault of the bank', () => {
  test('5xx leaves the state unknown, and nothing was booked', async () => {
    await setFaults(simulators.bank, { mode: '5xx' });
    const order = anOrder();
    await expect(bank().submit(order)).rejects.toThrow(BankUnknown);
    await setFaults(simulators.bank, { mode: 'ok' });
    expect(await bank().query(order)).toEqual({ kind: 'not-found' });
  });

  test.each([0, 5_000])(
    'execute-then-time-out (%d ms) leaves it unknown, and the query finds it booked',
    async (delayMs) => {
      await setFaults(simulators.bank, { mode: 'execute-then-time-out', delayMs });
      const order = anOrder();
      const reason = delayMs === 0 ? 'connection' : 'time-out';
      await expect(bank(300).submit(order)).rejects.toMatchObject({ name: 'BankUnknown', reason });
      await setFaults(simulators.bank, { mode: 'ok' });
      expect(await bank().query(order)).toMatchObject({ kind: 'booked' });
    },
  );

  test('delay within the time-out is waited for', async () => {
    await setFaults(simulators.bank, { mode: 'delay', delayMs: 200 });
    expect(await bank().submit(anOrder())).toMatchObject({ kind: 'booked' });
  });

  test('garbage is never an answer, whatever is asked', async () => {
    const order = anOrder();
    await bank().submit(order);
    await setFaults(simulators.bank, { mode: 'garbage', seed: 5 });
    const day = order.executionOn;
    for (let attempt = 0; attempt < 60; attempt += 1) {
      await expect(bank().submit(order)).rejects.toThrow(BankUnknown);
      await expect(bank().query(order)).rejects.toThrow(BankUnknown);
      await expect(bank().statement(day, day)).rejects.toThrow(BankUnknown);
    }
  });

  test('at 30 % of 2,000 payments books each exactly once', async () => {
    const fund = 'thirty-percent';
    const sent = Array.from({ length: 2_000 }, () => anOrder({ fund }));
    await setFaults(simulators.bank, { mode: 'execute-then-time-out', share: 0.3, seed: 1 });
    const settled = await inGroupsOf(40, sent, settle);
    await setFaults(simulators.bank, { mode: 'ok' });
    expect(new Set(settled)).toEqual(new Set(['booked', 'booked after doubt']));
    expect(settled.filter((word) => word === 'booked after doubt').length).toBeGreaterThan(450);
    expect(await bookedIn(fund)).toEqual({ count: 2_000, amount: '1100000.00' });
  });
});

/** Sends once; in doubt asks until the bank answers, and never sends again. */
async function settle(order: PaymentOrder): Promise<string> {
  try {
    return (await bank(10_000).submit(order)).kind;
  } catch (error) {
    if (!(error instanceof BankUnknown)) throw error;
  }
  for (;;) {
    const answer = await bank(10_000)
      .query(order)
      .catch(() => undefined);
    if (answer) return `${answer.kind} after doubt`;
  }
}

async function inGroupsOf<T, R>(size: number, items: T[], work: (item: T) => Promise<R>) {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += size) {
    results.push(...(await Promise.all(items.slice(start, start + size).map(work))));
  }
  return results;
}

const order = anOrder();
const echo = { key: order.key, amount: '550.00' };
const booking = { bookedOn: '2020-03-31', bankReference: 'R1' };
const booked = { ...echo, state: 'booked', ...booking };

describe('what a bank can say', () => {
  test.each([
    [booked, { kind: 'booked', ...booking }],
    [{ ...echo, state: 'accepted' }, { kind: 'accepted' }],
    [
      { ...echo, state: 'rejected', reason: '户名不符', rejectedOn: '2020-03-31' },
      { kind: 'rejected', reason: '户名不符', on: '2020-03-31' },
    ],
    [
      { ...booked, state: 'returned', reason: '账户已销户', returnedOn: '2020-04-01' },
      { kind: 'returned', ...booking, reason: '账户已销户', on: '2020-04-01' },
    ],
  ])('is read from %j', async (body, answer) => {
    expect(await (await hostileBank(body)).submit(order)).toEqual(answer);
  });

  test.each([
    ['of another payment', { ...booked, key: 'another' }],
    ['of another amount', { ...booked, amount: '550.01' }],
    ['with an amount that is a number', { ...booked, amount: 550 }],
    ['with a day that is none', { ...booked, bookedOn: '2020-02-30' }],
    ['without a reference', { ...echo, state: 'booked', bookedOn: '2020-03-31' }],
    ['in a state of its own', { ...booked, state: 'BOOKED' }],
    ['that is null', null],
  ])('is not believed %s', async (_name, body) => {
    await expect((await hostileBank(body)).submit(order)).rejects.toThrow(BankUnknown);
    await expect((await hostileBank(body)).query(order)).rejects.toThrow(BankUnknown);
  });

  const returned = { ...booked, state: 'returned', reason: '账户已销户', returnedOn: '2020-04-01' };
  test.each([
    ['booked before its day', { ...booked, bookedOn: '2020-03-30' }],
    ['booked ahead of the day it is', { ...booked, bookedOn: '2999-01-04' }],
    ['returned before it was booked', { ...returned, bookedOn: '2020-04-02' }],
    ['returned ahead of the day it is', { ...returned, returnedOn: '2999-01-04' }],
    ['booked before its day, then returned', { ...returned, bookedOn: '2020-03-30' }],
    [
      'rejected ahead of the day it is',
      { ...echo, state: 'rejected', reason: '户名不符', rejectedOn: '2999-01-04' },
    ],
  ])('is not believed of a payment %s', async (_name, body) => {
    const unknown = { name: 'BankUnknown', reason: 'other-form' };
    await expect((await hostileBank(body)).submit(order)).rejects.toMatchObject(unknown);
    await expect((await hostileBank(body)).query(order)).rejects.toMatchObject(unknown);
  });

  test.each([
    [404, { message: 'no such page' }],
    [400, { error: 'a long\nstory' }],
    [301, booked],
    [201, booked],
    [429, { error: 'busy' }],
    [408, { error: 'slow' }],
    [401, { error: 'token-expired' }],
    [403, { error: 'forbidden' }],
    [404, { error: 'no-such-service' }],
    [405, { error: 'method-not-allowed' }],
    [409, { error: 'other-content' }],
    [500, { error: 'internal' }],
  ])('is no refusal with status %d and %j', async (status, body) => {
    await expect((await hostileBank(body, status)).submit(order)).rejects.toThrow(BankUnknown);
    await expect((await hostileBank(body, status)).query(order)).rejects.toThrow(BankUnknown);
  });

  test.each([400, 422])(
    'is a refusal of an order, never of a question, with %d',
    async (status) => {
      const refusing = await hostileBank({ error: 'invalid', field: 'payeeAccount' }, status);
      await expect(refusing.submit(order)).rejects.toThrow(BankRefused);
      await expect(refusing.query(order)).rejects.toThrow(BankUnknown);
    },
  );

  test('is no "not found" when it answers an order', async () => {
    const strange = await hostileBank({ error: 'not-found' }, 404);
    await expect(strange.submit(order)).rejects.toThrow(BankUnknown);
  });
});

test('no failure names an account, a name or an address', async () => {
  await setFaults(simulators.bank, { mode: 'garbage' });
  const failure = await bank()
    .submit(anOrder())
    .catch((error: unknown) => error);
  if (!(failure instanceof Error)) throw new Error('garbage was believed');
  expect(`${failure.stack} ${String(failure.cause)}`).not.toMatch(/6217|示例|http:/);
});
