import { Decimal } from 'decimal.js';
import {
  smallDifference,
  smallOrder,
  smallProduct,
  smallProductRounded,
  smallQuotient,
  smallRounded,
  smallSum,
} from './small-decimal.ts';

const decimalPattern = /^-?(0|[1-9]\d{0,29})(\.\d{1,30})?$/;
/** What a few operations make of the longest texts can still be calculated with. */
const operandPattern = /^-?(0|[1-9]\d{0,119})(\.\d{1,120})?$/;
const placesMax = 30;

/**
 * Two operands of at most 240 digits and 30 places of result need fewer than 600 digits before
 * a quotient can be told from a tie, so every result below is rounded once, from the exact value.
 * Short operands, nearly all there are, are calculated by small-decimal.ts, with the same results.
 */
const Exact = Decimal.clone({ precision: 600, rounding: Decimal.ROUND_HALF_UP });

/** True for plain decimal text: up to 30 digits on each side of the point, no exponent, no plus. */
export function isDecimalText(text: string): boolean {
  return decimalPattern.test(text);
}

/**
 * Exact sum, without trailing zeros. Throws RangeError on anything but decimal text; of results,
 * like all below it takes such as have up to 120 digits on each side of the point.
 */
export function addText(a: string, b: string): string {
  return smallSum(a, b) ?? print(parse(a).plus(parse(b)));
}

/** Exact difference a - b, without trailing zeros. */
export function subtractText(a: string, b: string): string {
  return smallDifference(a, b) ?? print(parse(a).minus(parse(b)));
}

/** Exact product, without trailing zeros. */
export function multiplyText(a: string, b: string): string {
  return smallProduct(a, b) ?? print(parse(a).times(parse(b)));
}

/** a / b with exactly `places` decimals, rounded half up. Throws RangeError when b is zero. */
export function divideText(a: string, b: string, places: number): string {
  requirePlaces(places);
  requireDivisor(b);
  const small = smallQuotient(a, b, { places, mode: 'half-up' });
  return small ?? printRounded(parse(a).dividedBy(parse(b)), places);
}

/** a / b as a whole number, what is left over cut off towards zero. RangeError when b is zero. */
export function roundDown(a: string, b: string): string {
  return wholeQuotient(a, b, 'down');
}

/** a / b as a whole number, the next one away from zero. Throws RangeError when b is zero. */
export function roundUp(a: string, b: string): string {
  return wholeQuotient(a, b, 'up');
}

function wholeQuotient(a: string, b: string, mode: 'down' | 'up'): string {
  requireDivisor(b);
  const small = smallQuotient(a, b, { places: 0, mode });
  if (small !== undefined) return small;
  const rounding = mode === 'down' ? Decimal.ROUND_DOWN : Decimal.ROUND_UP;
  return parse(a).dividedBy(parse(b)).toDecimalPlaces(0, rounding).toFixed(0);
}

function requireDivisor(text: string): void {
  if (compareText(text, '0') === 0) throw new RangeError('division by zero');
}

/** -1, 0 or 1 as a is below, equal to or above b; '1.50' equals '1.5'. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  const small = smallOrder(a, b);
  if (small !== undefined) return small;
  const order = parse(a).comparedTo(parse(b));
  if (order < 0) return -1;
  return order > 0 ? 1 : 0;
}

/**
 * The value with exactly `places` decimals, rounded half up as in 四舍五入: a tie moves away from
 * zero, so that a reversal is the exact negative of what it reverses.
 */
export function roundText(value: string, places: number): string {
  requirePlaces(places);
  return smallRounded(value, places) ?? printRounded(parse(value), places);
}

/** multiplyText and roundText in one step, for products too long to be decimal text themselves. */
export function multiplyRounded(a: string, b: string, places: number): string {
  requirePlaces(places);
  const small = smallProductRounded(a, b, places);
  return small ?? printRounded(parse(a).times(parse(b)), places);
}

function parse(text: string): Decimal {
  if (!operandPattern.test(text)) throw new RangeError('not a plain decimal text');
  return new Exact(text);
}

function requirePlaces(places: number): void {
  if (!Number.isInteger(places) || places < 0 || places > placesMax) {
    throw new RangeError(`places must be a whole number from 0 to ${placesMax}`);
  }
}

function printRounded(value: Decimal, places: number): string {
  return value.toDecimalPlaces(places).toFixed(places);
}

function print(value: Decimal): string {
  return value.toFixed();
}
