import { FileRefused } from './file-refused.ts';

/** A sheet of a workbook, in the order of its tabs. */
export type Sheet = { name: string; hidden: boolean };

/**
 * The sheet of that name, else the first that is visible, and what is told of the others. Throws
 * FileRefused where all are hidden or there is none.
 */
export function chooseSheet<It extends Sheet>(
  sheets: readonly It[],
  name: string,
): { sheet: It; notes: string[] } {
  const visible = sheets.filter(({ hidden }) => !hidden);
  const sheet = visible.find((it) => it.name === name) ?? visible[0];
  if (!sheet) throw new FileRefused('no-sheet');
  const others = visible.length - 1;
  const hidden = sheets.length - visible.length;
  const notes: string[] = [];
  if (others > 0) notes.push(`只读取了一个工作表，另有 ${String(others)} 个没有读取`);
  if (hidden > 0) notes.push(`有 ${String(hidden)} 个隐藏的工作表，没有读取`);
  return { sheet, notes };
}
