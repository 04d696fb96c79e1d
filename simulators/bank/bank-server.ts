import type { RunningServer } from '../http-server.ts';
import { accept, RequestRefused } from '../request-refused.ts';
import type { Answer, Route } from '../routes.ts';
import { serveBook } from '../serve-book.ts';
import { openBankBook, type BankBook, type Payment } from './bank-book.ts';
import {
  paymentOrder,
  paymentPath,
  statementQuestion,
  type PaymentOrder,
} from './bank-requests.ts';

/** The bank: orders by key, booked on their execution day, returned when the account is closed. */
export async function startBank(options: {
  state: string;
  host: string;
  port: number;
}): Promise<RunningServer> {
  const book = openBankBook(options.state);
  const { host, port } = options;
  return serveBook(book, { host, port, routes: routesOf(book) });
}

function routesOf(book: BankBook): Route[] {
  return [
    { method: 'POST', path: '/payments', handle: ({ body }) => pay(book, body) },
    { method: 'GET', path: '/payments/:key', handle: ({ params }) => tell(book, params) },
    {
      method: 'GET',
      path: '/statement',
      handle: ({ query }) => json(book.statement(accept(statementQuestion, query))),
    },
    { method: 'GET', path: '/totals', handle: () => json({ funds: book.totals() }) },
  ];
}

function pay(book: BankBook, body: unknown): Answer {
  const order = accept(paymentOrder, body);
  const payment = book.book(order);
  if (!hasContent(payment, order)) throw new RequestRefused(409, 'other-content');
  return json(bookedAnswer(payment));
}

function tell(book: BankBook, params: Record<string, string>): Answer {
  const { key } = accept(paymentPath, params);
  const payment = book.find(key);
  if (!payment) throw new RequestRefused(404, 'not-found');
  const { returned } = payment;
  if (!returned || returned.on > shanghaiToday()) return json(bookedAnswer(payment));
  return json({
    ...bookedAnswer(payment),
    state: 'returned',
    returnedOn: returned.on,
    reason: returned.reason,
  });
}

function bookedAnswer({ key, amount, executionOn, bankReference }: Payment) {
  return { key, amount, state: 'booked', bookedOn: executionOn, bankReference };
}

function hasContent(payment: Payment, order: PaymentOrder): boolean {
  return (
    payment.executionOn === order.executionOn &&
    payment.amount === order.amount &&
    payment.fund === order.fund &&
    payment.payeeAccount === order.payeeAccount &&
    payment.payeeName === order.payeeName &&
    payment.remark === order.remark
  );
}

function shanghaiToday(): string {
  const shanghaiOffsetMs = 8 * 3_600_000;
  return new Date(Date.now() + shanghaiOffsetMs).toISOString().slice(0, 10);
}

function json(content: unknown): Answer {
  return { kind: 'json', json: content };
}
