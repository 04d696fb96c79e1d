import { array, assert, bigInt, constantFrom, integer, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addText,
  compareText,
  divideText,
  isDecimalText,
  multiplyRounded,
  multiplyText,
  roundText,
  subtractText,
} from '../../domain/decimal-text.ts';

const thirtyNines = '9'.repeat(30);

/** An integer and the decimal text of it divided by a power of ten. */
const scaled = tuple(bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), integer({ min: 0, max: 9 }));

function textOf([units, places]: [bigint, number]): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places);
  return `${units < 0n ? '-' : ''}${whole}${places > 0 ? `.${fraction}` : ''}`;
}

/** numerator / denominator in units of the last place, a half away from zero, in integers only. */
function halfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * top + bottom) / (2n * bottom);
  return negative ? -rounded : rounded;
}

describe('decimal text', () => {
  test.each(['0', '-0', '12', '-0.5', '1.50', `${thirtyNines}.${thirtyNines}`])(
    '%s is decimal text',
    (text) => {
      expect(isDecimalText(text)).toBe(true);
    },
  );

  test.each(['', '1e3', '+1', '.5', '1.', '01', '1,000', ' 1', 'NaN', 'Infinity', '１', '0x1'])(
    '%j is refused by every operation',
    (text) => {
      expect(isDecimalText(text)).toBe(false);
      expect(() => addText(text, '1')).toThrow(RangeError);
      expect(() => roundText(text, 2)).toThrow(RangeError);
    },
  );

  test('adds what a binary fraction cannot hold', () => {
    expect(addText('0.1', '0.2')).toBe('0.3');
    expect(subtractText('0.3', '0.1')).toBe('0.2');
    expect(multiplyText('1.1', '1.1')).toBe('1.21');
  });

  test('never writes a negative zero or an exponent', () => {
    expect(subtractText('1', '1')).toBe('0');
    expect(multiplyText('-1', '0')).toBe('0');
    expect(roundText('-0.004', 2)).toBe('0.00');
    expect(multiplyText('0.0000000001', '0.0000000001')).toBe('0.00000000000000000001');
  });

  test.each([
    ['0.005', 2, '0.01'],
    ['1.005', 2, '1.01'],
    ['2.675', 2, '2.68'],
    ['-0.005', 2, '-0.01'],
    ['0.0049999999999', 2, '0.00'],
    ['13.5', 0, '14'],
    ['7', 2, '7.00'],
  ])('rounds %s to %i places as %s', (value, places, rounded) => {
    expect(roundText(value, places)).toBe(rounded);
  });

  test('divides with the places asked for, and refuses zero', () => {
    expect(divideText('13.11', '13.76', 4)).toBe('0.9528');
    expect(divideText('1', '3', 2)).toBe('0.33');
    expect(() => divideText('1', '0.00', 2)).toThrow(RangeError);
  });

  test.each([-1, 31, 1.5, Number.NaN])('refuses %d places', (places) => {
    expect(() => roundText('1', places)).toThrow(RangeError);
  });

  test('keeps every digit of the longest operands', () => {
    const longest = `${thirtyNines}.${thirtyNines}`;
    const product = BigInt(thirtyNines + thirtyNines) ** 2n;
    const digits = product.toString();
    expect(multiplyText(longest, longest)).toBe(`${digits.slice(0, -60)}.${digits.slice(-60)}`);
  });

  test('rounds products and quotients as integer arithmetic does', () => {
    const places = integer({ min: 0, max: 6 });
    const agrees = property(scaled, scaled, places, ([a, aPlaces], [b, bPlaces], to) => {
      const product = halfUp(a * b * 10n ** BigInt(to), 10n ** BigInt(aPlaces + bPlaces));
      const [left, right] = [textOf([a, aPlaces]), textOf([b, bPlaces])];
      expect(multiplyRounded(left, right, to)).toBe(textOf([product, to]));
      if (b === 0n) return;
      const quotient = halfUp(a * 10n ** BigInt(to + bPlaces), b * 10n ** BigInt(aPlaces));
      expect(divideText(left, right, to)).toBe(textOf([quotient, to]));
    });
    assert(agrees);
  });

  test('tells a tie from its neighbours thirty places down', () => {
    const tiny = `0.${'0'.repeat(29)}1`;
    expect(roundText(addText('0.005', tiny), 2)).toBe('0.01');
    expect(roundText(subtractText('0.005', tiny), 2)).toBe('0.00');
  });

  test('takes back with subtractText what addText added', () => {
    const undone = property(scaled, scaled, (a, b) => {
      const [left, right] = [textOf(a), textOf(b)];
      expect(compareText(subtractText(addText(left, right), right), left)).toBe(0);
    });
    assert(undone);
  });

  test('orders by value and not by spelling', () => {
    expect(compareText('1.50', '1.5')).toBe(0);
    expect(compareText('9', '10')).toBe(-1);
    expect(compareText('-9', '-10')).toBe(1);
    const sorts = property(array(scaled), constantFrom(3, 9), (values, places) => {
      const units = values.map(([value]) => value);
      const byText = units.toSorted((a, b) =>
        compareText(textOf([a, places]), textOf([b, places])),
      );
      expect(byText).toEqual(units.toSorted((a, b) => (a < b ? -1 : Number(a > b))));
    });
    assert(sorts);
  });
});
