import { z } from 'zod';
import { isIsoDate, isMonth, type Month } from '../../domain/days.ts';
import { isYuan } from '../../domain/money.ts';
import { readRegionFile } from './region-file.ts';

const count = z.int().min(0);
const some = z.int().min(1);
const weight = z.number().min(0);
const month = z.string().refine(isMonth);
const day = z.string().refine(isIsoDate);
const amount = z.string().refine(isYuan);
const paid = z.strictObject({ from: month, to: month });
const monthWeights = z
  .record(month, weight)
  .transform((weights) =>
    Object.entries(weights).flatMap(([of, share]) => (isMonth(of) ? [{ month: of, share }] : [])),
  );

/** Ages in full years; women no older than `womenTo` where it is given. */
const agesBand = z.strictObject({
  from: z.int().min(16),
  to: z.int().max(75),
  womenTo: z.int().max(75).exactOptional(),
});

/** An own fact: the text itself, a whole number drawn by lot, or a day counted from another. */
const factValue = z.union([
  z.string(),
  z.strictObject({ from: count, to: count }),
  z.strictObject({ daysBeforeStart: count }),
  z.strictObject({ daysAfterEnd: count }),
  z.strictObject({ daysBeforeFiling: count }),
]);
const factValues = z.record(z.string(), factValue);

/**
 * What a trainee of a group learns; `weight` is a share among the group's entries. `days` is how
 * long it takes, drawn by lot when left out; `facts` are own facts that its amount depends on.
 */
const training = z.strictObject({
  scheme: z.string(),
  level: z.string().exactOptional(),
  class: z.string().exactOptional(),
  occupation: z.string().exactOptional(),
  courses: z.literal('all').exactOptional(),
  certificateKind: z.string().exactOptional(),
  hours: some.exactOptional(),
  feePaid: amount.exactOptional(),
  days: some.exactOptional(),
  facts: z.record(z.string(), z.string()).exactOptional(),
  weight,
});

export const branchNames = [
  'returned-for-correction',
  'refused',
  'withdrawn',
  'cut-at-acceptance',
  'cut-at-review',
  'manual-check-verified',
  'manual-check-failed',
  'objection-dismissed',
  'objection-upheld',
  'bank-return',
  'held',
] as const;

const claimants = z.enum(['enterprise', 'institution']);

/** In time order; `startsFrom`: no training starts earlier, as where a table changes that day. */
const column = z.strictObject({
  code: z.string(),
  accepted: monthWeights,
  paid,
  startsFrom: day.exactOptional(),
});

/** A scheme paid by months or hours: so many lines, so many of them in all, so many claimants. */
const quantityScheme = z.strictObject({
  scheme: z.string(),
  group: z.string(),
  claimant: claimants,
  lines: count,
  /** Months or hours of all lines together. */
  total: count,
  claimants: count,
  claimLinesMax: some,
  /** Weight of each usual quantity of a line; none is below the least or above the greatest. */
  usual: z.record(z.string().regex(/^[1-9]\d*$/u), weight),
  accepted: monthWeights,
  startsFrom: day.exactOptional(),
});

const area = z.string().regex(/^\d{4}$/u);

/** `until`: the last thing done to it today. */
const liveClaim = z.strictObject({
  scheme: z.string(),
  level: z.string().exactOptional(),
  group: z.string(),
  lines: some,
  branch: z.enum(branchNames).exactOptional(),
  until: z.enum(['filed', 'returned', 'accepted', 'reviewed']),
});

const specification = z.strictObject({
  invented: z.literal(true),
  groups: z.record(z.string(), count),
  quantities: z.array(quantityScheme),
  /** The last holds lines whose sums are kept exactly at every scale. */
  columns: z.array(column).min(2),
  money: z.array(z.strictObject({ fund: z.string(), columns: z.array(z.string()), amount })),
  /** Person-times by group and column: with a certificate, without one. */
  lines: z.record(z.string(), z.record(z.string(), z.tuple([count, count]))),
  mix: z.record(z.string(), z.array(training).min(1)),
  /** Groups whose classes are filed by their own firm; all others by an institution. */
  trainedByFirm: z.array(z.string()),
  /** Own facts that every claim of a scheme and each of its lines carry. */
  facts: z
    .record(
      z.string(),
      z.strictObject({ claim: factValues.exactOptional(), line: factValues.exactOptional() }),
    )
    .exactOptional(),
  ages: z.record(z.string(), agesBand),
  /** Group whose trainees now and then declare the attribute of another group as well. */
  alsoDeclared: z.record(z.string(), z.string()),
  classLines: z.strictObject({ from: some, to: some }),
  /** Four digits that begin no area code: of identity numbers, credit codes and accounts. */
  unassignedAreas: z.strictObject({ programme: area, live: area }),
  /** How the numbers of a certificate kind are written; see population/certificates.ts. */
  certificates: z.record(z.string(), z.string()),
  unknownCertificate: z.string(),
  branches: z.record(z.enum(branchNames), weight),
  /** What `npm start` files today, to stand at different stages and wait for somebody. */
  live: z.array(liveClaim).exactOptional(),
});

export type ProgrammeSpec = z.output<typeof specification>;
export type Training = z.output<typeof training>;
export type LiveSpec = z.output<typeof liveClaim>;
export type QuantitySpec = z.output<typeof quantityScheme>;
export type FactValue = z.output<typeof factValue>;
export type Claimant = z.output<typeof claimants>;
export type Branch = (typeof branchNames)[number];
export type MonthShare = QuantitySpec['accepted'][number];
export type Season = Pick<z.output<typeof column>, 'accepted' | 'startsFrom'> & {
  /** Without `from`: as soon as they can be. */
  paid: { from?: Month; to: Month };
};

/** Reads programme.yaml of a region. Throws an error that names the place of every fault. */
export function loadProgrammeSpec(region: string): Promise<ProgrammeSpec> {
  return readRegionFile(region, 'programme.yaml', specification);
}

/**
 * When the lines of a column are accepted and paid; those paid by quantity have a column of their
 * own, named by the scheme, and are paid as soon as they can be. Throws RangeError for a column
 * that the programme has not.
 */
export function seasonOf({ columns, quantities }: ProgrammeSpec, code: string): Season {
  const found = columns.find((it) => it.code === code);
  if (found) return found;
  const quantity = quantities.find(({ scheme }) => scheme === code);
  const to = columns.at(-1)?.paid.to;
  if (!quantity || to === undefined) throw new RangeError(`no column ${code}`);
  const { accepted, startsFrom } = quantity;
  return { accepted, paid: { to }, ...(startsFrom !== undefined && { startsFrom }) };
}
