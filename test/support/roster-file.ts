import { utils, write } from '@e965/xlsx';
import type { RosterReader } from '../../gateways/roster/reader.ts';
import type { RosterRow } from '../../domain/roster/cell.ts';
import { zipFile, type Part } from './zip-file.ts';

/** The headings of the training-pass roster that the program makes for Ningxia. */
export const headings = [
  '姓名',
  '公民身份号码',
  '人员身份',
  '证书编号',
  '培训开始日期',
  '培训结束日期',
];

export type Value = string | number | boolean | Date | null;

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006/relationships';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The name of a cell: row and column from 1. */
export function cellName(row: number, column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return `${name}${String(row)}`;
}

/** A cell with its text in it. */
export const inline = (row: number, column: number, text: string): string =>
  `<c r="${cellName(row, column)}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;

export const rowXml = (row: number, cells: readonly string[], attributes = ''): string =>
  `<row r="${String(row)}"${attributes}>${cells.join('')}</row>`;

/** A row of texts. */
export const textRow = (row: number, texts: readonly string[]): string =>
  rowXml(
    row,
    texts.map((text, at) => inline(row, at + 1, text)),
  );

export type Pieces = {
  /** What stands between the tags of the sheet's data. */
  rows: string;
  /** What follows it. */
  after?: string;
  before?: string;
  workbook?: string;
  sheets?: string;
  strings?: string;
  styles?: string;
  /** The whole sheet, in place of its pieces. */
  sheet?: string | Buffer;
  parts?: readonly Part[];
  without?: readonly string[];
};

const relationsXml = (relations: readonly string[]): string =>
  `${xml}<Relationships xmlns="${packaged}">${relations.join('')}</Relationships>`;

/** The parts of a workbook with one sheet, any piece of which a test may give as it likes. */
export function workbookParts(of: Pieces): Part[] {
  const sheet =
    of.sheet ??
    `${xml}<worksheet xmlns="${main}">${of.before ?? ''}<sheetData>` +
      `${of.rows}</sheetData>${of.after ?? ''}</worksheet>`;
  const related = (id: number, type: string, target: string): string =>
    `<Relationship Id="rId${String(id)}" Type="${office}/${type}" Target="${target}"/>`;
  const relations = [
    related(1, 'worksheet', 'worksheets/sheet1.xml'),
    ...(of.strings === undefined ? [] : [related(2, 'sharedStrings', 'sharedStrings.xml')]),
    ...(of.styles === undefined ? [] : [related(3, 'styles', 'styles.xml')]),
  ];
  const sheets = of.sheets ?? '<sheet name="花名册" sheetId="1" r:id="rId1"/>';
  const parts: Part[] = [
    { name: '[Content_Types].xml', bytes: `${xml}<Types/>` },
    {
      name: '_rels/.rels',
      bytes: relationsXml([related(1, 'officeDocument', 'xl/workbook.xml')]),
    },
    {
      name: 'xl/workbook.xml',
      bytes:
        `${xml}<workbook xmlns="${main}" xmlns:r="${office}">${of.workbook ?? ''}` +
        `<sheets>${sheets}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: relationsXml(relations),
    },
    { name: 'xl/worksheets/sheet1.xml', bytes: sheet },
    ...(of.strings === undefined ? [] : [{ name: 'xl/sharedStrings.xml', bytes: of.strings }]),
    ...(of.styles === undefined ? [] : [{ name: 'xl/styles.xml', bytes: of.styles }]),
  ];
  const replaced = new Set((of.parts ?? []).map(({ name }) => name));
  const left = parts.filter(({ name }) => !replaced.has(name) && !of.without?.includes(name));
  return [...left, ...(of.parts ?? [])];
}

export const xlsxFile = (of: Pieces): Buffer => zipFile(workbookParts(of));

/** A workbook of plain values under headings, as a program would write it. */
export function bookFile(
  rows: readonly (readonly Value[])[],
  bookType: 'xlsx' | 'biff8' | 'xlsb' | 'ods' | 'xlml' = 'xlsx',
): Buffer {
  const sheet = utils.aoa_to_sheet(rows.map((row) => [...row]));
  const book = utils.book_new(sheet, '花名册');
  const bytes: Uint8Array = write(book, { type: 'buffer', bookType });
  return Buffer.from(bytes);
}

export function csvText(rows: readonly (readonly string[])[]): string {
  const quoted = (text: string) =>
    /[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** Reads a file and keeps its rows. */
export async function readAll(reader: RosterReader, file: Buffer, sheet = '花名册') {
  const rows: RosterRow[] = [];
  const reading = await reader.read(file, { sheet }, (some) => {
    rows.push(...some);
  });
  return { reading, rows };
}
