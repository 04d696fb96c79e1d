import { divideText, multiplyRounded, multiplyText, roundText } from './decimal-text.ts';

export { roundText } from './decimal-text.ts';

declare const yuanBrand: unique symbol;

/** Yuan with two decimals as text: '123.45', '-0.50'; the same text as PostgreSQL numeric(14,2). */
export type Yuan = string & { readonly [yuanBrand]: true };

const yuanPattern = /^-?(0|[1-9]\d{0,11})\.\d\d$/;

/** True for the one spelling of an amount; '-0.00', '1.5' and '01.00' are not it. */
export function isYuan(text: string): text is Yuan {
  return yuanPattern.test(text) && text !== '-0.00';
}

/** The text as an amount. Throws RangeError unless it is the canonical spelling. */
export function yuan(text: string): Yuan {
  if (!isYuan(text)) throw new RangeError('not an amount in yuan with two decimals');
  return text;
}

export const ZERO: Yuan = yuan('0.00');

/** The amount of so many fen. Throws RangeError beyond twelve digits of yuan. */
export function yuanFromFen(fen: bigint): Yuan {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return yuan(`${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`);
}

export function fenOf(amount: Yuan): bigint {
  return BigInt(amount.replace('.', ''));
}

export function add(...amounts: Yuan[]): Yuan {
  return sum(amounts);
}

export function subtract(a: Yuan, b: Yuan): Yuan {
  return yuanFromFen(fenOf(a) - fenOf(b));
}

/** The amount owed the other way round. */
export function negate(amount: Yuan): Yuan {
  return yuanFromFen(-fenOf(amount));
}

/** The total; ZERO for nothing. */
export function sum(amounts: Iterable<Yuan>): Yuan {
  let fen = 0n;
  for (const amount of amounts) fen += fenOf(amount);
  return yuanFromFen(fen);
}

/** Decimal text rounded half up to the fen, a tie away from zero: the only rounding of money. */
export function roundToYuan(value: string): Yuan {
  return yuan(roundText(value, 2));
}

/** The amount times a decimal text, rounded half up to the fen. */
export function multiply(amount: Yuan, factor: string): Yuan {
  return yuan(multiplyRounded(amount, factor, 2));
}

/** So many per cent of the amount ('95' is 95 %), rounded half up to the fen. */
export function percentOf(amount: Yuan, percent: string): Yuan {
  return multiply(amount, multiplyText(percent, '0.01'));
}

/** a / b with exactly `places` decimals, rounded half up. Throws RangeError when b is zero. */
export function ratio(a: string, b: string, places: number): string {
  return divideText(a, b, places);
}

export function compare(a: Yuan, b: Yuan): -1 | 0 | 1 {
  const difference = fenOf(a) - fenOf(b);
  if (difference < 0n) return -1;
  return difference > 0n ? 1 : 0;
}

export function isAbove(a: Yuan, b: Yuan): boolean {
  return compare(a, b) > 0;
}

export function isZero(amount: Yuan): boolean {
  return amount === ZERO;
}

export function isNegative(amount: Yuan): boolean {
  return amount.startsWith('-');
}

/** The amount without its sign. */
export function absolute(amount: Yuan): Yuan {
  return isNegative(amount) ? subtract(ZERO, amount) : amount;
}

/** The smallest of the amounts. */
export function min(first: Yuan, ...rest: Yuan[]): Yuan {
  return rest.reduce((least, amount) => (isAbove(least, amount) ? amount : least), first);
}

/** The largest of the amounts. */
export function max(first: Yuan, ...rest: Yuan[]): Yuan {
  return rest.reduce((most, amount) => (isAbove(amount, most) ? amount : most), first);
}

/**
 * Splits the total in proportion to the weights by largest remainder; the parts add up to the
 * total, and of equal remainders the earlier part gets the fen. Throws RangeError on a negative
 * weight, or when all weights are zero.
 */
export function allocate(total: Yuan, weights: readonly bigint[]): Yuan[] {
  const weightSum = weights.reduce((all, weight) => all + weight, 0n);
  if (weightSum <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError('weights must not be negative, and not all zero');
  }
  const sign = isNegative(total) ? -1n : 1n;
  const fen = fenOf(total) * sign;
  const shares = weights.map((weight, position) => ({
    position,
    fen: (fen * weight) / weightSum,
    remainder: (fen * weight) % weightSum,
  }));
  const left = fen - shares.reduce((all, share) => all + share.fen, 0n);
  const byRemainder = shares.toSorted(
    (a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder),
  );
  const raised = new Set(byRemainder.slice(0, Number(left)).map((share) => share.position));
  return shares.map(({ position, fen: part }) =>
    yuanFromFen(sign * (raised.has(position) ? part + 1n : part)),
  );
}

/** The amount as people read it: '1,234.50'. */
export function formatYuan(amount: Yuan): string {
  return amount.replace(/\B(?=(\d{3})+\.)/g, ',');
}
