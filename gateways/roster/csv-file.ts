import { CsvError, parse } from 'csv-parse';
import type { Cell } from '../../domain/roster/cell.ts';
import { FileRefused } from './file-refused.ts';
import { columnsMax, type ReadingOptions } from './limits.ts';
import { refuseMarkup } from './sniff.ts';
import { notesOn, RowStore, textCell, type Table } from './table.ts';

const recordCharactersMax = 1_000_000;

/**
 * Reads text as a table. A record is a row, blank ones counted, as Excel numbers them; every value
 * stays text. Throws FileRefused where quotes leave open what belongs to which cell.
 */
export async function readCsv(bytes: Buffer, { rowsMax }: ReadingOptions): Promise<Table> {
  const { text, notes } = decode(bytes);
  if (text.trim() === '') throw new FileRefused('empty');
  refuseMarkup(text);
  const rows = new RowStore(rowsMax);
  await eachRecord(text, (row, values) => {
    rows.add(row, values.slice(0, columnsMax + 1).map(cellOf));
  });
  return { format: 'csv', rows, notes: [...notes, ...notesOn(rows)] };
}

type Take = (row: number, values: readonly unknown[]) => void;

/** Blank lines are left out, for each costs as much as a row, and counted. */
async function eachRecord(text: string, take: Take): Promise<void> {
  const separator = /^sep=(.)\r?\n/iu.exec(text)?.[1];
  let last = 0;
  const parser = parse({
    delimiter: separator ?? delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: recordCharactersMax,
    on_record(values: unknown, { records, empty_lines: blank }) {
      last = records + blank;
      const isSeparator = last === 1 && separator !== undefined;
      if (Array.isArray(values) && !isSeparator) take(last, values);
      return undefined;
    },
  });
  try {
    await new Promise((resolve, reject) => {
      parser.once('end', resolve).once('error', reject).resume().end(text);
    });
  } catch (error) {
    throw refusalOf(error, last + 1);
  }
}

/** A value that begins with = is a formula to every program that opens the file. */
function cellOf(value: unknown): Cell {
  const text = typeof value === 'string' ? value : '';
  return text.trimStart().startsWith('=') ? { x: 'formula' } : textCell(text);
}

function refusalOf(error: unknown, row: number): unknown {
  if (!(error instanceof CsvError)) return error;
  return new FileRefused(error.code === 'CSV_MAX_RECORD_SIZE' ? 'long-record' : 'open-quote', row);
}

/** The sign that the first line has most of: a comma, a tab or a semicolon. */
function delimiterOf(text: string): string {
  const line = /[^\r\n]+/u.exec(text.slice(0, 100_000))?.[0] ?? '';
  const counted = [',', '\t', ';', '，'].map((sign) => ({ sign, count: line.split(sign).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}

/**
 * UTF-8 or UTF-16 by its mark; else UTF-8 where it is, GB18030 (which has all of GBK) where that
 * is; else the one that leaves fewer characters unread, each of which its row tells.
 */
function decode(bytes: Buffer): { text: string; notes: string[] } {
  const marked = byMark(bytes);
  if (marked !== undefined) return { text: marked, notes: told(marked) };
  for (const encoding of ['utf-8', 'gb18030']) {
    const text = strictly(bytes, encoding);
    if (text !== undefined) return { text, notes: [] };
  }
  const texts = ['utf-8', 'gb18030'].map((encoding) => new TextDecoder(encoding).decode(bytes));
  const best = texts.toSorted((a, b) => unread(a) - unread(b))[0] ?? '';
  return { text: best, notes: told(best) };
}

function byMark(bytes: Buffer): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (first === 0xef && second === 0xbb && bytes[2] === 0xbf)
    return new TextDecoder().decode(bytes);
  return undefined;
}

/** A few bytes broken in UTF-8 must not make GB18030 of it, which takes nearly anything. */
function strictly(bytes: Buffer, encoding: string): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return encoding === 'gb18030' && looksLikeBrokenUtf8(bytes) ? undefined : text;
  } catch {
    return undefined;
  }
}

function looksLikeBrokenUtf8(bytes: Buffer): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 1_000_000));
  const broken = unread(start);
  const read = start.match(/\p{Script=Han}/gu)?.length ?? 0;
  return read > broken * 10;
}

const unread = (text: string): number => text.split('\uFFFD').length;

const told = (text: string): string[] =>
  text.includes('\uFFFD') ? ['文件中有无法识别的字符，所在各行已列出；请以 UTF-8 重新保存'] : [];
