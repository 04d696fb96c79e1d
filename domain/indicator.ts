import { compareText, divideText, multiplyText } from './decimal-text.ts';
import { firstDay, isoDate, lastDay, type Month } from './days.ts';
import type { PrintedFigure } from './evaluation.ts';
import { printIn, unitAtScale, valueOf } from './figure-units.ts';
import type { Bound, Indicator, PolicyIndicator, Print, RegionPack } from './region-pack/index.ts';
import { compileFormula, rateInForce, type CompiledRules } from './rules/index.ts';

/** A value in the base unit, null where the pack leaves it blank, with who says so. */
export type FigureValue = {
  value: string | null;
  source?: string;
  reportedOn?: PrintedFigure['reportedOn'];
  sample?: boolean;
};

/** So many that rounding a quotient of fen or persons once more cannot cross a tie. */
const exactPlaces = 12;

/** One figure as a percentage of another; 0 of nothing is 0. */
export function percentageOf(numerator: string, denominator: string): string {
  if (compareText(denominator, '0') === 0) return '0';
  const exact = divideText(multiplyText(numerator, '100'), denominator, exactPlaces);
  return withoutTrailingZeros(exact);
}

/**
 * A figure as printed: in its unit and places; what shrinks with a simulated part of the programme
 * in 人次 and 万元 below scale 1. A bounded figure prints its limit, exactly.
 */
export function printFigure(
  indicator: Indicator,
  { value, source, reportedOn, sample }: FigureValue,
  scale: string,
): PrintedFigure {
  const { bound, print } = indicator;
  const { unit, places } = shrinks(indicator)
    ? unitAtScale(print.unit, print.places, scale)
    : print;
  const limit = bound && limitIn(unit, { bound, print, scale });
  return {
    id: indicator.id,
    label: indicator.label,
    kind: indicator.kind,
    period: { from: firstDay(indicator.period.from), to: lastDay(indicator.period.to) },
    value,
    printed: value === null ? '—' : (limit ?? printIn(value, unit, places)),
    unit,
    ...(bound && { bound: bound.kind }),
    ...(source !== undefined && { source }),
    ...(reportedOn !== undefined && { reportedOn }),
    ...(sample !== undefined && { sample }),
  };
}

/**
 * What a document states, or what the rates in force on a day say; what scales, at the given
 * scale. Throws where they say nothing.
 */
export function policyValue(
  inForce: { pack: RegionPack; rules: CompiledRules },
  indicator: PolicyIndicator,
  scale: string,
): FigureValue {
  const { source, print } = indicator;
  if ('blank' in source) return { value: null, source: source.document };
  if ('value' in source) {
    const whole = valueOf(source.value, print.unit);
    return {
      value: source.scales === true ? multiplyText(whole, scale) : whole,
      source: source.document,
      ...(source.invented === true && { sample: true }),
    };
  }
  return rateValue(inForce, { id: indicator.id, source });
}

type RateSource = Extract<PolicyIndicator['source'], { rate: unknown }>;

function rateValue(
  { pack, rules }: { pack: RegionPack; rules: CompiledRules },
  { id, source }: { id: string; source: RateSource },
): FigureValue {
  const { scheme, component, facts } = source.rate;
  const rate = rateInForce(rules, { scheme, component, on: isoDate(source.rate.on) });
  if (!rate) throw new Error(`figure ${id}: no rate in force for ${scheme}`);
  const invented = rate.version.invented === true;
  if (!('courses' in source)) {
    const value = amountOf(rate, rules, { id, facts });
    return { value, source: rate.version.document, ...(invented && { sample: true }) };
  }
  const ordered = pack.courses
    .filter((it) => it.scheme === scheme)
    .map(({ code }) => amountOf(rate, rules, { id, facts: { ...facts, course: code } }))
    .toSorted(compareText);
  const value = source.courses === 'highest' ? ordered.at(-1) : ordered[0];
  if (value === undefined) throw new Error(`figure ${id}: no course of ${scheme}`);
  const sample = invented && source.document === undefined;
  return {
    value,
    source: source.document ?? rate.version.document,
    ...(sample && { sample }),
  };
}

/** By a rate's formula, of nobody: it reads the facts that the figure names, and no other. */
function amountOf(
  { version }: NonNullable<ReturnType<typeof rateInForce>>,
  { words }: CompiledRules,
  { id, facts }: { id: string; facts: Readonly<Record<string, string | number>> },
): string {
  const given = (name: string) => facts[name]?.toString();
  const formula = compileFormula(version.formula, {
    ...words,
    reader: (name) => () => given(name),
  });
  const { from: day, scheme } = version;
  const nobody = { scheme, group: '', startedOn: day, endedOn: day, certified: true };
  const amount = formula(nobody, []);
  if (amount.kind === 'lacks') throw new Error(`figure ${id}: no rate for ${amount.what}`);
  if (amount.kind === 'asks') throw new Error(`figure ${id}: ${amount.question}`);
  return amount.value;
}

/** From the first to the last month that a compiled figure of the pack counts. */
export function coveredPeriod({ indicators, months }: RegionPack): { from: Month; to: Month } {
  const periods = indicators.filter(({ kind }) => kind === 'compiled').map((it) => it.period);
  const starts = periods.map(({ from }) => from).toSorted();
  const ends = periods.map(({ to }) => to).toSorted();
  return { from: starts[0] ?? months.from, to: ends.at(-1) ?? months.to };
}

/** True for what a simulated part of the programme has less of: counts, money, a planned fund. */
function shrinks(indicator: Indicator): boolean {
  if (indicator.kind !== 'policy') return indicator.kind === 'compiled';
  return 'value' in indicator.source && indicator.source.scales === true;
}

/** The limit of a bound, written in the unit of `print`, as exact digits in another unit. */
function limitIn(
  unit: string,
  { bound, print, scale }: { bound: Bound; print: Print; scale: string },
): string {
  const limit = bound.scales ? multiplyText(bound.limit, scale) : bound.limit;
  return withoutTrailingZeros(printIn(valueOf(limit, print.unit), unit, exactPlaces));
}

const withoutTrailingZeros = (decimal: string): string => multiplyText(decimal, '1');
