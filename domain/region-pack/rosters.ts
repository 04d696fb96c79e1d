import { z } from 'zod';
import { code, positive, text, yesNo } from './scalars.ts';

/** The fields of a line that a column of a roster may fill. */
export const lineFields = [
  'name',
  'identityNumber',
  'attributes',
  'occupation',
  'course',
  'level',
  'certificateKind',
  'certificateNumber',
  'startedOn',
  'endedOn',
  'months',
  'hours',
  'feePaid',
] as const;

export type LineField = (typeof lineFields)[number];

const factPrefix = 'fact:';
const lineFieldNames: readonly string[] = lineFields;

/** The code of the region's own fact that a column fills; undefined for a field of every line. */
export const factOfField = (field: string): string | undefined =>
  field.startsWith(factPrefix) ? field.slice(factPrefix.length) : undefined;

export const fieldOfFact = (fact: string): string => `${factPrefix}${fact}`;

const field = text.refine(
  (it) => lineFieldNames.includes(it) || code.safeParse(factOfField(it)).success,
  `写 ${lineFields.join('、')}，或 fact:事实代码`,
);

/**
 * One column of a roster: the field it fills, the headings it is known by, the first of which the
 * downloaded template carries. `values` are words that stand for a code; names and codes of the
 * pack itself are taken without being listed.
 */
export const rosterColumn = z.strictObject({
  field,
  headings: z.array(text).min(1),
  required: yesNo.exactOptional(),
  values: z.record(text, text).exactOptional(),
});

/** How the rosters of a scheme are written. A scheme without one has a template made for it. */
export const rosterTemplate = z.strictObject({
  scheme: code,
  sheet: text.max(31, '工作表名称不超过 31 个字符').exactOptional(),
  headerRow: positive.refine((row) => row <= 20, '表头在前 20 行之内').exactOptional(),
  columns: z.array(rosterColumn).min(1),
});

export type RosterColumn = z.output<typeof rosterColumn>;
export type RosterTemplateEntry = z.output<typeof rosterTemplate>;
