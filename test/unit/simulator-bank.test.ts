import { assert, bigInt, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paymentOrder, statementQuestion } from '../../simulators/bank/bank-requests.ts';
import { returnOf } from '../../simulators/bank/closed-accounts.ts';
import { amountText, fenOf } from '../../simulators/bank/fen.ts';

function anOrder(part: Record<string, unknown> = {}) {
  return {
    key: '3f0c1f62-0000-4000-8000-000000000001',
    executionOn: '2020-03-31',
    amount: '550.00',
    fund: 'skills-ledger',
    payeeAccount: '6217000000000001',
    payeeName: '示例职业培训学校',
    remark: '职业培训补贴',
    ...part,
  };
}

describe('a payment order', () => {
  test('is taken when every field is right', () => {
    expect(paymentOrder.safeParse(anOrder()).success).toBe(true);
  });

  test.each([
    { amount: 550 },
    { amount: '550' },
    { amount: '550.0' },
    { amount: '0550.00' },
    { amount: '-550.00' },
    { amount: '0.00' },
    { amount: '1e3.00' },
    { amount: '1234567890123.00' },
    { amount: '５50.00' },
    { key: 'short' },
    { key: "x'; drop table payments" },
    { executionOn: '2021-02-29' },
    { executionOn: '2021-2-1' },
    { fund: 'Skills Ledger' },
    { payeeAccount: '12 34' },
    { payeeName: ' ' },
    { payeeName: 'a\nb' },
    { remark: '\u0000' },
    { extra: 1 },
  ])('is refused with %j', (part) => {
    expect(paymentOrder.safeParse(anOrder(part)).success).toBe(false);
  });
});

describe('a statement question', () => {
  test('cannot end before it begins', () => {
    const question = { from: '2020-02-01', to: '2020-01-31' };
    expect(statementQuestion.safeParse(question).success).toBe(false);
  });

  test('asks for a full first page unless it says otherwise', () => {
    expect(statementQuestion.parse({ from: '2020-01-01', to: '2020-01-31' })).toMatchObject({
      after: 0,
      limit: 500,
    });
  });
});

describe('an amount', () => {
  test('keeps every fen on its way into the book and out of it', () => {
    const roundTrip = property(bigInt({ min: 0n, max: 10n ** 14n - 1n }), (fen) => {
      expect(fenOf(amountText(fen))).toBe(fen);
    });
    assert(roundTrip);
  });

  test.each([
    [0n, '0.00'],
    [5n, '0.05'],
    [123_456n, '1234.56'],
  ])('of %d fen is written %s', (fen, text) => {
    expect(amountText(fen)).toBe(text);
  });
});

describe('an account whose number ends in 4444', () => {
  test.each([
    ['2020-02-28', '2020-02-29'],
    ['2020-12-31', '2021-01-01'],
  ])('sends back on the day after %s', (executionOn, on) => {
    const order = paymentOrder.parse(anOrder({ executionOn, payeeAccount: '6217000000004444' }));
    expect(returnOf(order)).toEqual({ on, reason: '账户已销户' });
  });

  test('is the only kind that sends back', () => {
    expect(returnOf(paymentOrder.parse(anOrder({ payeeAccount: '44440' })))).toBeUndefined();
  });
});
