/** A number as a fraction of whole numbers, so that nothing is ever rounded unasked. */
export type Fraction = { top: bigint; bottom: bigint };

export const nought: Fraction = { top: 0n, bottom: 1n };

/** Decimal text as a fraction: '12.50' is 1250 hundredths. */
export function fractionOf(text: string): Fraction {
  const [whole = '', decimals = ''] = text.split('.');
  return { top: BigInt(whole + decimals), bottom: 10n ** BigInt(decimals.length) };
}

export const plus = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.bottom + b.top * a.bottom,
  bottom: a.bottom * b.bottom,
});

export const minus = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.bottom - b.top * a.bottom,
  bottom: a.bottom * b.bottom,
});

export const times = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.top,
  bottom: a.bottom * b.bottom,
});

/** a / b, with the bottom kept above zero. */
export function over(a: Fraction, b: Fraction): Fraction {
  const sign = b.top < 0n ? -1n : 1n;
  return { top: sign * a.top * b.bottom, bottom: sign * a.bottom * b.top };
}

export const isLess = (a: Fraction, b: Fraction): boolean => a.top * b.bottom < b.top * a.bottom;

/** The whole number next to a fraction: the nearest, a tie away from zero; or the one named. */
export function wholeOf({ top, bottom }: Fraction, mode: 'half-up' | 'down' | 'up'): bigint {
  const size = top < 0n ? -top : top;
  const down = size / bottom;
  const left = size - down * bottom;
  const up =
    (mode === 'up' && left > 0n) || (mode === 'half-up' && 2n * left >= bottom) ? down + 1n : down;
  return top < 0n ? -up : up;
}

/** Yuan to the fen, a tie away from zero. */
export function yuanText(amount: Fraction): string {
  const fen = wholeOf(times(amount, fractionOf('100')), 'half-up');
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A fraction that ends, as the shortest decimal text. */
export function shortestText(value: Fraction): string {
  let places = 0;
  let scaled = value;
  while (scaled.top % scaled.bottom !== 0n) {
    if (places > 1000) throw new RangeError('a fraction without end');
    scaled = times(scaled, fractionOf('10'));
    places += 1;
  }
  const units = scaled.top / scaled.bottom;
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const point = digits.length - places;
  const decimals = places > 0 ? `.${digits.slice(point)}` : '';
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${decimals}`;
}
