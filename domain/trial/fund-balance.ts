import type { IsoDate } from '../days.ts';
import { add, isNegative, negate, sum, ZERO, type Yuan } from '../money.ts';

/** Money of a fund of a unit on one day: raised, or approved for claims. */
export type FundMovement = { fund: string; unit: string; on: IsoDate; amount: Yuan };

/** What a fund of a unit had and spent up to a day, now and under the draft. */
export type FundBalance = {
  fund: string;
  unit: string;
  raised: Yuan;
  before: Yuan;
  after: Yuan;
  /** The first day on which more was approved than had been raised; null where there is none. */
  runsOutBefore: IsoDate | null;
  runsOutAfter: IsoDate | null;
};

/** The balance of every fund of every unit that has one, in order. */
export function fundBalances(of: {
  raised: readonly FundMovement[];
  approved: readonly FundMovement[];
  /** What the draft adds to the approvals, on their days. */
  changes: readonly FundMovement[];
}): FundBalance[] {
  const raisedBy = Map.groupBy(of.raised, keyOf);
  const approvedBy = Map.groupBy(of.approved, keyOf);
  const changedBy = Map.groupBy(of.changes, keyOf);
  const keys = new Set([raisedBy, approvedBy, changedBy].flatMap((it) => [...it.keys()]));
  return [...keys].toSorted().flatMap((key) => {
    const raised = raisedBy.get(key) ?? [];
    const before = approvedBy.get(key) ?? [];
    const after = [...before, ...(changedBy.get(key) ?? [])];
    const [one] = [...raised, ...after];
    if (!one) return [];
    const { fund, unit } = one;
    return {
      fund,
      unit,
      raised: total(raised),
      before: total(before),
      after: total(after),
      runsOutBefore: runsOutOn(raised, before),
      runsOutAfter: runsOutOn(raised, after),
    };
  });
}

const keyOf = ({ fund, unit }: FundMovement): string => `${fund} ${unit}`;

const total = (movements: readonly FundMovement[]): Yuan =>
  sum(movements.map(({ amount }) => amount));

/** Money raised on a day is there for what is approved on it. */
export function runsOutOn(
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
