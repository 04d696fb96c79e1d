import { z } from 'zod';
import type { IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import { codeField, dayField, labelField, yuanField } from './answer-fields.ts';
import { askBank, BankUnknown, readBankAnswer, type BankAddress } from './bank-exchange.ts';

/**
 * One movement on the account. `key` is text of the bank's: a payment that is not ours can stand
 * here too. `payeeAccount` is there to be compared, and belongs in no history and no log.
 */
export type StatementLine = {
  sequence: number;
  kind: 'booked' | 'returned';
  on: IsoDate;
  key: string;
  amount: Yuan;
  fund: string;
  payeeAccount: string;
  bankReference: string;
  reason?: string;
};

const pagesMax = 2_000;
const entry = z.object({
  sequence: z.int().positive(),
  kind: z.enum(['booked', 'returned']),
  on: dayField,
  key: labelField,
  amount: yuanField,
  fund: codeField,
  payeeAccount: labelField,
  bankReference: labelField,
  reason: labelField.optional(),
});
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
      for (const { reason, ...line } of entries) {
        lines.push(reason === undefined ? line : { ...line, reason });
      }
      if (next === null) return lines;
      after = next;
    }
    throw new BankUnknown('too-large');
  };
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
