/** Why a cell's content is not taken, whatever column it stands in. */
export type CellFault =
  | 'formula'
  | 'error'
  | 'boolean'
  | 'merged'
  | 'no-such-day'
  | 'too-long'
  | 'broken';

/**
 * What a cell holds: text, a number as the file writes it, a day, or why it is not taken; `t` is
 * the text of a merged cell's first place, for headings. null: nothing.
 */
export type Cell = string | { n: string } | { d: string } | { x: CellFault; t?: string } | null;

/** One row with its number in the file; cells from column A on, empty ones at the end left out. */
export type RosterRow = { row: number; cells: readonly Cell[] };

/** The sentence for the row's list of faults. */
export const cellFaults: Readonly<Record<CellFault, string>> = {
  formula: '此格是公式，请改为数值或文本后再提交',
  error: '此格是错误值，请改正',
  boolean: '此格是逻辑值，请改为文本',
  merged: '此格是合并单元格，请取消合并，逐行填写',
  'no-such-day': '此格的日期不存在，请核对',
  'too-long': '此格内容过长',
  broken: '此格内容无法读取，请重新填写',
};

/** The name of a column: A, B, ..., Z, AA; from 1. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
