import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { instant, isoDate, monthsBetween, month } from '../../domain/days.ts';
import { multiplyText } from '../../domain/decimal-text.ts';
import type { EvaluationData, PrintedFigure } from '../../domain/evaluation.ts';
import { printIn, unitAtScale, valueOf } from '../../domain/figure-units.ts';
import { allocate, yuan } from '../../domain/money.ts';
import { reportText, targets } from '../../domain/region-pack/report.ts';
import { seedFigures, type SeedFigure } from './seed-figures.ts';

const periods = {
  programme: { from: isoDate('2019-01-01'), to: isoDate('2021-12-31') },
  outputs: { from: isoDate('2019-09-01'), to: isoDate('2020-12-31') },
  quality: { from: isoDate('2020-01-01'), to: isoDate('2020-12-31') },
};

const months = monthsBetween(month('2019-07'), month('2020-12'));
const trainedShares = [0, 0, 4, 6, 8, 9, 2, 1, 12, 70, 96, 110, 105, 118, 122, 98, 110, 129];
const spentShares = [0, 0, 0, 0, 2, 5, 1, 1, 6, 20, 40, 55, 60, 66, 70, 74, 90, 110];

/** The seed report's figures at the given scale, as the database layer would hand them over. */
export function anEvaluation(changes: Partial<EvaluationData> = {}): EvaluationData {
  const scale = changes.scale ?? '1';
  const { narrative, targets: targetRows } = seedNarrative();
  return {
    region: { name: '宁夏回族自治区', office: '自治区人力资源和社会保障厅' },
    simulated: true,
    provisional: false,
    asOf: instant('2021-07-25T01:00:00.000Z'),
    signedOn: isoDate('2021-07-25'),
    pack: 'ningxia 1',
    scale,
    figures: Object.fromEntries(
      seedFigures.map((figure) => [figure.id, printedFigure(figure, scale)]),
    ),
    months: monthlyFigures(scale),
    units: [],
    narrative,
    targets: targetRows,
    sampleDataNotes: ['专项职业能力和创业培训的分工种补贴标准未公开，区间内的分项标准为虚构。'],
    ...changes,
  };
}

/** The same data with some figures changed. */
export function withFigures(
  data: EvaluationData,
  changes: Record<string, Partial<PrintedFigure>>,
): EvaluationData {
  const changed = Object.entries(changes).map(([id, change]) => {
    const figure = data.figures[id];
    if (figure === undefined) throw new Error(`no figure ${id} in the fixture`);
    return [id, { ...figure, ...change }];
  });
  return { ...data, figures: { ...data.figures, ...Object.fromEntries(changed) } };
}

/** The same data with the body's paragraphs replaced. */
export function withBody(
  data: EvaluationData,
  body: EvaluationData['narrative']['body'],
): EvaluationData {
  return { ...data, narrative: { ...data.narrative, body } };
}

function seedNarrative() {
  const file = new URL('evaluation-narrative.yaml', import.meta.url);
  const { targets: rows, ...narrative } = z
    .looseObject({ targets })
    .parse(parse(readFileSync(file, 'utf8'), { schema: 'failsafe' }));
  return { narrative: reportText.parse(narrative), targets: rows };
}

function printedFigure(figure: SeedFigure, scale: string): PrintedFigure {
  const { exact, scales, period, printed, ...rest } = figure;
  if (printed === null) return { ...rest, period: periods[period], value: null, printed: '—' };
  const factor = scales === true ? scale : '1';
  const places = printed.split('.')[1]?.length ?? 0;
  const print = unitAtScale(figure.unit, places, factor);
  const limit = multiplyText(valueOf(printed, figure.unit), factor);
  return {
    ...rest,
    period: periods[period],
    value: exact === undefined ? limit : multiplyText(exact, factor),
    printed: printIn(limit, print.unit, print.places),
    unit: print.unit,
    ...(figure.kind === 'reported'
      ? { source: '各级公共就业服务机构满意度调查', reportedOn: isoDate('2021-03-31') }
      : {}),
  };
}

function monthlyFigures(scale: string): EvaluationData['months'] {
  const trained = multiplyText('270800', scale);
  const spent = yuan(printIn(multiplyText('236000000', scale), '元', 2));
  const shares = allocate(yuan(`${trained}.00`), trainedShares.map(BigInt));
  const amounts = allocate(spent, spentShares.map(BigInt));
  return months.map((inMonth, position) => ({
    month: inMonth,
    trained: Math.round(Number(shares[position])),
    spent: amounts[position] ?? yuan('0.00'),
  }));
}
