import { firstDay, lastDay } from '../domain/days.ts';
import { isDecimalText } from '../domain/decimal-text.ts';
import type {
  EvaluationData,
  FigureKind,
  MonthFigures,
  PrintedFigure,
} from '../domain/evaluation.ts';
import { baseUnit } from '../domain/figure-units.ts';
import { warnings } from './warnings.ts';

export const kindNames: Record<FigureKind, string> = {
  compiled: '编制',
  policy: '政策',
  reported: '填报',
};

const header = [
  '编号',
  '名称',
  '种类',
  '期间起',
  '期间止',
  '精确值',
  '单位',
  '印出值',
  '印出单位',
  '界限',
  '来源',
  '填报日期',
  '示例数据',
  '数据性质',
];

const byteOrderMark = '\ufeff';

/**
 * Every figure of the report, one a line, then the monthly series; UTF-8 with BOM, for Excel. The
 * last column says on each line what every page of the report says above its text.
 */
export function dataCsv(data: EvaluationData): string {
  const figures = Object.values(data.figures).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const rows = [...figures.map(figureLine), ...data.months.flatMap(monthLines)];
  const lines = [header, ...rows.map((cells) => [...cells, warnings(data).join('；')])];
  return byteOrderMark + lines.map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

function figureLine(figure: PrintedFigure): string[] {
  return [
    figure.id,
    figure.label,
    kindNames[figure.kind],
    figure.period.from,
    figure.period.to,
    figure.value ?? '',
    baseUnit(figure.unit),
    figure.value === null ? '—' : figure.printed,
    figure.unit,
    figure.bound === undefined ? '' : { 'at-least': '不低于', below: '不足' }[figure.bound],
    figure.source ?? '',
    figure.reportedOn ?? '',
    figure.sample === true ? '示例数据' : '',
  ];
}

function monthLines({ month, trained, spent }: MonthFigures): string[][] {
  const period = [firstDay(month), lastDay(month)];
  const count = String(trained);
  return [
    [
      'monthly-trained',
      '当月培训人次',
      kindNames.compiled,
      ...period,
      count,
      '人次',
      count,
      '人次',
    ],
    ['monthly-spent', '当月支出', kindNames.compiled, ...period, spent, '元', spent, '元'],
  ].map((cells) => [...cells, '', '', '', '']);
}

/**
 * A cell. Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers,
 * the negative ones too, stay numbers.
 */
function field(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) && !isDecimalText(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
