import { fenOf, type Yuan } from '../../../../domain/money.ts';
import type { ProgrammeSpec, Training } from '../../programme-spec.ts';
import { fitMoney, type RatedCount } from './fit-money.ts';
import { scaledCount, scaledYuan, share, shareTable, type Scale } from './shares.ts';

/** A training with its rate: `course` stands for one of the courses of the catalogue. */
export type RatedTraining = {
  scheme: string;
  level?: string;
  class?: string;
  course?: string;
};

/** What one certified line of a training costs, and which fund pays it. */
export type PriceList = (training: RatedTraining, group: string) => { amount: Yuan; fund: string };

/** So many lines that differ in nothing but the person. */
export type LineCount = {
  column: string;
  group: string;
  training: RatedTraining;
  certified: number;
  uncertified: number;
};

export type OnTheJobCount = { lines: number; monthsPaid: number; enterprises: number };
export type LinePlan = { counts: LineCount[]; onTheJob: OnTheJobCount };

type Catalogue = { courses: readonly { code: string; scheme: string }[]; price: PriceList };

/** Trainings below this weight in a thousand keep their numbers when money is fitted. */
const movableFrom = 20;

/**
 * How many lines of which kind make up the programme at a scale, such that every sum of the
 * specification holds: groups by largest remainder, the counts of the last column, and the money
 * of each fund as near as the smallest step between two rates allows.
 */
export function planLines(spec: ProgrammeSpec, scale: Scale, catalogue: Catalogue): LinePlan {
  const onTheJob = {
    lines: scaledCount(spec.onTheJob.lines, scale),
    monthsPaid: scaledCount(spec.onTheJob.monthsPaid, scale),
    enterprises: Math.max(1, scaledCount(spec.onTheJob.enterprises, scale)),
  };
  const cells = scaledCells(spec, scale, onTheJob.lines);
  const drafts = cells.flatMap((cell) => draftsOf(cell, spec, catalogue));
  for (const money of spec.money) {
    const paid = drafts.filter(
      (draft) => money.columns.includes(draft.column) && draft.fund === money.fund,
    );
    fitMoney(paid, fenOf(scaledYuan(money.amount, scale)));
  }
  return { counts: drafts.map(lineCountOf), onTheJob };
}

type Cell = { group: string; column: string; certified: number; uncertified: number };
type Draft = RatedCount & Omit<LineCount, 'certified'> & { fund: string };

/** Rows: groups without those on the job; columns: each column certified, then without. */
function scaledCells(spec: ProgrammeSpec, scale: Scale, onTheJob: number): Cell[] {
  const groups = Object.keys(spec.groups);
  const sizes = Object.values(spec.groups);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const rowSums = share(scaledCount(total, scale), sizes).map((size, at) =>
    groups[at] === spec.onTheJob.group ? size - onTheJob : size,
  );
  const weights = groups.map((group) =>
    spec.columns.flatMap(({ code }) => spec.lines[group]?.[code] ?? [0, 0]),
  );
  const table = shareTable(weights, rowSums, columnSums(weights, rowSums, scale));
  return groups.flatMap((group, i) =>
    spec.columns.map(({ code: column }, j) => ({
      group,
      column,
      certified: table[i]?.[2 * j] ?? 0,
      uncertified: table[i]?.[2 * j + 1] ?? 0,
    })),
  );
}

/** The last column keeps its own rounded sums; what remains is shared by the columns before. */
function columnSums(
  weights: readonly (readonly number[])[],
  rowSums: readonly number[],
  scale: Scale,
): number[] {
  const whole = (weights[0] ?? []).map((_, j) =>
    weights.reduce((sum, row) => sum + (row[j] ?? 0), 0),
  );
  const [certified = 0, uncertified = 0] = whole.slice(-2);
  const last = scaledCount(certified + uncertified, scale);
  const lastCertified = scaledCount(certified, scale);
  const before = rowSums.reduce((sum, size) => sum + size, 0) - last;
  return [...share(before, whole.slice(0, -2)), lastCertified, last - lastCertified];
}

function draftsOf(cell: Cell, spec: ProgrammeSpec, { courses, price }: Catalogue): Draft[] {
  const offers = (spec.mix[cell.group] ?? []).flatMap((entry) => offersOf(entry, courses));
  const weights = offers.map(({ weight }) => weight);
  const certified = share(cell.certified, weights);
  const uncertified = share(cell.uncertified, weights);
  return offers.map(({ training, movable }, at) => {
    const { amount, fund } = price(training, cell.group);
    return {
      pool: `${cell.column} ${cell.group}`,
      fen: fenOf(amount),
      fund,
      movable,
      column: cell.column,
      group: cell.group,
      training,
      count: certified[at] ?? 0,
      uncertified: uncertified[at] ?? 0,
    };
  });
}

type Offer = { training: RatedTraining; weight: number; movable: boolean };

function offersOf(entry: Training, courses: Catalogue['courses']): Offer[] {
  const { weight, courses: all, ...training } = entry;
  const movable = weight >= movableFrom;
  if (all === undefined) return [{ training, weight, movable }];
  const offered = courses.filter(({ scheme }) => scheme === entry.scheme);
  if (offered.length === 0) throw new RangeError(`no courses for ${entry.scheme}`);
  return offered.map(({ code: course }) => ({
    training: { ...training, course },
    weight: weight / offered.length,
    movable,
  }));
}

function lineCountOf({ column, group, training, count, uncertified }: Draft): LineCount {
  return { column, group, training, certified: count, uncertified };
}
