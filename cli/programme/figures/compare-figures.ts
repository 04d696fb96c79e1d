import {
  compareText,
  multiplyText,
  addText,
  subtractText,
  roundText,
} from '../../../domain/decimal-text.ts';
import { ratio } from '../../../domain/money.ts';
import type { ExpectedFigure, ExpectedFigures } from './expected-figures.ts';
import { scaledCount, share, type Scale } from '../population/numbers/shares.ts';

/** A figure of the run: exact in the base unit, and as its report prints it. */
export type RunFigure = { id: string; value: string | null; printed: string };

export type Comparison = {
  id: string;
  /** What the report says, and what that is at the scale of the run. */
  seed: string;
  expected: string;
  value: string;
  printed: string;
  equal: boolean;
};

/**
 * Holds every expected figure against the run's. Counts are scaled by largest remainder, money is
 * kept within half of its last printed digit times the scale, ratios and policy do not scale. At
 * scale 1 the printed text itself must be the same. A figure the run lacks is not equal.
 */
export function compareFigures(
  expected: ExpectedFigures,
  run: readonly RunFigure[],
  scale: Scale,
): Comparison[] {
  const byId = new Map(run.map((figure) => [figure.id, figure]));
  const groups = groupCounts(expected, scale);
  return Object.entries(expected).map(([id, figure]) => {
    const found = byId.get(id);
    const test = testOf(id, figure, { expected, groups, scale });
    const seed = figure.printed ?? '—';
    if (!found) return { id, seed, expected: test.text, value: '', printed: '', equal: false };
    const { value, printed } = found;
    const printsTheSame = scale.text !== '1' || printed === seed;
    return {
      id,
      seed,
      expected: test.text,
      value: value ?? '—',
      printed,
      equal: printsTheSame && test.holds(value),
    };
  });
}

type Surroundings = { expected: ExpectedFigures; groups: Map<string, number>; scale: Scale };
type FigureTest = { text: string; holds: (value: string | null) => boolean };

function testOf(id: string, figure: ExpectedFigure, surroundings: Surroundings): FigureTest {
  const { printed, unit, rule } = figure;
  if (printed === null) return { text: '—', holds: (value) => value === null };
  const { scale, groups } = surroundings;
  const exact = multiplyText(printed, String(unit));
  switch (rule) {
    case 'count':
      return equals(String(scaledCount(Number(exact), scale)));
    case 'group':
      return equals(String(groups.get(id)));
    case 'nearest':
      return within(printed, unit, scale);
    case 'ratio':
      return rounds(expectedRatio(figure, printed, surroundings));
    case 'below': {
      const limit = multiplyText(exact, scale.text);
      return { text: `< ${limit}`, holds: withValue((it) => compareText(it, limit) < 0) };
    }
    case 'at-least':
      return { text: `>= ${exact}`, holds: withValue((it) => compareText(it, exact) >= 0) };
    case 'policy':
      return equals(exact);
  }
}

function equals(number: string): FigureTest {
  return { text: number, holds: withValue((value) => compareText(value, number) === 0) };
}

/** From half a last digit below, included, to half a last digit above, not included. */
function within(printed: string, unit: number, scale: Scale): FigureTest {
  const places = placesOf(printed);
  const half = places === 0 ? '0.5' : `0.${'0'.repeat(places)}5`;
  const scaled = (text: string) => multiplyText(multiplyText(text, String(unit)), scale.text);
  const from = scaled(subtractText(printed, half));
  const to = scaled(addText(printed, half));
  return {
    text: `${from} – ${to}`,
    holds: withValue((value) => compareText(from, value) <= 0 && compareText(value, to) < 0),
  };
}

function rounds(printed: string): FigureTest {
  const places = placesOf(printed);
  return { text: printed, holds: withValue((value) => roundText(value, places) === printed) };
}

/** As printed; at a scale too small for it, what the scaled counts themselves give. */
function expectedRatio(
  { of }: ExpectedFigure,
  printed: string,
  { expected, scale }: Surroundings,
): string {
  if (!of) return printed;
  const [numerator, denominator] = of.map((id) => {
    const figure = expected[id];
    if (!figure?.printed) throw new RangeError(`no expected figure ${id}`);
    return scaledCount(Number(multiplyText(figure.printed, String(figure.unit))), scale);
  });
  const places = placesOf(printed);
  return ratio(String(100 * (numerator ?? 0)), String(denominator), places);
}

/** The groups share the rounded total, so that they add up at every scale. */
function groupCounts(expected: ExpectedFigures, scale: Scale): Map<string, number> {
  const groups = Object.entries(expected).filter(([, { rule }]) => rule === 'group');
  const sizes = groups.map(([, { printed, unit }]) =>
    Number(multiplyText(printed ?? '0', String(unit))),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shares = share(scaledCount(total, scale), sizes);
  return new Map(groups.map(([id], at) => [id, shares[at] ?? 0]));
}

function withValue(test: (value: string) => boolean): (value: string | null) => boolean {
  return (value) => value !== null && test(value);
}

function placesOf(printed: string): number {
  return printed.includes('.') ? printed.length - printed.indexOf('.') - 1 : 0;
}
