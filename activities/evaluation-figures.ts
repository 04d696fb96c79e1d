import type { Instant } from '../domain/days.ts';
import { percentageOf, policyValue, printFigure, type FigureValue } from '../domain/indicator.ts';
import type { Indicator } from '../domain/region-pack/index.ts';
import { totalPoints } from '../domain/scoring.ts';
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
  for (const indicator of inReadingOrder(inForce.pack.indicators)) {
    const query = queryOf(indicator, asOf);
    const value = await valueOf(tx, inForce, { indicator, query, known, reported, scale });
    if (value.value !== null) known.set(indicator.id, value.value);
    figures.push({ figure: printFigure(indicator, value, scale), query });
  }
  return figures;
}

/** A ratio reads other figures, and a score ratios too, so they come after them. */
function inReadingOrder(indicators: readonly Indicator[]): Indicator[] {
  const rank = (it: Indicator): number =>
    it.kind === 'compiled' ? ['ratio', 'score'].indexOf(it.measure) + 1 : 0;
  return indicators.toSorted((a, b) => rank(a) - rank(b));
}

function queryOf(indicator: Indicator, asOf: Instant): MeasureQuery | undefined {
  if (indicator.kind !== 'compiled') return undefined;
  if (indicator.measure === 'ratio' || indicator.measure === 'score') return undefined;
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
  if (indicator.measure === 'score') {
    const { report, targets } = inForce.pack;
    const places = report.annex.scoring?.places ?? 0;
    return { value: totalPoints(targets, (id) => known.get(id), places) };
  }
  if (indicator.measure !== 'ratio') throw new Error(`figure ${indicator.id} has no query`);
  const numerator = known.get(indicator.numerator) ?? '0';
  const denominator = known.get(indicator.denominator) ?? '0';
  return { value: percentageOf(numerator, denominator) };
}
