import { z } from 'zod';
import { addDays, type IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import { dayField, labelField, yuanField } from './answer-fields.ts';
import { askBank, BankUnknown, readBankAnswer } from './bank-exchange.ts';
import { statementReader, type StatementLine } from './bank-statement.ts';

export { BankRefused, BankUnknown } from './bank-exchange.ts';
export type { PaymentLine, StatementLine } from './bank-statement.ts';

/** `key` is the attempt's id: the bank does one payment per key, however often it is sent. */
export type PaymentOrder = {
  key: string;
  executionOn: IsoDate;
  amount: Yuan;
  fund: string;
  payeeAccount: string;
  payeeName: string;
  remark: string;
};
/** What an answer about an order is held against. */
export type OrderSent = Pick<PaymentOrder, 'key' | 'executionOn' | 'amount'>;

export type BankAnswer =
  | { kind: 'booked'; bookedOn: IsoDate; bankReference: string }
  | { kind: 'accepted' }
  | { kind: 'rejected'; reason: string; on: IsoDate }
  | { kind: 'returned'; reason: string; on: IsoDate; bookedOn: IsoDate; bankReference: string };

export type Bank = {
  /**
   * The same order again gets the same answer. Throws BankRefused when the bank says it will not
   * do this order, and BankUnknown when nobody can say: then only `query` or the statement decides,
   * or the same order with the same key.
   */
  submit: (order: PaymentOrder, signal?: AbortSignal) => Promise<BankAnswer>;
  /** Never refuses the payment: whatever is no answer about it throws BankUnknown. */
  query: (order: OrderSent, signal?: AbortSignal) => Promise<BankAnswer | { kind: 'not-found' }>;
  /** Every booking and return of the days from `from` to `to`, in the bank's order. */
  statement: (from: IsoDate, to: IsoDate, signal?: AbortSignal) => Promise<StatementLine[]>;
};

const echo = { key: z.string(), amount: yuanField };
const booking = { bookedOn: dayField, bankReference: labelField };
const payment = z.discriminatedUnion('state', [
  z.object({ ...echo, state: z.literal('booked'), ...booking }),
  z.object({ ...echo, state: z.literal('accepted') }),
  z.object({ ...echo, state: z.literal('rejected'), reason: labelField, rejectedOn: dayField }),
  z.object({
    ...echo,
    state: z.literal('returned'),
    ...booking,
    reason: labelField,
    returnedOn: dayField,
  }),
]);

type BankOptions = { url: string; timeoutMs: number; today: () => IsoDate };

export function httpBank({ url, timeoutMs, today }: BankOptions): Bank {
  const statement = statementReader({ url, timeoutMs });
  return {
    async submit(order, signal) {
      const request = { method: 'POST', path: 'payments', body: bodyOf(order), signal } as const;
      const answer = readBankAnswer(payment, await askBank({ url, timeoutMs }, request));
      return answerAbout(order, answer, today());
    },

    async query(order, signal) {
      const path = `payments/${encodeURIComponent(order.key)}`;
      const answer = await askBank({ url, timeoutMs }, { method: 'GET', path, signal });
      if (answer.kind === 'not-found') return answer;
      return answerAbout(order, readBankAnswer(payment, answer), today());
    },

    statement,
  };
}

/** Names every field, so that nothing else a caller's object carries leaves the house. */
function bodyOf(order: PaymentOrder): PaymentOrder {
  const { key, executionOn, amount, fund, payeeAccount, payeeName, remark } = order;
  return { key, executionOn, amount, fund, payeeAccount, payeeName, remark };
}

/** The answer, when it speaks of this order and of days on which the bank can have done it. */
function answerAbout(order: OrderSent, said: z.infer<typeof payment>, today: IsoDate): BankAnswer {
  if (said.key !== order.key || said.amount !== order.amount) {
    throw new BankUnknown('other-payment');
  }
  const answer = bankAnswerOf(said);
  // A day more: the bank's day may begin before ours.
  if (!hasDaysInOrder(answer, order.executionOn, addDays(today, 1))) {
    throw new BankUnknown('other-form');
  }
  return answer;
}

/** An order may be rejected before its day, but neither booked nor returned. */
function hasDaysInOrder(answer: BankAnswer, executionOn: IsoDate, latest: IsoDate): boolean {
  switch (answer.kind) {
    case 'accepted':
      return true;
    case 'rejected':
      return answer.on <= latest;
    case 'booked':
      return executionOn <= answer.bookedOn && answer.bookedOn <= latest;
    case 'returned':
  }
  const { bookedOn, on } = answer;
  return executionOn <= bookedOn && bookedOn <= on && on <= latest;
}

function bankAnswerOf(answer: z.infer<typeof payment>): BankAnswer {
  switch (answer.state) {
    case 'accepted':
      return { kind: 'accepted' };
    case 'booked':
      return { kind: 'booked', bookedOn: answer.bookedOn, bankReference: answer.bankReference };
    case 'rejected':
      return { kind: 'rejected', reason: answer.reason, on: answer.rejectedOn };
    case 'returned':
  }
  const { reason, returnedOn: on, bookedOn, bankReference } = answer;
  return { kind: 'returned', reason, on, bookedOn, bankReference };
}
