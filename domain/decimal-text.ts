import { Decimal } from 'decimal.js';

const decimalPattern = /^-?(0|[1-9]\d{0,29})(\.\d{1,30})?$/;
const placesMax = 30;

/**
 * Two operands of at most 60 digits and 30 places of result need fewer than 200 digits before
 * a quotient can be told from a tie, so every result below is rounded once, from the exact value.
 */
const Exact = Decimal.clone({ precision: 200, rounding: Decimal.ROUND_HALF_UP });

/** True for plain decimal text: up to 30 digits on each side of the point, no exponent, no plus. */
export function isDecimalText(text: string): boolean {
  return decimalPattern.test(text);
}

/** Exact sum, without trailing zeros. Throws RangeError on anything but decimal text. */
export function addText(a: string, b: string): string {
  return print(parse(a).plus(parse(b)));
}

/** Exact difference a - b, without trailing zeros. */
export function subtractText(a: string, b: string): string {
  return print(parse(a).minus(parse(b)));
}

/** Exact product, without trailing zeros. */
export function multiplyText(a: string, b: string): string {
  return print(parse(a).times(parse(b)));
}

/** a / b with exactly `places` decimals, rounded half up. Throws RangeError when b is zero. */
export function divideText(a: string, b: string, places: number): string {
  const divisor = parse(b);
  if (divisor.isZero()) throw new RangeError('division by zero');
  return printRounded(parse(a).dividedBy(divisor), places);
}

/** a / b as a whole number, what is left over cut off towards zero. RangeError when b is zero. */
export function roundDown(a: string, b: string): string {
  return wholeQuotient(a, b, Decimal.ROUND_DOWN);
}

/** a / b as a whole number, the next one away from zero. Throws RangeError when b is zero. */
export function roundUp(a: string, b: string): string {
  return wholeQuotient(a, b, Decimal.ROUND_UP);
}

function wholeQuotient(a: string, b: string, mode: Decimal.Rounding): string {
  const divisor = parse(b);
  if (divisor.isZero()) throw new RangeError('division by zero');
  return parse(a).dividedBy(divisor).toDecimalPlaces(0, mode).toFixed(0);
}

/** -1, 0 or 1 as a is below, equal to or above b; '1.50' equals '1.5'. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  const order = parse(a).comparedTo(parse(b));
  if (order < 0) return -1;
  return order > 0 ? 1 : 0;
}

/**
 * The value with exactly `places` decimals, rounded half up as in 四舍五入: a tie moves away from
 * zero, so that a reversal is the exact negative of what it reverses.
 */
export function roundText(value: string, places: number): string {
  return printRounded(parse(value), places);
}

/** multiplyText and roundText in one step, for products too long to be decimal text themselves. */
export function multiplyRounded(a: string, b: string, places: number): string {
  return printRounded(parse(a).times(parse(b)), places);
}

function parse(text: string): Decimal {
  if (!isDecimalText(text)) throw new RangeError('not a plain decimal text');
  return new Exact(text);
}

function printRounded(value: Decimal, places: number): string {
  if (!Number.isInteger(places) || places < 0 || places > placesMax) {
    throw new RangeError(`places must be a whole number from 0 to ${placesMax}`);
  }
  return value.toDecimalPlaces(places).toFixed(places);
}

function print(value: Decimal): string {
  return value.toFixed();
}
