import { z } from 'zod';
import type { IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import { dayField, labelField, yuanField } from './answer-fields.ts';
import { askBank, BankUnknown, readBankAnswer } from './bank-exchange.ts';
import { statementReader, type StatementLine } from './bank-statement.ts';

export { BankRefused, BankUnknown } from './bank-exchange.ts';
export type { StatementLine } from './bank-statement.ts';

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
  query: (key: string, signal?: AbortSignal) => Promise<BankAnswer | { kind: 'not-found' }>;
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

export function httpBank({ url, timeoutMs }: { url: string; timeoutMs: number }): Bank {
  const statement = statementReader({ url, timeoutMs });
  return {
    async submit(order, signal) {
      const request = { method: 'POST', path: 'payments', body: bodyOf(order), signal } as const;
      const answer = readBankAnswer(payment, await askBank({ url, timeoutMs }, request));
      if (answer.key !== order.key || answer.amount !== order.amount) {
        throw new BankUnknown('other-payment');
      }
      return bankAnswerOf(answer);
    },

    async query(key, signal) {
      const path = `payments/${encodeURIComponent(key)}`;
      const answer = await askBank({ url, timeoutMs }, { method: 'GET', path, signal });
      if (answer.kind === 'not-found') return answer;
      const found = readBankAnswer(payment, answer);
      if (found.key !== key) throw new BankUnknown('other-payment');
      return bankAnswerOf(found);
    },

    statement,
  };
}

/** Names every field, so that nothing else a caller's object carries leaves the house. */
function bodyOf(order: PaymentOrder): PaymentOrder {
  const { key, executionOn, amount, fund, payeeAccount, payeeName, remark } = order;
  return { key, executionOn, amount, fund, payeeAccount, payeeName, remark };
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
