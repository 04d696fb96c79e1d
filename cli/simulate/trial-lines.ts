import { formatYuan } from '../../domain/money.ts';
import { bad, good, heading, table } from '../terminal.ts';
import type { Trial } from './run-trial.ts';
import type { Cell, TrialTable } from './trial-cells.ts';

const shownRows = 40;
const shownDifferences = 20;
const widest = 40;

/** The tables of a trial for a terminal; of a long one the first rows. */
export function trialLines(tables: readonly TrialTable[]): string[] {
  return tables
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ title, headings, rows }) => {
      const shown = alignedRight(rows.slice(0, shownRows));
      const more = rows.length - shown.length;
      return [
        heading(title),
        ...table(headings, shown, widest),
        ...(more > 0 ? [`另有 ${String(more)} 行，见工作簿`] : []),
        '',
      ];
    });
}

/** Numbers of a column end below each other. */
function alignedRight(rows: readonly Cell[][]): string[][] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, at) => Math.max(most[at] ?? 0, textOf(cell).length)),
    [],
  );
  return rows.map((row) =>
    row.map((cell, at) =>
      typeof cell === 'string' ? cell : textOf(cell).padStart(widths[at] ?? 0),
    ),
  );
}

function textOf(cell: Cell): string {
  if (typeof cell === 'object') return formatYuan(cell.yuan);
  return String(cell);
}

/** Why nothing was compared: the first amounts that were not reproduced. */
export function differenceLines({
  lines,
  differences,
}: Extract<Trial, { kind: 'not-reproduced' }>): string[] {
  const rows = differences
    .slice(0, shownDifferences)
    .map(({ claimNo, lineNo, stored, computed }) => [
      claimNo,
      String(lineNo),
      formatYuan(stored),
      typeof computed === 'string' ? formatYuan(computed) : computed.question,
    ]);
  return [
    bad(
      `${String(lines)} 条明细中有 ${String(differences.length)} 条，` +
        '按申领时的规则包算不出已核定的金额，试算到此为止：',
    ),
    ...table(['申领号', '行', '已核定（元）', '重算（元）'], rows, widest),
    '先查清这些明细为什么不同：金额被改过，或规则包被改过。没有输出任何比较。',
  ];
}

export const reproducedLine = (lines: number): string =>
  good(`${String(lines)} 条明细按申领时的规则包重算，与已核定的金额逐条相差 0.00 元`);
