import type { Month } from '../../../domain/days.ts';
import type { Claimant, MonthShare, ProgrammeSpec } from '../programme-spec.ts';
import type { LineCount, RatedTraining } from './numbers/plan-lines.ts';
import { random, type Random } from './numbers/random.ts';

/** One trainee's part of a claim before there is a person: what counts, and nothing else. */
export type LineSeed = {
  group: string;
  training: RatedTraining;
  certified: boolean;
  months?: number;
};

/** The lines of one claim, and the month in which it is to be accepted. */
export type ClassDraft = {
  column: string;
  scheme: string;
  claimant: Claimant;
  accepted: Month;
  lines: LineSeed[];
};

/**
 * Seats all lines in classes of one scheme and one column. Some groups are trained by their
 * firm, all others by an institution; inside a class trainings and groups stay together as far as
 * they go, and those who fail to get a certificate are spread over the classes.
 */
export function formClasses(
  spec: ProgrammeSpec,
  counts: readonly LineCount[],
  seed: string,
): ClassDraft[] {
  const buckets = Map.groupBy(counts, ({ column, training, group }) =>
    [column, training.scheme, claimantOf(spec, group)].join(' '),
  );
  const draw = random(seed, 'classes');
  const drafts = [...buckets.values()].flatMap((bucket) => {
    const [first] = bucket;
    if (!first) return [];
    const lines = bucket.toSorted(byTraining).flatMap(seedsOf);
    return cut(lines, spec.classLines, draw).map((part) => ({
      column: first.column,
      scheme: first.training.scheme,
      claimant: claimantOf(spec, first.group),
      lines: part,
    }));
  });
  return spec.columns.flatMap(({ code, accepted }) =>
    withMonths(draw.shuffled(drafts.filter(({ column }) => column === code)), accepted),
  );
}

/** Who files the claims of classes of a group. */
export function claimantOf({ trainedByFirm }: ProgrammeSpec, group: string): Claimant {
  return trainedByFirm.includes(group) ? 'enterprise' : 'institution';
}

/** Gives each item a month, so that every month gets its share of the lines. */
export function withMonths<Item extends { lines: readonly LineSeed[] }>(
  items: readonly Item[],
  months: readonly MonthShare[],
): (Item & { accepted: Month })[] {
  const lines = items.reduce((sum, item) => sum + item.lines.length, 0);
  const shares = months.reduce((sum, { share }) => sum + share, 0);
  let before = 0;
  return items.map((item) => {
    const middle = ((before + item.lines.length / 2) / lines) * shares;
    before += item.lines.length;
    return { ...item, accepted: monthAt(months, middle) };
  });
}

function monthAt(months: readonly MonthShare[], at: number): Month {
  let passed = 0;
  for (const { month, share } of months) {
    passed += share;
    if (at < passed) return month;
  }
  throw new RangeError('beyond the last month');
}

function byTraining(a: LineCount, b: LineCount): number {
  return compareText(keyOf(a), keyOf(b));
}

function keyOf({ training, group }: LineCount): string {
  const { scheme, level = '', class: of = '', course = '', occupation = '' } = training;
  return [scheme, course, occupation, of, level, group].join(' ');
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function seedsOf({ group, training, certified, uncertified }: LineCount): LineSeed[] {
  const total = certified + uncertified;
  return Array.from({ length: total }, (_, at) => {
    const failedUpTo = (position: number) => Math.floor((position * uncertified) / total);
    return { group, training, certified: failedUpTo(at + 1) === failedUpTo(at) };
  });
}

/** Parts of nearly the middle size of a class, made longer and shorter in pairs. */
function cut<T>(items: readonly T[], size: { from: number; to: number }, draw: Random): T[][] {
  if (items.length === 0) return [];
  const parts = Math.max(
    Math.ceil(items.length / size.to),
    Math.round((2 * items.length) / (size.from + size.to)),
  );
  const base = Math.floor(items.length / parts);
  const sizes = Array.from({ length: parts }, (_, at) =>
    at < items.length % parts ? base + 1 : base,
  );
  for (let at = 1; at < parts; at += 2) {
    const [a = 0, b = 0] = sizes.slice(at - 1, at + 1);
    const shift = draw.between(0, Math.max(0, Math.min(size.to - a, b - size.from)));
    sizes.splice(at - 1, 2, a + shift, b - shift);
  }
  let start = 0;
  return sizes.map((length) => items.slice(start, (start += length)));
}
