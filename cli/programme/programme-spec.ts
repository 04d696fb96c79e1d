import { z } from 'zod';
import { isMonth } from '../../domain/days.ts';
import { isYuan } from '../../domain/money.ts';
import { readRegionFile } from './region-file.ts';

const count = z.int().min(0);
const weight = z.number().min(0);
const month = z.string().refine(isMonth);
const amount = z.string().refine(isYuan);
const monthWeights = z
  .record(month, weight)
  .transform((weights) =>
    Object.entries(weights).flatMap(([of, share]) => (isMonth(of) ? [{ month: of, share }] : [])),
  );
const agesBand = z.strictObject({ from: z.int().min(16), to: z.int().max(59) });

/** What a trainee of a group learns; `weight` is a share among the group's entries. */
const training = z.strictObject({
  scheme: z.string(),
  level: z.string().exactOptional(),
  class: z.string().exactOptional(),
  courses: z.literal('all').exactOptional(),
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

const specification = z.strictObject({
  invented: z.literal(true),
  groups: z.record(z.string(), count),
  onTheJob: z.strictObject({
    scheme: z.string(),
    group: z.string(),
    lines: count,
    monthsPaid: count,
    enterprises: count,
    claimLinesMax: z.int().min(1),
    accepted: monthWeights,
  }),
  /** In time order; the last holds a whole year whose sums are kept exactly at every scale. */
  columns: z
    .array(
      z.strictObject({
        code: z.string(),
        accepted: monthWeights,
        paid: z.strictObject({ from: month, to: month }),
      }),
    )
    .min(2),
  money: z.array(z.strictObject({ fund: z.string(), columns: z.array(z.string()), amount })),
  /** Person-times by group and column: with a certificate, without one. */
  lines: z.record(z.string(), z.record(z.string(), z.tuple([count, count]))),
  mix: z.record(z.string(), z.array(training).min(1)),
  ages: z.record(z.string(), agesBand),
  /** Group whose trainees now and then declare the attribute of another group as well. */
  alsoDeclared: z.record(z.string(), z.string()),
  classLines: z.strictObject({ from: z.int().min(1), to: z.int().min(1) }),
  /** How the numbers of a certificate kind are written; see population/certificates.ts. */
  certificates: z.record(z.string(), z.string()),
  unknownCertificate: z.string(),
  branches: z.record(z.enum(branchNames), weight),
});

export type ProgrammeSpec = z.output<typeof specification>;
export type Training = z.output<typeof training>;
export type Branch = (typeof branchNames)[number];
export type MonthShare = ProgrammeSpec['onTheJob']['accepted'][number];

/** Reads programme.yaml of a region. Throws an error that names the place of every fault. */
export function loadProgrammeSpec(region: string): Promise<ProgrammeSpec> {
  return readRegionFile(region, 'programme.yaml', specification);
}
