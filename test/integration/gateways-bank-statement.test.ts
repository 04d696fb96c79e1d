import { afterEach, describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { BankUnknown } from '../../gateways/bank.ts';
import { saying, startHostileServer, type HostileServer } from '../support/hostile-server.ts';
import { bankAt } from '../support/payment-office.ts';

// Statements as a bank may write them, whose own book nobody here can foresee.

let hostile: HostileServer | undefined;
afterEach(() => hostile?.close());

async function statementOf(body: unknown) {
  hostile = await startHostileServer(saying(JSON.stringify(body)));
  return bankAt(hostile.url, 2_000).statement(day, day);
}

const day = isoDate('2020-03-31');
const key = '3f0c1f62-0000-4000-8000-000000000001';
const ours = { sequence: 1, kind: 'booked', on: day, key, amount: '550.00', fund: 'f' };
const entry = { ...ours, payeeAccount: '1', bankReference: 'R1' };

describe('a statement that does not add up', () => {
  test.each([
    ['counts another number of lines', { entries: [entry], count: 2, next: null }],
    ['repeats a line', { entries: [entry, entry], count: 2, next: null }],
    ['holds another day', { entries: [{ ...entry, on: '2020-04-01' }], count: 1, next: null }],
    ['leads nowhere', { entries: [], count: 0, next: 7 }],
    ['leads back', { entries: [entry], count: 1, next: 1 }],
    ['holds a broken line', { entries: [{ ...entry, amount: '1' }], count: 1, next: null }],
  ])('because it %s is not believed', async (_name, body) => {
    await expect(statementOf(body)).rejects.toThrow(BankUnknown);
  });
});

test('a line that is nobody’s payment may have any form, and does not hide ours', async () => {
  const odd = { kind: '手续费', on: day, amount: 3, fund: '技能 专账', payeeAccount: '' };
  const foreign = [
    { ...odd, sequence: 1, key: 'COUNTER-PAYMENT-1' },
    { ...odd, sequence: 3, key: '' },
  ];
  const line = { ...entry, sequence: 2 };
  const entries = [foreign[0], line, foreign[1]];
  expect(await statementOf({ entries, count: 3, next: null })).toEqual([
    { sequence: 1, kind: 'foreign', on: day },
    line,
    { sequence: 3, kind: 'foreign', on: day },
  ]);
});
