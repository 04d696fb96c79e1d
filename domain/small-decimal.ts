/**
 * Arithmetic on short decimal texts as whole numbers of their last place: 12.50 is 1250 hundredths.
 * A whole number of at most 15 digits is exact in JavaScript, and so is every sum, product and
 * remainder that stays below Number.MAX_SAFE_INTEGER; nothing here ever holds a fraction. What is
 * longer, or no plain decimal, is answered by undefined: decimal-text.ts then takes the long way.
 */
const digitsMax = 15;
const powers = Array.from({ length: 16 }, (_, at) => 10 ** at);
const [zeroCode, nineCode, dotCode, minusCode] = [48, 57, 46, 45];

/** The digits of a plain decimal as a whole number; NaN for anything else or longer. */
function unitsOf(text: string): number {
  const start = text.charCodeAt(0) === minusCode ? 1 : 0;
  const { length } = text;
  if (length - start > digitsMax) return Number.NaN;
  let units = 0;
  let dot = 0;
  for (let at = start; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= zeroCode && code <= nineCode) units = units * 10 + (code - zeroCode);
    else if (code === dotCode && dot === 0 && at > start && at < length - 1) dot = at;
    else return Number.NaN;
  }
  const whole = (dot === 0 ? length : dot) - start;
  if (whole === 0 || (whole > 1 && text.charCodeAt(start) === zeroCode)) return Number.NaN;
  return start === 1 ? -units : units;
}

function placesOf(text: string): number {
  const dot = text.indexOf('.');
  return dot < 0 ? 0 : text.length - dot - 1;
}

/** Times ten to the power; NaN where that is no longer exact. */
function shifted(units: number, by: number): number {
  const power = powers[by];
  return power === undefined ? Number.NaN : exact(units * power);
}

const exact = (units: number): number =>
  Math.abs(units) <= Number.MAX_SAFE_INTEGER ? units : Number.NaN;

/** With so many decimals; undefined for NaN. */
function written(units: number, places: number): string | undefined {
  if (Number.isNaN(units)) return undefined;
  const digits = String(Math.abs(units));
  const sign = units < 0 ? '-' : '';
  if (places === 0) return sign + digits;
  const padded = digits.length > places ? digits : digits.padStart(places + 1, '0');
  const dot = padded.length - places;
  return `${sign}${padded.slice(0, dot)}.${padded.slice(dot)}`;
}

/** Without trailing zeros. */
function shortest(units: number, places: number): string | undefined {
  let [left, decimals] = [units, places];
  while (decimals > 0 && left % 10 === 0) {
    left /= 10;
    decimals -= 1;
  }
  return written(left, decimals);
}

export function smallSum(a: string, b: string): string | undefined {
  const places = Math.max(placesOf(a), placesOf(b));
  const sum = aligned(a, places) + aligned(b, places);
  return shortest(exact(sum), places);
}

export function smallDifference(a: string, b: string): string | undefined {
  const places = Math.max(placesOf(a), placesOf(b));
  const difference = aligned(a, places) - aligned(b, places);
  return shortest(exact(difference), places);
}

const aligned = (text: string, places: number): number =>
  shifted(unitsOf(text), places - placesOf(text));

export function smallProduct(a: string, b: string): string | undefined {
  return shortest(exact(unitsOf(a) * unitsOf(b)), placesOf(a) + placesOf(b));
}

/** -1, 0 or 1. */
export function smallOrder(a: string, b: string): -1 | 0 | 1 | undefined {
  const places = Math.max(placesOf(a), placesOf(b));
  const [left, right] = [aligned(a, places), aligned(b, places)];
  if (left < right) return -1;
  if (left > right) return 1;
  return left === right ? 0 : undefined;
}

/** With exactly so many decimals, a tie away from zero. */
export function smallRounded(text: string, places: number): string | undefined {
  return roundedUnits(unitsOf(text), placesOf(text), places);
}

/** The product with exactly so many decimals, a tie away from zero. */
export function smallProductRounded(a: string, b: string, places: number): string | undefined {
  const product = exact(unitsOf(a) * unitsOf(b));
  return roundedUnits(product, placesOf(a) + placesOf(b), places);
}

function roundedUnits(units: number, given: number, places: number): string | undefined {
  if (given <= places) return written(shifted(units, places - given), places);
  return written(quotient(units, shifted(1, given - places), 'half-up'), places);
}

/** a / b with exactly so many decimals; b is not zero. */
export function smallQuotient(
  a: string,
  b: string,
  { places, mode }: { places: number; mode: 'half-up' | 'down' | 'up' },
): string | undefined {
  const more = placesOf(b) - placesOf(a) + places;
  const top = more > 0 ? shifted(unitsOf(a), more) : unitsOf(a);
  const bottom = more < 0 ? shifted(unitsOf(b), -more) : unitsOf(b);
  return written(quotient(top, bottom, mode), places);
}

/** Whole numbers only: what the remainder leaves divides without one. */
function quotient(top: number, bottom: number, mode: 'half-up' | 'down' | 'up'): number {
  const size = Math.abs(bottom);
  const rest = Math.abs(top) % size;
  const down = (Math.abs(top) - rest) / size;
  const up = mode === 'half-up' ? rest >= size - rest : mode === 'up' && rest > 0;
  const whole = up ? down + 1 : down;
  return top < 0 === bottom < 0 || whole === 0 ? whole : -whole;
}
