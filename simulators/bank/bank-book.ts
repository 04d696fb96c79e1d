import type { DatabaseSync } from 'node:sqlite';
import { bigintOf, inTransaction, openBook, optionalTextOf, textOf, type Row } from '../book.ts';
import type { PaymentOrder, StatementQuestion } from './bank-requests.ts';
import { amountText, fenOf } from './fen.ts';
import { returnOf } from './closed-accounts.ts';

export type Payment = PaymentOrder & {
  bankReference: string;
  returned?: { on: string; reason: string };
};
export type StatementEntry = {
  sequence: number;
  kind: 'booked' | 'returned';
  on: string;
  key: string;
  amount: string;
  fund: string;
  payeeAccount: string;
  bankReference: string;
  reason?: string;
};
export type StatementPage = { entries: StatementEntry[]; count: number; next: number | null };
export type FundTotal = { count: number; amount: string };
export type FundTotals = { fund: string; booked: FundTotal; returned: FundTotal };

export type BankBook = {
  database: DatabaseSync;
  /** Books a new order; an order whose key is there already changes nothing. */
  book: (order: PaymentOrder) => Payment;
  find: (key: string) => Payment | undefined;
  statement: (question: StatementQuestion) => StatementPage;
  totals: () => FundTotals[];
  close: () => void;
};

const tables = `
  create table payments (
    id integer primary key,
    key text not null unique,
    execution_on text not null,
    amount_fen integer not null check (amount_fen > 0),
    fund text not null,
    payee_account text not null,
    payee_name text not null,
    remark text not null
  ) strict;
  create table entries (
    sequence integer primary key,
    payment integer not null references payments (id),
    kind text not null check (kind in ('booked', 'returned')),
    on_day text not null,
    reason text,
    unique (payment, kind)
  ) strict;
  create index entries_by_day on entries (on_day, sequence);`;

const insertPayment = `
  insert into payments (key, execution_on, amount_fen, fund, payee_account, payee_name, remark)
  values (?, ?, ?, ?, ?, ?, ?)`;
const insertEntry = 'insert into entries (payment, kind, on_day, reason) values (?, ?, ?, ?)';
const findPayment = `
  select id, key, execution_on, amount_fen, fund, payee_account, payee_name, remark,
    on_day, reason
  from payments left join entries on payment = id and kind = 'returned' where key = ?`;
const listEntries = `
  select sequence, kind, on_day, reason, id, key, execution_on, amount_fen, fund, payee_account
  from entries join payments on id = payment
  where on_day between ? and ? and sequence > ? order by sequence limit ?`;
const sumByFund = `
  select fund, kind, count(*) as count, sum(amount_fen) as fen
  from entries join payments on id = payment group by fund, kind order by fund`;

export function openBankBook(stateDirectory: string): BankBook {
  const database = openBook(stateDirectory, 'bank', tables);
  const prepare = (sql: string) => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  const statements = {
    insertPayment: prepare(insertPayment),
    insertEntry: prepare(insertEntry),
    findPayment: prepare(findPayment),
    listEntries: prepare(listEntries),
    sumByFund: prepare(sumByFund),
  };
  const find = (key: string) => {
    const row = statements.findPayment.get(key);
    return row && paymentOf(row);
  };
  const enter = (order: PaymentOrder) => {
    const { key, executionOn, amount, fund, payeeAccount, payeeName, remark } = order;
    const { lastInsertRowid: id } = statements.insertPayment.run(
      key,
      executionOn,
      fenOf(amount),
      fund,
      payeeAccount,
      payeeName,
      remark,
    );
    statements.insertEntry.run(id, 'booked', executionOn, null);
    const returned = returnOf(order);
    if (returned) statements.insertEntry.run(id, 'returned', returned.on, returned.reason);
  };

  return {
    database,
    book: (order) =>
      inTransaction(database, () => {
        const known = find(order.key);
        if (known) return known;
        enter(order);
        const booked = find(order.key);
        if (!booked) throw new Error('a payment just entered is not in the book');
        return booked;
      }),
    find,
    statement({ from, to, after, limit }) {
      const rows = statements.listEntries.all(from, to, after, limit + 1);
      const entries = rows.slice(0, limit).map(entryOf);
      const next = rows.length > limit ? (entries.at(-1)?.sequence ?? null) : null;
      return { entries, count: entries.length, next };
    },
    totals: () => totalsOf(statements.sumByFund.all()),
    close: () => database.close(),
  };
}

function paymentOf(row: Row): Payment {
  const on = optionalTextOf(row, 'on_day');
  return {
    key: textOf(row, 'key'),
    executionOn: textOf(row, 'execution_on'),
    amount: amountText(bigintOf(row, 'amount_fen')),
    fund: textOf(row, 'fund'),
    payeeAccount: textOf(row, 'payee_account'),
    payeeName: textOf(row, 'payee_name'),
    remark: textOf(row, 'remark'),
    bankReference: bankReferenceOf(row),
    ...(on !== undefined && { returned: { on, reason: textOf(row, 'reason') } }),
  };
}

function entryOf(row: Row): StatementEntry {
  const reason = optionalTextOf(row, 'reason');
  return {
    sequence: Number(bigintOf(row, 'sequence')),
    kind: textOf(row, 'kind') === 'returned' ? 'returned' : 'booked',
    on: textOf(row, 'on_day'),
    key: textOf(row, 'key'),
    amount: amountText(bigintOf(row, 'amount_fen')),
    fund: textOf(row, 'fund'),
    payeeAccount: textOf(row, 'payee_account'),
    bankReference: bankReferenceOf(row),
    ...(reason !== undefined && { reason }),
  };
}

function bankReferenceOf(row: Row): string {
  const day = textOf(row, 'execution_on').replaceAll('-', '');
  return `MN${day}${String(bigintOf(row, 'id')).padStart(9, '0')}`;
}

function totalsOf(rows: readonly Row[]): FundTotals[] {
  const nothing: FundTotal = { count: 0, amount: '0.00' };
  const totals = new Map<string, FundTotals>();
  for (const row of rows) {
    const fund = textOf(row, 'fund');
    const before = totals.get(fund) ?? { fund, booked: nothing, returned: nothing };
    const sum = { count: Number(bigintOf(row, 'count')), amount: amountText(bigintOf(row, 'fen')) };
    totals.set(fund, { ...before, [textOf(row, 'kind')]: sum });
  }
  return [...totals.values()];
}
