import { z } from 'zod';
import { code, invention, text, yesNo } from './scalars.ts';

/**
 * What stands in a column: text as it is; a day or a month (a month counts from its first day, or
 * to its last); an amount; a number; a credit code; an occupation or a level by code or name; an
 * identity number, of which only the keyed hash is kept.
 */
export const listColumnKinds = [
  'text',
  'day',
  'month',
  'yuan',
  'number',
  'credit-code',
  'occupation',
  'level',
  'identity',
] as const;

/** One column of a list beside its key: `use` says that it holds the first or last day in it. */
export const listColumn = z.strictObject({
  code,
  headings: z.array(text).min(1),
  kind: z.enum(listColumnKinds, `列的类型只能是 ${listColumnKinds.join('、')}`),
  required: yesNo.exactOptional(),
  use: z.enum(['from', 'to'], '写 from 或 to').exactOptional(),
});

/**
 * A list from another register, imported as a file: of persons by identity number, or of
 * organisations by credit code. Without columns that say from when to when, an entry holds always.
 * A line is on it that is named on any day of its training, or on the day that `on` names.
 */
export const importedList = z.strictObject({
  code,
  name: text,
  about: z.enum(['person', 'organisation'], '写 person 或 organisation').exactOptional(),
  /** How the heading of the key column may read. */
  key: z.array(text).min(1).exactOptional(),
  columns: z.array(listColumn).exactOptional(),
  on: z
    .enum(['startedOn', 'endedOn', 'filedOn'], '写 startedOn、endedOn 或 filedOn')
    .exactOptional(),
  document: text.exactOptional(),
  ...invention,
});

export type ImportedList = z.output<typeof importedList>;
export type ListColumn = z.output<typeof listColumn>;

const keyHeadings = {
  person: ['公民身份号码', '身份证号码', '身份证号'],
  organisation: ['统一社会信用代码', '社会信用代码'],
} as const;

/** What a list leaves out: it is about persons, whose key column is headed as usual. */
export function listShape({ about = 'person', key, columns = [] }: ImportedList): {
  about: 'person' | 'organisation';
  key: readonly string[];
  columns: readonly ListColumn[];
} {
  return { about, key: key ?? keyHeadings[about], columns };
}
