import { CFB, read, type CellObject, type WorkSheet } from '@e965/xlsx';
import type { Cell } from '../../domain/roster/cell.ts';
import { dayCell, showsDay } from './excel-day.ts';
import { FileRefused } from './file-refused.ts';
import { columnsMax, type ReadingOptions } from './limits.ts';
import { chooseSheet } from './sheets.ts';
import { notesOn, RowStore, textCell, type Area, type Table } from './table.ts';

/**
 * Reads a workbook of Excel 97 to 2003. Dense, or a far cell would cost a name for every cell on
 * the way to it; without texts, HTML and dates made up, for each is a guess of its own.
 */
export function readXls(bytes: Buffer, options: ReadingOptions): Table {
  refuseOthers(bytes);
  const workbook = parse(bytes, options);
  const settings = workbook.Workbook;
  const sheets = workbook.SheetNames.map((name, at) => ({
    name,
    hidden: (settings?.Sheets?.[at]?.Hidden ?? 0) !== 0,
  }));
  const chosen = chooseSheet(sheets, options.sheet);
  const sheet = workbook.Sheets[chosen.sheet.name];
  const data = sheet?.['!data'];
  if (!sheet || !data) throw new FileRefused('no-sheet');
  const date1904 = settings?.WBProps?.date1904 ?? false;
  const rows = new RowStore(options.rowsMax);
  const hiddenRows = sheet['!rows'] ?? [];
  for (const [at, cells] of data.entries()) {
    const read = (cells ?? []).slice(0, columnsMax + 1);
    rows.add(
      at + 1,
      Array.from(read, (cell) => cellOf(cell, date1904)),
      hiddenRows[at]?.hidden ?? false,
    );
  }
  rows.merge(areasOf(sheet));
  return { format: 'xls', rows, notes: [...chosen.notes, ...notesOn(rows)] };
}

/** Other documents are packed the same way, and so is a workbook under a password. */
function refuseOthers(bytes: Buffer): void {
  const names = pathsOf(bytes);
  const has = (name: string) => names.some((path) => path.endsWith(`/${name}`));
  if (has('EncryptedPackage')) throw new FileRefused('encrypted');
  if (!has('Workbook') && !has('Book')) throw new FileRefused('not-a-table');
}

function pathsOf(bytes: Buffer): string[] {
  try {
    return CFB.parse(bytes).FullPaths;
  } catch {
    throw new FileRefused('damaged');
  }
}

function parse(bytes: Buffer, { rowsMax }: ReadingOptions) {
  try {
    return read(bytes, {
      type: 'buffer',
      dense: true,
      cellFormula: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      sheetRows: rowsMax + 1,
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    throw new FileRefused(/password|encrypt/iu.test(said) ? 'encrypted' : 'damaged');
  }
}

function cellOf(cell: CellObject | undefined, date1904: boolean): Cell {
  if (cell === undefined) return null;
  if (cell.f !== undefined || cell.F !== undefined) return { x: 'formula' };
  const { t, v, z } = cell;
  if (t === 'z' || v === undefined) return null;
  if (t === 'e') return { x: 'error' };
  if (t === 'b') return { x: 'boolean' };
  if (t === 's') return textCell(String(v));
  if (t !== 'n' || typeof v !== 'number' || !Number.isFinite(v)) return { x: 'broken' };
  return typeof z === 'string' && showsDay(z) ? dayCell(v, date1904) : { n: String(v) };
}

function areasOf(sheet: WorkSheet): Area[] {
  return (sheet['!merges'] ?? []).map(({ s, e }) => ({
    rows: [s.r + 1, e.r + 1],
    columns: [s.c + 1, e.c + 1],
  }));
}
