import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { divideText } from '../../domain/decimal-text.ts';
import type { EvaluationData, PrintedFigure, UnitFigures } from '../../domain/evaluation.ts';
import type { Yuan } from '../../domain/money.ts';
import { baseUnit } from '../../domain/figure-units.ts';
import { faces } from '../fonts.ts';
import { withBreakMarks } from '../line-breaking.ts';
import { tableSize } from '../page-layout.ts';
import { cellText, sampleMark } from '../sentences.ts';
import { captionBorder, captionedLayout } from './table-layout.ts';

/** A table of at most so many rows moves to the next page as a whole. */
const rowsKeptTogether = 8;

/** The figures behind the report: compiled ones, reported ones, and the paying units. */
export function figureTables(data: EvaluationData): Content[] {
  const figures = Object.values(data.figures);
  return [
    ...compiledTable(figures.filter(({ kind }) => kind === 'compiled')),
    ...reportedTable(figures.filter(({ kind }) => kind === 'reported')),
    ...unitTable(data.units),
  ];
}

function compiledTable(figures: PrintedFigure[]): Content[] {
  return table(
    '表1　编制指标',
    ['指标', '印出值', '精确值', '期间'],
    ['*', 72, 92, 116],
    figures.map((figure) => [
      text(`${figure.label}${sampleMark(figure)}`),
      number(cellText(figure)),
      number(figure.value === null ? '—' : `${grouped(figure.value)}${baseUnit(figure.unit)}`),
      centred(`${figure.period.from}至${figure.period.to}`),
    ]),
  );
}

function reportedTable(figures: PrintedFigure[]): Content[] {
  return table(
    '表2　填报指标',
    ['指标', '印出值', '来源', '填报日期'],
    ['*', 60, 190, 66],
    figures.map((figure) => [
      text(`${figure.label}${sampleMark(figure)}`),
      number(cellText(figure)),
      text(figure.source ?? '未注明'),
      centred(figure.reportedOn ?? '未注明'),
    ]),
  );
}

function unitTable(units: readonly UnitFigures[]): Content[] {
  const invented = units.some(({ sample }) => sample);
  return table(
    '表3　各付款单位情况',
    [`单位${invented ? '（* 为示例数据）' : ''}`, '筹集（万元）', '培训人次', '支出（万元）'],
    ['*', 84, 84, 84],
    units.map((unit) => [
      text(`${unit.name}${unit.sample ? ' *' : ''}`),
      number(unit.raised === undefined ? '—' : inTenThousands(unit.raised)),
      number(grouped(String(unit.trained))),
      number(inTenThousands(unit.spent)),
    ]),
  );
}

/** A table whose caption and head are repeated on each page; nothing when it has no rows. */
function table(
  caption: string,
  head: string[],
  widths: (string | number)[],
  rows: TableCell[][],
): Content[] {
  if (rows.length === 0) return [];
  const style = { font: faces.hei, alignment: 'center' as const };
  const captionCell = {
    text: caption,
    ...style,
    fontSize: 10.5,
    colSpan: head.length,
    border: captionBorder,
  };
  return [
    {
      table: {
        widths,
        headerRows: 2,
        keepWithHeaderRows: 1,
        dontBreakRows: true,
        body: [
          [captionCell, ...head.slice(1).map(() => ({}))],
          head.map((title) => ({ text: title, ...style })),
          ...rows,
        ],
      },
      unbreakable: rows.length <= rowsKeptTogether,
      margin: [0, 8, 0, 0],
      layout: captionedLayout,
      font: faces.body,
      fontSize: tableSize,
      lineHeight: 1.25,
    },
  ];
}

function inTenThousands(amount: Yuan): string {
  return grouped(divideText(amount, '10000', 2));
}

/** Digits in groups of three before the point: '236,000,000'. */
function grouped(decimal: string): string {
  const [whole = '', ...fraction] = decimal.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}

function text(content: string) {
  return { text: withBreakMarks(content) };
}

function number(content: string) {
  return { text: content, alignment: 'right' as const };
}

function centred(content: string) {
  return { text: content, alignment: 'center' as const };
}
