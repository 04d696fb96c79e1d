import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { getJson, postJson, setFaults, startSimulators } from '../support/start-simulators.ts';
import type { Simulators } from '../support/start-simulators.ts';

const page = z.object({
  entries: z.array(z.object({ key: z.string() })),
  next: z.number().nullable(),
});

let simulators: Simulators;
let bank: string;

beforeAll(async () => {
  simulators = await startSimulators();
  bank = simulators.bank;
});
afterAll(async () => {
  await simulators.stop();
});

let orders = 0;
function anOrder(part: Record<string, unknown> = {}) {
  orders += 1;
  return {
    key: `3f0c1f62-0000-4000-8000-${String(orders).padStart(12, '0')}`,
    executionOn: '2020-03-31',
    amount: '550.00',
    fund: 'skills-ledger',
    payeeAccount: '6217000000000001',
    payeeName: '示例职业培训学校',
    remark: '职业培训补贴',
    ...part,
  };
}

describe('a payment', () => {
  test('is booked on its execution day', async () => {
    const order = anOrder();
    const { status, json } = await postJson(`${bank}/payments`, order);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      key: order.key,
      amount: '550.00',
      state: 'booked',
      bookedOn: '2020-03-31',
      bankReference: expect.stringMatching(/^MN20200331\d{9}$/),
    });
  });

  test('sent again gets the same answer', async () => {
    const order = anOrder();
    const first = await postJson(`${bank}/payments`, order);
    expect(await postJson(`${bank}/payments`, order)).toEqual(first);
  });

  test('sent twenty times at once is booked once', async () => {
    const order = anOrder({ executionOn: '2018-05-01' });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => postJson(`${bank}/payments`, order)),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    const { json } = await getJson(`${bank}/statement?from=2018-05-01&to=2018-05-01`);
    expect(json).toMatchObject({ count: 1 });
  });

  test.each([
    { amount: '551.00' },
    { executionOn: '2020-04-01' },
    { fund: 'poverty-account' },
    { payeeAccount: '6217000000000002' },
    { payeeName: '另一所学校' },
    { remark: '其他' },
  ])('sent again with %j is refused and changes nothing', async (change) => {
    const order = anOrder();
    const first = await postJson(`${bank}/payments`, order);
    expect(await postJson(`${bank}/payments`, { ...order, ...change })).toEqual({
      status: 409,
      json: { error: 'other-content' },
    });
    expect(await getJson(`${bank}/payments/${order.key}`)).toEqual(first);
  });

  test('nobody sent is not found', async () => {
    expect(await getJson(`${bank}/payments/${anOrder().key}`)).toEqual({
      status: 404,
      json: { error: 'not-found' },
    });
  });

  test('to a closed account is booked, and returned on the next day', async () => {
    const order = anOrder({ payeeAccount: '6217000000004444', executionOn: '2019-12-31' });
    const booked = await postJson(`${bank}/payments`, order);
    expect(booked.json).toMatchObject({ state: 'booked', bookedOn: '2019-12-31' });
    const { json } = await getJson(`${bank}/payments/${order.key}`);
    expect(json).toMatchObject({
      state: 'returned',
      bookedOn: '2019-12-31',
      returnedOn: '2020-01-01',
      reason: '账户已销户',
    });
    expect(await postJson(`${bank}/payments`, order)).toEqual(booked);
  });

  test('is not yet returned while the day of its return lies ahead', async () => {
    const order = anOrder({ payeeAccount: '6217000000004444', executionOn: '2099-01-01' });
    await postJson(`${bank}/payments`, order);
    const { json } = await getJson(`${bank}/payments/${order.key}`);
    expect(json).toMatchObject({ state: 'booked' });
  });

  test('that is wrong is refused by the name of the field, without its value', async () => {
    const { status, json } = await postJson(
      `${bank}/payments`,
      anOrder({ payeeAccount: '6217 secret' }),
    );
    expect(status).toBe(400);
    expect(json).toEqual({ error: 'invalid', field: 'payeeAccount' });
  });
});

describe('the statement', () => {
  test('lists bookings and returns of its days in order, and only those', async () => {
    const paid = anOrder({ executionOn: '2017-03-01', amount: '0.01' });
    const back = anOrder({ executionOn: '2017-03-01', payeeAccount: '62170000004444' });
    await postJson(`${bank}/payments`, paid);
    await postJson(`${bank}/payments`, back);
    const first = await getJson(`${bank}/statement?from=2017-03-01&to=2017-03-01`);
    expect(first.json).toMatchObject({
      entries: [
        { kind: 'booked', key: paid.key, amount: '0.01', fund: 'skills-ledger' },
        { kind: 'booked', key: back.key, on: '2017-03-01' },
      ],
      count: 2,
      next: null,
    });
    const second = await getJson(`${bank}/statement?from=2017-03-02&to=2017-03-31`);
    expect(second.json).toMatchObject({
      entries: [{ kind: 'returned', key: back.key, on: '2017-03-02', reason: '账户已销户' }],
      count: 1,
    });
  });

  test('comes in pages that hold each entry once', async () => {
    const sent = Array.from({ length: 7 }, () => anOrder({ executionOn: '2016-01-04' }));
    for (const order of sent) await postJson(`${bank}/payments`, order);
    const keys: string[] = [];
    let after: number | null = 0;
    let pages = 0;
    while (after !== null) {
      const range = 'from=2016-01-01&to=2016-01-31';
      const { json } = await getJson(`${bank}/statement?${range}&after=${after}&limit=3`);
      const { entries, next } = page.parse(json);
      keys.push(...entries.map(({ key }) => key));
      after = next;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(keys).toEqual(sent.map(({ key }) => key));
  });

  test.each(['', '?from=2020-01-01', '?from=2020-02-01&to=2020-01-01', '?from=x&to=y'])(
    'cannot be asked for as "%s"',
    async (query) => {
      expect(await getJson(`${bank}/statement${query}`)).toMatchObject({ status: 400 });
    },
  );
});

describe('the control totals', () => {
  test('sum each fund to the fen, also beyond what a JavaScript number holds', async () => {
    const fund = 'totals-fund';
    const closed = '62170000004444';
    const largest = Array.from({ length: 100 }, () => anOrder({ fund, amount: '999999999999.99' }));
    for (const order of largest) await postJson(`${bank}/payments`, order);
    await postJson(`${bank}/payments`, anOrder({ fund, amount: '0.19' }));
    await postJson(`${bank}/payments`, anOrder({ fund, amount: '0.20', payeeAccount: closed }));
    const { json } = await getJson(`${bank}/totals`);
    expect(json).toMatchObject({
      funds: expect.arrayContaining([
        {
          fund,
          booked: { count: 102, amount: '99999999999999.39' },
          returned: { count: 1, amount: '0.20' },
        },
      ]),
    });
  });
});

describe('the server', () => {
  test.each([
    ['no address of its own', '/nothing', 404],
    ['the wrong method', '/totals', 405],
  ])('refuses %s', async (_name, path, status) => {
    expect(await postJson(`${bank}${path}`, {})).toMatchObject({ status });
  });

  test('refuses an address that is none', async () => {
    const { port } = new URL(bank);
    const { promise: answer, resolve } = Promise.withResolvers<string>();
    const socket = createConnection(Number(port), '127.0.0.1');
    socket.once('data', (data) => resolve(String(data)));
    socket.write('GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1.1 404 /);
    socket.destroy();
  });

  test.each(['{', '', '[]', 'null', '"x"', '{"key":1}'])('refuses the body %s', async (body) => {
    expect(await postJson(`${bank}/payments`, body)).toMatchObject({ status: 400 });
  });

  test('refuses a body that is too large', async () => {
    const reply = await postJson(`${bank}/payments`, { remark: 'x'.repeat(100_000) });
    expect(reply).toEqual({ status: 413, json: { error: 'too-large' } });
  });

  test('refuses a body that a web page could send behind its reader', async () => {
    const body = JSON.stringify({ mode: '5xx' });
    const response = await fetch(`${bank}/faults`, { method: 'POST', body });
    expect(response.status).toBe(415);
  });

  test('refuses a fault plan it does not know', async () => {
    await expect(setFaults(bank, { mode: '4xx' })).rejects.toThrow('status 400');
  });
});
