import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addText,
  compareText,
  divideText,
  multiplyRounded,
  multiplyText,
  roundDown,
  roundText,
  roundUp,
  subtractText,
} from '../../domain/decimal-text.ts';
import { smallProduct, smallSum } from '../../domain/small-decimal.ts';

const Long = Decimal.clone({ precision: 200, rounding: Decimal.ROUND_HALF_UP });

/** Digits with a point somewhere: short, and too long for whole numbers to be exact. */
const anyDecimal = fc
  .record({
    digits: fc.oneof(
      fc.nat(99_999).map(String),
      fc.constantFrom('5', '25', '125', '999999999999999', '9007199254740993'),
      fc.bigInt({ min: 0n, max: 10n ** 17n }).map(String),
      fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String),
    ),
    places: fc.nat(8),
    below: fc.boolean(),
  })
  .map(({ digits, places, below }) => {
    const padded = digits.padStart(places + 1, '0');
    const dot = padded.length - places;
    const decimals = places > 0 ? `.${padded.slice(dot)}` : '';
    return `${below ? '-' : ''}${padded.slice(0, dot)}${decimals}`;
  });

const places = fc.nat(6);

describe('short texts are calculated as decimal.js calculates long ones', () => {
  test('in sums, differences, products, comparisons and rounding', () => {
    let short = 0;
    const alike = fc.property(anyDecimal, anyDecimal, places, (a, b, to) => {
      const [left, right] = [new Long(a), new Long(b)];
      expect(addText(a, b)).toBe(plain(left.plus(right)));
      expect(subtractText(a, b)).toBe(plain(left.minus(right)));
      expect(multiplyText(a, b)).toBe(plain(left.times(right)));
      expect(compareText(a, b)).toBe(left.comparedTo(right));
      expect(roundText(a, to)).toBe(fixed(left, to));
      expect(multiplyRounded(a, b, to)).toBe(fixed(left.times(right), to));
      if (smallSum(a, b) !== undefined) short += 1;
    });
    fc.assert(alike, { numRuns: 10_000 });
    expect(short).toBeGreaterThan(2000);
    expect(short).toBeLessThan(8000);
  });

  test('in quotients, to the nearest, the lower and the higher', () => {
    const alike = fc.property(anyDecimal, anyDecimal, places, (a, b, to) => {
      const [left, right] = [new Long(a), new Long(b)];
      fc.pre(!right.isZero());
      const quotient = left.dividedBy(right);
      expect(divideText(a, b, to)).toBe(fixed(quotient, to));
      expect(roundDown(a, b)).toBe(plain(quotient.toDecimalPlaces(0, Decimal.ROUND_DOWN)));
      expect(roundUp(a, b)).toBe(plain(quotient.toDecimalPlaces(0, Decimal.ROUND_UP)));
    });
    fc.assert(alike, { numRuns: 3000 });
  });

  test.each(['', '-', '.', '1.', '.5', '01', '-01', '1.2.3', '1e3', '+1', ' 1', 'NaN', '１'])(
    'not for %j, which is no plain decimal',
    (text) => {
      expect(smallSum(text, '1')).toBeUndefined();
      expect(() => multiplyText('1', text)).toThrow(RangeError);
    },
  );

  test('not where a product would no longer be exact', () => {
    expect(smallProduct('94906267', '94906267')).toBeUndefined();
    expect(multiplyText('94906267', '94906267')).toBe('9007199515875289');
  });
});

/** A zero has no sign. */
const plain = (value: Decimal): string => (value.isZero() ? '0' : value.toFixed());
const fixed = (value: Decimal, to: number): string => {
  const rounded = value.toDecimalPlaces(to);
  return (rounded.isZero() ? new Long(0) : rounded).toFixed(to);
};
