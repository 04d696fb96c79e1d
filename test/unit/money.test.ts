import { array, assert, bigInt, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ZERO,
  add,
  allocate,
  compare,
  fenOf,
  formatYuan,
  isAbove,
  isNegative,
  isYuan,
  isZero,
  max,
  min,
  multiply,
  percentOf,
  ratio,
  roundText,
  roundToYuan,
  subtract,
  sum,
  yuan,
  yuanFromFen,
} from '../../domain/money.ts';

const fenMax = 10n ** 14n - 1n;
const anyFen = bigInt({ min: -fenMax, max: fenMax });
const anyYuan = anyFen.map(yuanFromFen);
/** Small enough that two hundred of them stay inside numeric(14,2). */
const somewhatYuan = bigInt({ min: -(10n ** 11n), max: 10n ** 11n }).map(yuanFromFen);

describe('the text of an amount', () => {
  test.each(['0.00', '0.05', '-0.50', '1234.50', '999999999999.99', '-999999999999.99'])(
    '%s is an amount',
    (text) => {
      expect(yuan(text)).toBe(text);
    },
  );

  test.each(['', '1', '1.5', '1.505', '01.00', '+1.00', '-0.00', '1,000.00', ' 1.00', '1.00\n'])(
    '%j is not',
    (text) => {
      expect(isYuan(text)).toBe(false);
      expect(() => yuan(text)).toThrow(RangeError);
    },
  );

  test('has no more than the twelve digits of numeric(14,2)', () => {
    expect(() => yuan('1000000000000.00')).toThrow(RangeError);
    expect(() => add(yuan('999999999999.99'), yuan('0.01'))).toThrow(RangeError);
    expect(() => yuanFromFen(-fenMax - 1n)).toThrow(RangeError);
  });

  test('does not repeat the refused text, which may be anything', () => {
    expect(() => yuan('340524198001010013')).toThrow(/^not an amount/);
  });

  test('survives the way to fen and back', () => {
    const roundTrip = property(anyFen, (fen) => {
      expect(fenOf(yuanFromFen(fen))).toBe(fen);
      expect(yuan(yuanFromFen(fen).toString())).toBe(yuanFromFen(fen));
    });
    assert(roundTrip);
  });

  test('is read with a comma every three digits', () => {
    expect(formatYuan(yuan('1234.50'))).toBe('1,234.50');
    expect(formatYuan(yuan('-1234567.00'))).toBe('-1,234,567.00');
    expect(formatYuan(yuan('999.99'))).toBe('999.99');
    expect(formatYuan(yuan('-999.99'))).toBe('-999.99');
    const readsBack = property(anyYuan, (amount) => {
      expect(formatYuan(amount)).toMatch(/^-?\d{1,3}(,\d{3})*\.\d\d$/);
      expect(formatYuan(amount).replaceAll(',', '')).toBe(amount);
    });
    assert(readsBack);
  });
});

describe('sums', () => {
  test('adds what a binary fraction cannot hold', () => {
    expect(add(yuan('0.10'), yuan('0.20'))).toBe('0.30');
    expect(add(yuan('90071992547.41'), yuan('0.01'))).toBe('90071992547.42');
    expect(sum([])).toBe(ZERO);
  });

  test('subtract takes back what add gave, in any order', () => {
    const undone = property(somewhatYuan, somewhatYuan, (a, b) => {
      expect(subtract(add(a, b), b)).toBe(a);
      expect(add(a, b)).toBe(add(b, a));
      expect(subtract(a, a)).toBe(ZERO);
    });
    assert(undone);
  });

  test('a sum does not depend on order or grouping', () => {
    const anyOrder = property(array(somewhatYuan, { maxLength: 200 }), (amounts) => {
      const half = amounts.length / 2;
      const grouped = add(sum(amounts.slice(0, half)), sum(amounts.slice(half)));
      expect(sum(amounts)).toBe(sum(amounts.toReversed()));
      expect(grouped).toBe(sum(amounts));
    });
    assert(anyOrder);
  });

  test('compares by value', () => {
    expect(isAbove(yuan('10.00'), yuan('9.00'))).toBe(true);
    expect(isAbove(yuan('9.00'), yuan('9.00'))).toBe(false);
    expect(isZero(ZERO)).toBe(true);
    expect(isZero(yuan('0.01'))).toBe(false);
    expect(isNegative(yuan('-0.01'))).toBe(true);
    expect(isNegative(ZERO)).toBe(false);
    const ordered = property(anyYuan, anyYuan, (a, b) => {
      expect(compare(a, b)).toBe(Number(fenOf(a) > fenOf(b)) - Number(fenOf(a) < fenOf(b)));
      expect([min(a, b), max(a, b)].toSorted(compare)).toEqual([a, b].toSorted(compare));
      expect(isAbove(min(a, b), max(a, b))).toBe(false);
    });
    assert(ordered);
  });
});

describe('rounding', () => {
  test.each([
    ['100.05', '0.5', '50.03'],
    ['-100.05', '0.5', '-50.03'],
    ['0.01', '0.5', '0.01'],
    ['0.01', '0.49', '0.00'],
    ['-0.01', '0.49', '0.00'],
    ['1500.00', '1.2', '1800.00'],
    ['999999999999.99', '1', '999999999999.99'],
  ])('%s times %s is %s', (amount, factor, product) => {
    expect(multiply(yuan(amount), factor)).toBe(product);
  });

  test.each([
    ['78000.00', '30.26', '23602.80'],
    ['0.50', '1', '0.01'],
    ['0.49', '1', '0.00'],
    ['1234.56', '100', '1234.56'],
  ])('of %s, %s per cent is %s', (amount, percent, part) => {
    expect(percentOf(yuan(amount), percent)).toBe(part);
  });

  test('gives a reversal the same fen as what it reverses', () => {
    const factor = tuple(integer({ min: 0, max: 9 }), integer({ min: 0, max: 9999 }));
    const symmetric = property(somewhatYuan, factor, (amount, [whole, fraction]) => {
      const text = `${whole}.${String(fraction).padStart(4, '0')}`;
      const reversed = multiply(subtract(ZERO, amount), text);
      expect(reversed).toBe(subtract(ZERO, multiply(amount, text)));
    });
    assert(symmetric);
  });

  test('is half up to the fen, as integers round', () => {
    const halfUp = property(bigInt({ min: 0n, max: 10n ** 15n - 6n }), (thousandths) => {
      const text = `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`;
      expect(roundToYuan(text)).toBe(yuanFromFen((thousandths + 5n) / 10n));
    });
    assert(halfUp);
  });

  test('percentOf is multiply by a hundredth', () => {
    const same = property(somewhatYuan, integer({ min: 0, max: 200 }), (amount, percent) => {
      const factor = `${Math.floor(percent / 100)}.${String(percent % 100).padStart(2, '0')}`;
      expect(percentOf(amount, String(percent))).toBe(multiply(amount, factor));
    });
    assert(same);
  });

  test('does not take a number that only looks like decimal text', () => {
    expect(() => multiply(yuan('1.00'), '1e2')).toThrow(RangeError);
    expect(() => roundToYuan('')).toThrow(RangeError);
  });

  test('ratio prints the places asked for', () => {
    expect(ratio('13.11', '13.76', 4)).toBe('0.9528');
    expect(ratio(yuan('23600.00'), yuan('78000.00'), 4)).toBe('0.3026');
    expect(() => ratio(yuan('1.00'), ZERO, 2)).toThrow(RangeError);
    expect(roundText('27.084', 2)).toBe('27.08');
  });
});

describe('allocate', () => {
  test('gives the odd fen to the largest remainder, the earlier of equals', () => {
    expect(allocate(yuan('100.00'), [1n, 1n, 1n])).toEqual(['33.34', '33.33', '33.33']);
    expect(allocate(yuan('0.01'), [1n, 2n])).toEqual(['0.00', '0.01']);
    expect(allocate(yuan('-100.00'), [1n, 1n, 1n])).toEqual(['-33.34', '-33.33', '-33.33']);
    expect(allocate(yuan('5.00'), [0n, 3n, 0n])).toEqual(['0.00', '5.00', '0.00']);
  });

  test('refuses weights that divide nothing', () => {
    expect(() => allocate(yuan('1.00'), [])).toThrow(RangeError);
    expect(() => allocate(yuan('1.00'), [0n, 0n])).toThrow(RangeError);
    expect(() => allocate(yuan('1.00'), [2n, -1n])).toThrow(RangeError);
  });

  test('adds up to the total, each part within a fen of its exact share', () => {
    const weights = array(bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 40 });
    const exact = property(anyYuan, weights, (total, parts) => {
      const weightSum = parts.reduce((all, weight) => all + weight, 0n);
      if (weightSum === 0n) return;
      const shares = allocate(total, parts);
      expect(sum(shares)).toBe(total);
      shares.forEach((share, position) => {
        const off = fenOf(share) * weightSum - fenOf(total) * (parts[position] ?? 0n);
        expect(off < weightSum && -off < weightSum).toBe(true);
      });
    });
    assert(exact);
  });
});
