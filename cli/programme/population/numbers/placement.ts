/** Money by fund, in fen. */
export type Need = ReadonlyMap<string, bigint>;
export type UnitMoney = { unit: string; fund: string; fen: bigint };

type Purse = { unit: string; funds: Map<string, { raised: bigint; left: bigint }> };

/**
 * The unit of each item, such that no unit spends more of a fund than it raised: the dearest items
 * first, each to the unit with the largest part of its money left. Throws RangeError, naming the
 * fund, when an item fits nowhere.
 */
export function placeInUnits(needs: readonly Need[], money: readonly UnitMoney[]): string[] {
  const purses = pursesOf(money);
  const units = needs.map(() => '');
  const byTotal = needs
    .map((need, at) => ({ need, at, total: totalOf(need) }))
    .toSorted((a, b) => Number(b.total - a.total) || a.at - b.at);
  for (const { need, at } of byTotal) {
    const purse = fullest(purses, need);
    for (const [fund, fen] of need) {
      const account = purse.funds.get(fund);
      if (account) account.left -= fen;
    }
    units[at] = purse.unit;
  }
  return units;
}

function pursesOf(money: readonly UnitMoney[]): Purse[] {
  return [...Map.groupBy(money, ({ unit }) => unit)].map(([unit, accounts]) => ({
    unit,
    funds: new Map(accounts.map(({ fund, fen }) => [fund, { raised: fen, left: fen }])),
  }));
}

function fullest(purses: readonly Purse[], need: Need): Purse {
  const [first] = purses
    .map((purse) => ({ purse, left: leftAfter(purse, need) }))
    .toSorted((a, b) => b.left - a.left);
  if (!first || first.left < 0) {
    throw new RangeError(`no unit has enough money in ${[...need.keys()].join(' and ')}`);
  }
  return first.purse;
}

/** The smallest part left of a fund when the need is met; -1 without such a fund. */
function leftAfter({ funds }: Purse, need: Need): number {
  const parts = [...(need.size > 0 ? need.keys() : funds.keys())].map((fund) => {
    const account = funds.get(fund);
    if (!account) return -1;
    return Number(account.left - (need.get(fund) ?? 0n)) / Number(account.raised);
  });
  return Math.min(...parts);
}

function totalOf(need: Need): bigint {
  return [...need.values()].reduce((sum, fen) => sum + fen, 0n);
}
