import { z } from 'zod';
import type { IsoDate } from '../domain/days.ts';
import { isUuid } from '../domain/ids.ts';
import type { Yuan } from '../domain/money.ts';
import { codeField, dayField, labelField, yuanField } from './answer-fields.ts';
import { askBank, BankUnknown, readBankAnswer, type BankAddress } from './bank-exchange.ts';

/**
 * One movement on the account under a key that can be ours; whether it is, the attempts say.
 * `payeeAccount` is there to be compared, and belongs in no history and no log.
 */
export type PaymentLine = {
  sequence: number;
  kind: 'booked' | 'returned';
  on: IsoDate;
  key: string;
  amount: Yuan;
  fund: string;
  payeeAccount: string;
  bankReference: string;
  reason?: string | undefined;
};
/** Anything else the bank did on the account, in whatever form: it is only counted. */
export type ForeignLine = { sequence: number; kind: 'foreign'; on: IsoDate };
export type StatementLine = PaymentLine | ForeignLine;

const pagesMax = 2_000;
const place = { sequence: z.int().positive(), on: dayField };
const payment = z.object({
  ...place,
  kind: z.enum(['booked', 'returned']),
  key: z.string().refine(isUuid),
  amount: yuanField,
  fund: codeField,
  payeeAccount: labelField,
  bankReference: labelField,
  reason: labelField.optional(),
});
const foreign = z.object({ ...place, key: z.string().refine((key) => !isUuid(key)) });
const entry = z.union([payment, foreign.transform(foreignLine)]);
const page = z
  .object({
    entries: z.array(entry).max(1_000),
    count: z.int(),
    next: z.int().positive().nullable(),
  })
  .refine(({ entries, count }) => entries.length === count)
  .refine(({ entries, next }) => next === null || next === entries.at(-1)?.sequence);
type Page = z.infer<typeof page>;

/** Reads whole statements, page by page; a gap in the form of any page makes all of it unknown. */
export function statementReader(
  bank: BankAddress,
): (from: IsoDate, to: IsoDate, signal?: AbortSignal) => Promise<StatementLine[]> {
  return async (from, to, signal) => {
    const lines: StatementLine[] = [];
    let after = 0;
    for (let pages = 0; pages < pagesMax; pages += 1) {
      const query = { from, to, after: String(after) };
      const request = { method: 'GET', path: 'statement', query, signal } as const;
      const { entries, next } = readBankAnswer(page, await askBank(bank, request));
      requireOrder(entries, { from, to, after });
      lines.push(...entries);
      if (next === null) return lines;
      after = next;
    }
    throw new BankUnknown('too-large');
  };
}

function foreignLine({ sequence, on }: { sequence: number; on: IsoDate }): ForeignLine {
  return { sequence, kind: 'foreign', on };
}

/** Sequence numbers rise from page to page and days lie in the range: no line twice, none extra. */
function requireOrder(
  entries: Page['entries'],
  { from, to, after }: { from: IsoDate; to: IsoDate; after: number },
): void {
  let last = after;
  for (const { sequence, on } of entries) {
    if (sequence <= last || on < from || on > to) throw new BankUnknown('other-form');
    last = sequence;
  }
}
