import { fenOf, yuanFromFen, type Yuan } from '../../../../domain/money.ts';

/** A part of the whole programme, exact: '0.01' is 10,000 millionths. */
export type Scale = { text: string; millionths: bigint };

const million = 1_000_000n;

/** Decimal text above 0 and up to 1 with at most six places. Throws RangeError on other text. */
export function scale(text: string): Scale {
  const match = /^([01])(?:\.(\d{1,6}))?$/.exec(text);
  const millionths = BigInt(`${match?.[1] ?? ''}${(match?.[2] ?? '').padEnd(6, '0')}`);
  if (!match || millionths < 1n || millionths > million) {
    throw new RangeError(
      `比例应大于 0、不大于 1，至多六位小数 / a scale is above 0, at most 1, of up to six decimals: ${text}`,
    );
  }
  return { text: String(Number(millionths) / Number(million)), millionths };
}

/** So much of a count, rounded half up. */
export function scaledCount(count: number, { millionths }: Scale): number {
  return Number((BigInt(count) * millionths * 2n + million) / (2n * million));
}

/** So much of an amount, rounded half up to the fen. */
export function scaledYuan(amount: Yuan, { millionths }: Scale): Yuan {
  return yuanFromFen((fenOf(amount) * millionths * 2n + million) / (2n * million));
}

/**
 * The whole in whole parts in proportion to the weights, by largest remainder; of equal remainders
 * the earlier part gets the one more. Throws RangeError when there is something and no weight.
 */
export function share(whole: number, weights: readonly number[]): number[] {
  const sum = total(weights);
  if (sum === 0) {
    if (whole === 0) return weights.map(() => 0);
    throw new RangeError('nothing to share by');
  }
  const parts = weights.map((weight) => Math.floor((whole * weight) / sum));
  const left = whole - total(parts);
  const byRemainder = weights
    .map((weight, at) => ({ at, remainder: (whole * weight) % sum }))
    .toSorted((a, b) => b.remainder - a.remainder || a.at - b.at);
  for (const { at } of byRemainder.slice(0, left)) parts[at] = (parts[at] ?? 0) + 1;
  return parts;
}

/**
 * A table in proportion to the weights whose rows and columns add up exactly to the given sums,
 * which must have the same total: cells are rounded down and the rest goes, one by one, to the
 * cell that lacks most of its share, while row and column still lack something. A cell of weight
 * 0 is filled only when nothing else can be.
 */
export function shareTable(
  weights: readonly (readonly number[])[],
  rowSums: readonly number[],
  columnSums: readonly number[],
): number[][] {
  if (total(rowSums) !== total(columnSums)) {
    throw new RangeError('rows and columns add up to different totals');
  }
  const exact = weights.map((row, i) => row.map((weight) => part(weight, rowSums[i], total(row))));
  // One below the share leaves room for sums that were themselves rounded.
  const table = exact.map((row) => row.map((value) => Math.max(0, Math.floor(value) - 1)));
  const rowLeft = rowSums.map((sum, i) => sum - total(table[i] ?? []));
  const columnLeft = columnSums.map((sum, j) => sum - total(table.map((row) => row[j] ?? 0)));
  for (let left = total(rowLeft); left > 0; left -= 1) {
    const { i, j } = mostLacking(exact, table, rowLeft, columnLeft);
    const row = table[i];
    if (!row) throw new RangeError('the sums leave no cell to fill');
    row[j] = (row[j] ?? 0) + 1;
    rowLeft[i] = (rowLeft[i] ?? 0) - 1;
    columnLeft[j] = (columnLeft[j] ?? 0) - 1;
  }
  return table;
}

function mostLacking(
  exact: readonly number[][],
  table: readonly number[][],
  rowLeft: readonly number[],
  columnLeft: readonly number[],
): { i: number; j: number } {
  let most = { i: -1, j: -1, lack: -Infinity };
  for (const [i, row] of exact.entries()) {
    if ((rowLeft[i] ?? 0) <= 0) continue;
    for (const [j, value] of row.entries()) {
      if ((columnLeft[j] ?? 0) <= 0) continue;
      const lack = value > 0 ? value - (table[i]?.[j] ?? 0) : -Number.MAX_VALUE;
      if (lack > most.lack) most = { i, j, lack };
    }
  }
  return most;
}

function part(weight: number, of: number | undefined, weightSum: number): number {
  return weightSum === 0 ? 0 : (weight * (of ?? 0)) / weightSum;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
