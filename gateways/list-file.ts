import { parse } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import { halfWidth } from '../domain/half-width.ts';
import type { IsoDate } from '../domain/days.ts';
import { listShape, type ImportedList, type ListColumn } from '../domain/region-pack/index.ts';
import { decodeText } from './decode-text.ts';
import { listCell, listKey, type CellNames } from './list-cell.ts';

/** One row of a list; its numbers are in clear, so it goes no further than the import. */
export type ListRow = {
  /** As in the file, the heading being row 1. */
  row: number;
  key: string;
  from: IsoDate | null;
  to: IsoDate | null;
  detail: Record<string, string>;
  /** Identity numbers of further columns, by column. */
  identities: Record<string, string>;
};

/** What is wrong with a file or a row, for whoever made it: no value of the file is repeated. */
export type ListFault = { row: number; column: string; reason: string };

export type ListFile = {
  sha256: string;
  rows: ListRow[];
  faults: ListFault[];
  /** Headings that the list does not know: what stands below them is not read. */
  ignored: string[];
};

const bytesMax = 200_000_000;
const recordBytesMax = 100_000;

/** Reads a list from CSV in UTF-8 or GBK. Every wrong row is told with row, column and reason. */
export function readListFile(bytes: Uint8Array, list: ImportedList, names: CellNames): ListFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const wrong = (reason: string): ListFile => {
    return { sha256, rows: [], faults: [{ row: 1, column: '', reason }], ignored: [] };
  };
  if (bytes.byteLength > bytesMax) return wrong('文件超过 200 MB');
  const text = decodeText(bytes);
  if (text === undefined) return wrong('文件须为 UTF-8 或 GBK 编码的 CSV');
  const records = recordsOf(text);
  if (typeof records === 'string') return wrong(records);
  const [headings, ...body] = records;
  if (!headings) return wrong('文件是空的');
  const columns = locateColumns(headings, list);
  if (columns.faults.length > 0) return { ...wrong(''), faults: columns.faults };
  const file: ListFile = { sha256, rows: [], faults: [], ignored: columns.ignored };
  for (const [at, cells] of body.entries()) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const row = readRow(cells, at + 2, { columns, names });
    file.faults.push(...row.faults);
    if (row.faults.length === 0) file.rows.push(row.read);
  }
  if (file.rows.length + file.faults.length === 0) return wrong('表头之下没有内容');
  return file;
}

/** Or the reason why it cannot be read. */
function recordsOf(text: string): string[][] | string {
  if (text.includes('\0')) return '文件含有不可见的 NUL 字符，不是 CSV';
  try {
    return parse(text, { relax_column_count: true, max_record_size: recordBytesMax });
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? ` ${String(error.lines)} ` : '';
    return `第${line}行附近的引号或分隔不符合 CSV，无法读取`;
  }
}

type Located = { at: number; column: ListColumn; heading: string };
type Columns = {
  about: 'person' | 'organisation';
  keyAt: number;
  keyHeading: string;
  located: Located[];
  faults: ListFault[];
  ignored: string[];
};

function locateColumns(headings: readonly string[], list: ImportedList): Columns {
  const { about, key, columns } = listShape(list);
  const written = headings.map(halfWidth);
  const find = (names: readonly string[]) => {
    const wanted = names.map(halfWidth);
    return written.findIndex((it) => wanted.includes(it));
  };
  const keyAt = find(key);
  const located = columns.map((column) => {
    const at = find(column.headings);
    return { at, column, heading: headings[at]?.trim() ?? column.headings[0] ?? column.code };
  });
  const missing = [
    ...(keyAt === -1 ? [key.join(' 或 ')] : []),
    ...located.filter(({ at, column }) => at === -1 && column.required).map((it) => it.heading),
  ];
  const known = new Set([keyAt, ...located.map(({ at }) => at)]);
  return {
    about,
    keyAt,
    keyHeading: headings[keyAt]?.trim() ?? '',
    located: located.filter(({ at }) => at !== -1),
    faults: missing.map((column) => ({ row: 1, column, reason: '缺少这一列' })),
    ignored: headings.map((it) => it.trim()).filter((it, at) => it !== '' && !known.has(at)),
  };
}

function readRow(
  cells: readonly string[],
  row: number,
  { columns, names }: { columns: Columns; names: CellNames },
): { read: ListRow; faults: ListFault[] } {
  const faults: ListFault[] = [];
  const read: ListRow = { row, key: '', from: null, to: null, detail: {}, identities: {} };
  const key = listKey(columns.about, cells[columns.keyAt] ?? '');
  if (key.kind === 'fault') faults.push({ row, column: columns.keyHeading, reason: key.reason });
  else read.key = key.value;
  for (const { at, column, heading } of columns.located) {
    const cell = listCell(column, cells[at] ?? '', names);
    if (cell.kind === 'fault') faults.push({ row, column: heading, reason: cell.reason });
    if (cell.kind !== 'value') continue;
    if (column.kind === 'identity') read.identities[column.code] = cell.value;
    else read.detail[column.code] = cell.value;
    if (column.use !== undefined) read[column.use] = cell.day ?? null;
  }
  if (read.from !== null && read.to !== null && read.to < read.from) {
    faults.push({ row, column: '', reason: '截止日早于起始日' });
  }
  return { read, faults };
}
