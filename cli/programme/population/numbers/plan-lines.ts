import { fenOf } from '../../../../domain/money.ts';
import type { ProgrammeSpec, QuantitySpec, Training } from '../../programme-spec.ts';
import { fitMoney, type RatedCount } from './fit-money.ts';
import { scaledCount, scaledYuan, share, shareTable, type Scale } from './shares.ts';

/** A training with its rate: `course` stands for one of the courses of the catalogue. */
export type RatedTraining = Omit<Training, 'courses' | 'weight'> & { course?: string };

/** Fen that one certified line of a training costs each fund, in the days of a column. */
export type PriceList = (
  training: RatedTraining,
  of: { group: string; column: string },
) => ReadonlyMap<string, bigint>;

/** So many lines that differ in nothing but the person. */
export type LineCount = {
  column: string;
  group: string;
  training: RatedTraining;
  certified: number;
  uncertified: number;
};

/** What is paid by quantity, at the scale of the programme. */
export type QuantityCount = { of: QuantitySpec; lines: number; total: number; claimants: number };
export type LinePlan = { counts: LineCount[]; quantities: QuantityCount[] };

type Catalogue = { courses: readonly { code: string; scheme: string }[]; price: PriceList };

/** Trainings below this weight in a thousand keep their numbers when money is fitted. */
const movableFrom = 20;

/**
 * How many lines of which kind make up the programme at a scale, such that every sum of the
 * specification holds: groups by largest remainder, the counts of the last column, and the money
 * of each fund as near as the smallest step between two rates allows.
 */
export function planLines(spec: ProgrammeSpec, scale: Scale, catalogue: Catalogue): LinePlan {
  const quantities = spec.quantities.map((of) => ({
    of,
    lines: scaledCount(of.lines, scale),
    total: scaledCount(of.total, scale),
    claimants: Math.max(1, scaledCount(of.claimants, scale)),
  }));
  const cells = scaledCells(spec, scale, quantities);
  const drafts = cells.flatMap((cell) => draftsOf(cell, spec, catalogue));
  for (const { fund, columns, amount } of spec.money) {
    const paid = drafts.filter(({ column, cost }) => columns.includes(column) && cost.has(fund));
    fitMoney(ratedIn(fund, paid), fenOf(scaledYuan(amount, scale)));
  }
  return { counts: drafts.map(lineCountOf), quantities };
}

type Cell = { group: string; column: string; certified: number; uncertified: number };
type Draft = Omit<LineCount, 'certified'> & {
  cost: ReadonlyMap<string, bigint>;
  movable: boolean;
  count: number;
};

/** Lines move between trainings that cost all other funds the same, so that those keep theirs. */
function ratedIn(fund: string, drafts: readonly Draft[]): RatedCount[] {
  return drafts.map((draft) => {
    const others = [...draft.cost].filter(([of]) => of !== fund);
    return {
      pool: [draft.column, draft.group, ...others.flat()].join(' '),
      fen: draft.cost.get(fund) ?? 0n,
      movable: draft.movable,
      get count() {
        return draft.count;
      },
      set count(count) {
        draft.count = count;
      },
    };
  });
}

/** Rows: groups without what is paid by quantity; columns: each certified, then without. */
function scaledCells(
  spec: ProgrammeSpec,
  scale: Scale,
  quantities: readonly QuantityCount[],
): Cell[] {
  const groups = Object.keys(spec.groups);
  const sizes = Object.values(spec.groups);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const byQuantity = (group: string | undefined) =>
    quantities.filter(({ of }) => of.group === group).reduce((sum, { lines }) => sum + lines, 0);
  const rowSums = share(scaledCount(total, scale), sizes).map(
    (size, at) => size - byQuantity(groups[at]),
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
  const { column, group } = cell;
  const offers = (spec.mix[group] ?? []).flatMap((entry) => offersOf(entry, courses));
  const weights = offers.map(({ weight }) => weight);
  const certified = share(cell.certified, weights);
  const uncertified = share(cell.uncertified, weights);
  return offers.map(({ training, movable }, at) => ({
    column,
    group,
    training,
    movable,
    cost: price(training, { group, column }),
    count: certified[at] ?? 0,
    uncertified: uncertified[at] ?? 0,
  }));
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
