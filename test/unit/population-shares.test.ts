import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitMoney } from '../../cli/programme/population/numbers/fit-money.ts';
import { placeInUnits } from '../../cli/programme/population/numbers/placement.ts';
import {
  scale,
  scaledCount,
  scaledYuan,
  share,
  shareTable,
} from '../../cli/programme/population/numbers/shares.ts';
import { yuan } from '../../domain/money.ts';

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

describe('scale', () => {
  test.each(['1', '0.1', '0.01', '0.00002'])('takes %s', (text) => {
    expect(scale(text).text).toBe(text);
  });

  test('has one spelling', () => {
    expect(scale('1.0').text).toBe('1');
    expect(scale('0.010').text).toBe('0.01');
  });

  test.each(['0', '0.0', '1.1', '2', '-0.1', '.5', '0.1234567', '1e-2', '', ' 1'])(
    'refuses "%s"',
    (text) => {
      expect(() => scale(text)).toThrow(RangeError);
    },
  );

  test('rounds counts and money half up', () => {
    expect(scaledCount(1271, scale('0.01'))).toBe(13);
    expect(scaledCount(50, scale('0.01'))).toBe(1);
    expect(scaledYuan(yuan('389910000.00'), scale('0.01'))).toBe('3899100.00');
    expect(scaledYuan(yuan('0.50'), scale('0.01'))).toBe('0.01');
  });
});

describe('share', () => {
  test('gives what is left to the largest remainders, the earlier first', () => {
    expect(share(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(share(3, [5, 4, 1])).toEqual([2, 1, 0]);
  });

  test('refuses to share something by nothing', () => {
    expect(() => share(1, [0, 0])).toThrow(RangeError);
    expect(share(0, [0, 0])).toEqual([0, 0]);
  });

  test('adds up and is never off by one or more', () => {
    const weights = array(integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 12 });
    assert(
      property(integer({ min: 0, max: 300_000 }), weights, (whole, of) => {
        if (total(of) === 0) return;
        const parts = share(whole, of);
        expect(total(parts)).toBe(whole);
        for (const [at, part] of parts.entries()) {
          expect(Math.abs(part - (whole * (of[at] ?? 0)) / total(of))).toBeLessThan(1);
        }
      }),
    );
  });
});

describe('shareTable', () => {
  test('keeps the sums of rows and columns', () => {
    const cell = integer({ min: 1, max: 50_000 });
    const rows = array(array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 9 });
    assert(
      property(rows, integer({ min: 1, max: 1000 }), (weights, perMille) => {
        const scaled = (sums: number[], whole: number) => share(whole, sums);
        const rowWeights = weights.map(total);
        const columnWeights = [0, 1, 2, 3].map((j) => total(weights.map((row) => row[j] ?? 0)));
        const whole = Math.round((total(rowWeights) * perMille) / 1000);
        const rowSums = scaled(rowWeights, whole);
        const columnSums = scaled(columnWeights, whole);
        const table = shareTable(weights, rowSums, columnSums);
        expect(table.map(total)).toEqual(rowSums);
        expect([0, 1, 2, 3].map((j) => total(table.map((row) => row[j] ?? 0)))).toEqual(columnSums);
        expect(Math.min(...table.flat())).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  test('leaves a cell of weight 0 empty when there is room elsewhere', () => {
    expect(
      shareTable(
        [
          [0, 10],
          [10, 10],
        ],
        [1, 2],
        [1, 2],
      ),
    ).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  test('refuses sums of different totals', () => {
    expect(() => shareTable([[1]], [1], [2])).toThrow(RangeError);
  });
});

describe('fitMoney', () => {
  const rated = (pool: string, fen: bigint, count: number, movable = true) => {
    return { pool, fen, count, movable };
  };
  const cost = (counts: readonly { fen: bigint; count: number }[]) =>
    counts.reduce((sum, { fen, count }) => sum + fen * BigInt(count), 0n);

  test('moves lines between neighbouring rates of a pool until the money fits', () => {
    const counts = [rated('a', 800n, 10), rated('a', 1000n, 10), rated('a', 1100n, 10)];
    expect(fitMoney(counts, 29_300n)).toBe(0n);
    expect(cost(counts)).toBe(29_300n);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(30);
  });

  test('leaves lines that must not move where they are, and tells what is missing', () => {
    const counts = [rated('a', 6000n, 3, false), rated('a', 800n, 2), rated('b', 900n, 2)];
    expect(fitMoney(counts, 0n)).toBe(-21_400n);
    expect(counts.map(({ count }) => count)).toEqual([3, 2, 2]);
  });

  test('never changes the number of lines of a pool, and never ends farther away', () => {
    const rate = record({
      pool: integer({ min: 0, max: 2 }),
      fen: integer({ min: 1, max: 60 }),
      count: integer({ min: 0, max: 200 }),
    });
    assert(
      property(array(rate, { maxLength: 12 }), integer({ min: 0, max: 60_000 }), (rates, goal) => {
        const counts = rates.map(({ pool, fen, count }) => rated(`${pool}`, BigInt(fen), count));
        const before = cost(counts);
        const sizes = (pool: string) =>
          total(counts.filter((it) => it.pool === pool).map(({ count }) => count));
        const sizesBefore = ['0', '1', '2'].map(sizes);
        const target = BigInt(goal);
        const gap = fitMoney(counts, target);
        expect(gap).toBe(target - cost(counts));
        expect(['0', '1', '2'].map(sizes)).toEqual(sizesBefore);
        expect(Math.abs(Number(gap))).toBeLessThanOrEqual(Math.abs(Number(target - before)));
        expect(counts.every(({ count }) => count >= 0)).toBe(true);
      }),
    );
  });
});

describe('placeInUnits', () => {
  const money = [
    { unit: 'region', fund: 'ledger', fen: 1000n },
    { unit: 'county', fund: 'ledger', fen: 100n },
    { unit: 'county', fund: 'poverty', fen: 50n },
  ];

  test('gives the dearest item to the unit that keeps most of its money', () => {
    const needs = [new Map([['ledger', 40n]]), new Map([['ledger', 600n]])];
    expect(placeInUnits(needs, money)).toEqual(['county', 'region']);
  });

  test('keeps every unit within what it raised of every fund', () => {
    const need = new Map([
      ['ledger', 30n],
      ['poverty', 25n],
    ]);
    expect(placeInUnits([need, need], money)).toEqual(['county', 'county']);
    expect(() => placeInUnits([need, need, need], money)).toThrow(/ledger and poverty/u);
  });
});
