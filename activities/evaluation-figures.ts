import type { Instant } from '../domain/days.ts';
import { percentageOf, policyValue, printFigure, type FigureValue } from '../domain/indicator.ts';
import type { Indicator } from '../domain/region-pack/index.ts';
import type { Tx } from '../db/connect.ts';
import type { StoredFigure } from '../db/indicator-edition.ts';
import { measure, type MeasureQuery } from '../db/measure.ts';
import type { PackInForce } from '../db/pack.ts';
import { listReportedValues } from '../db/reported-figure.ts';

/** An edition lacks what its report prints, and no other try would find it. */
export class EditionIncomplete extends Error {
  override name = 'EditionIncomplete';
}

/**
 * Every figure of the pack: compiled by SQL over the facts stored at its as-of time, read from the
 * pack, or as the office entered it. Throws EditionIncomplete where a reported figure had not been
 * entered.
 */
export async function compileFigures(
  tx: Tx,
  inForce: PackInForce,
  { scale, asOf }: { scale: string; asOf: Instant },
): Promise<StoredFigure[]> {
  const reported = await listReportedValues(tx, asOf);
  const known = new Map<string, string>();
  const figures: StoredFigure[] = [];
  for (const indicator of ratiosLast(inForce.pack.indicators)) {
    const query = queryOf(indicator, asOf);
    const value = await valueOf(tx, inForce, { indicator, query, known, reported, scale });
    if (value.value !== null) known.set(indicator.id, value.value);
    figures.push({ figure: printFigure(indicator, value, scale), query });
  }
  return figures;
}

/** A ratio reads other figures, so it comes after them. */
function ratiosLast(indicators: readonly Indicator[]): Indicator[] {
  const isRatio = (it: Indicator): boolean => it.kind === 'compiled' && it.measure === 'ratio';
  return [...indicators.filter((it) => !isRatio(it)), ...indicators.filter(isRatio)];
}

function queryOf(indicator: Indicator, asOf: Instant): MeasureQuery | undefined {
  if (indicator.kind !== 'compiled' || indicator.measure === 'ratio') return undefined;
  const { measure: name, period, filter } = indicator;
  return { measure: name, period, asOf, ...(filter && { filter }) };
}

async function valueOf(
  tx: Tx,
  inForce: PackInForce,
  of: {
    indicator: Indicator;
    query: MeasureQuery | undefined;
    known: ReadonlyMap<string, string>;
    reported: Awaited<ReturnType<typeof listReportedValues>>;
    scale: string;
  },
): Promise<FigureValue> {
  const { indicator, query, known, reported, scale } = of;
  if (query) return { value: await measure(tx, query) };
  if (indicator.kind === 'policy') return policyValue(inForce, indicator, scale);
  if (indicator.kind === 'reported') {
    const entered = reported.get(indicator.id);
    if (!entered) throw new EditionIncomplete(`截至本期数据时点尚未填报：${indicator.label}`);
    return { value: entered.value, source: entered.source, reportedOn: entered.reportedOn };
  }
  if (indicator.measure !== 'ratio') throw new Error(`figure ${indicator.id} has no query`);
  const numerator = known.get(indicator.numerator) ?? '0';
  const denominator = known.get(indicator.denominator) ?? '0';
  return { value: percentageOf(numerator, denominator) };
}
