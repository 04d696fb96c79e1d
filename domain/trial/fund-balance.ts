import type { IsoDate } from '../days.ts';
import { add, isNegative, negate, sum, ZERO, type Yuan } from '../money.ts';

/** Money of a fund of a unit on one day: raised, or approved for claims. */
export type FundMovement = { fund: string; unit: string; on: IsoDate; amount: Yuan };

/** What a fund had and spent up to a day, now and under the draft. */
export type FundBalance = {
  fund: string;
  /** Null for all units that have some of the fund together. */
  unit: string | null;
  raised: Yuan;
  before: Yuan;
  after: Yuan;
  /** The first day on which more was approved than had been raised; null where there is none. */
  runsOutBefore: IsoDate | null;
  runsOutAfter: IsoDate | null;
};

type Movements = {
  raised: readonly FundMovement[];
  approved: readonly FundMovement[];
  /** What the draft adds to the approvals, on their days. */
  changes: readonly FundMovement[];
};

/** The balance of every fund, and of each unit's part of it, in order. */
export function fundBalances(of: Movements): FundBalance[] {
  return parted(of, ({ fund }) => fund).flatMap(([fund, whole]) => [
    balanceOf(whole, { fund, unit: null }),
    ...parted(whole, ({ unit }) => unit).map(([unit, part]) => balanceOf(part, { fund, unit })),
  ]);
}

/** Movements by a key, in its order. */
function parted(of: Movements, keyOf: (it: FundMovement) => string): [string, Movements][] {
  const raised = Map.groupBy(of.raised, keyOf);
  const approved = Map.groupBy(of.approved, keyOf);
  const changes = Map.groupBy(of.changes, keyOf);
  const keys = new Set([raised, approved, changes].flatMap((it) => [...it.keys()]));
  return [...keys].toSorted().map((key) => [
    key,
    {
      raised: raised.get(key) ?? [],
      approved: approved.get(key) ?? [],
      changes: changes.get(key) ?? [],
    },
  ]);
}

function balanceOf(
  { raised, approved, changes }: Movements,
  of: Pick<FundBalance, 'fund' | 'unit'>,
): FundBalance {
  const drafted = [...approved, ...changes];
  return {
    ...of,
    raised: total(raised),
    before: total(approved),
    after: total(drafted),
    runsOutBefore: runsOutOn(raised, approved),
    runsOutAfter: runsOutOn(raised, drafted),
  };
}

const total = (movements: readonly FundMovement[]): Yuan =>
  sum(movements.map(({ amount }) => amount));

/** Money raised on a day is there for what is approved on it. */
function runsOutOn(
  raised: readonly FundMovement[],
  spent: readonly FundMovement[],
): IsoDate | null {
  const byDay = new Map<IsoDate, Yuan>();
  const count = (on: IsoDate, amount: Yuan) => byDay.set(on, add(byDay.get(on) ?? ZERO, amount));
  for (const { on, amount } of raised) count(on, amount);
  for (const { on, amount } of spent) count(on, negate(amount));
  let balance = ZERO;
  for (const [day, amount] of [...byDay].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    balance = add(balance, amount);
    if (isNegative(balance)) return day;
  }
  return null;
}
