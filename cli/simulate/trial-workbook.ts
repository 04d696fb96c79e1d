import ExcelJS from 'exceljs';
import type { Yuan } from '../../domain/money.ts';
import type { Cell, TrialTable } from './trial-cells.ts';

const notOfficial = '模拟测算 非正式文件';

/**
 * Writes a workbook with a sheet for each table, row by row, so that a sheet of every line of a
 * year takes no memory. Amounts are numbers that Excel can add.
 */
export async function writeWorkbook(
  file: string,
  tables: readonly TrialTable[],
  { title, simulated }: { title: readonly string[]; simulated: boolean },
): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true });
  const mark = simulated ? `${notOfficial}　模拟数据` : notOfficial;
  for (const [at, { title: name, headings, rows }] of tables.entries()) {
    const above = at === 0 ? [mark, ...title] : [mark];
    const views = [{ state: 'frozen' as const, ySplit: above.length + 1 }];
    const sheet = book.addWorksheet(name, { views });
    sheet.columns = headings.map((_, column) => ({
      width: column === 0 ? 30 : 20,
      style: { numFmt: formatOf(rows[0]?.[column]) },
    }));
    for (const line of above) sheet.addRow([line]).commit();
    const head = sheet.addRow([...headings]);
    head.font = { bold: true };
    head.commit();
    for (const row of rows) sheet.addRow(row.map(valueOf)).commit();
    sheet.commit();
  }
  await book.commit();
}

const formatOf = (cell: Cell | undefined): string => (typeof cell === 'object' ? '#,##0.00' : '@');

function valueOf(cell: Cell): string | number {
  return typeof cell === 'object' ? wholeCell(cell.yuan) : cell;
}

/** Fifteen digits are what a cell holds and gives back as written; amounts here have fourteen. */
export const wholeCell = (amount: Yuan): number => Number(amount);
