import { readDayStyles } from './day-styles.ts';
import { FileRefused } from './file-refused.ts';
import type { ReadingOptions } from './limits.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readSheet } from './sheet-part.ts';
import { chooseSheet } from './sheets.ts';
import { notesOn, RowStore, type Table } from './table.ts';
import { readWorkbook } from './workbook-part.ts';
import { openZip } from './zip-parts.ts';

/**
 * Reads a workbook of Excel 2007 and later, part by part as it is unpacked, so that memory follows
 * what is in the cells and not what the sheet says of its size. Macros, drawings, comments, links
 * and every sheet but one are not even unpacked.
 */
export async function readXlsx(bytes: Buffer, options: ReadingOptions): Promise<Table> {
  const zip = await openZip(bytes, options.unpackedBytesMax);
  const workbook = await readWorkbook(zip);
  const { sheet, notes } = chooseSheet(workbook.sheets, options.sheet);
  const { date1904, strings, styles } = workbook;
  const dayStyles = await readDayStyles(await optional(zip, styles));
  const texts = await readSharedStrings(await optional(zip, strings));
  const chunks = await zip.open(sheet.part);
  if (!chunks) throw new FileRefused('damaged');
  const rows = new RowStore(options.rowsMax);
  rows.merge(await readSheet(chunks, { strings: texts, dayStyles, date1904 }, rows));
  return { format: 'xlsx', rows, notes: [...notes, ...active(zip.names), ...notesOn(rows)] };
}

const optional = (zip: Awaited<ReturnType<typeof openZip>>, part: string | undefined) =>
  part === undefined ? Promise.resolve(undefined) : zip.open(part);

function active(names: readonly string[]): string[] {
  const lower = names.map((name) => name.toLowerCase());
  const notes: string[] = [];
  if (lower.some((name) => name.endsWith('vbaproject.bin'))) notes.push('文件中的宏没有读取');
  if (lower.some((name) => name.includes('/externallinks/')))
    notes.push('文件中的外部链接没有读取');
  return notes;
}
