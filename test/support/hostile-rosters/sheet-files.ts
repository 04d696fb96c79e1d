import { headings, textRow } from '../roster-file.ts';
import {
  bookWith,
  dayStyles,
  oneWrong,
  refusedFor,
  rightRow,
  rightRows,
  rowWith,
  type Expected,
  type HostileFile,
} from './hostile-file.ts';

/** Sheets with days that are none, merged cells, and more of everything than fits. */
export function sheetFiles(): HostileFile[] {
  return [...days(), ...areas(), ...amounts()];
}

function days(): HostileFile[] {
  const serial = (value: string, expect: Expected, workbook = ''): HostileFile => ({
    name: `the day of serial ${value}${workbook && ' from 1904'}`,
    make: () =>
      bookWith({
        rows: rightRows(rowWith('started', (at) => `<c r="${at}" s="1"><v>${value}</v></c>`)),
        styles: dayStyles,
        workbook,
      }),
    expect,
  });
  const from1904 = '<workbookPr date1904="true"/>';
  return [
    serial('45964', { good: 2 }),
    serial('45964.99999', { good: 2 }),
    ...['-1', '0', '0.5', '60', '2958466', '1e10', '1e308', 'NaN'].map((it) =>
      serial(it, oneWrong),
    ),
    serial('44502', { good: 2 }, from1904),
    ...['-1', '45964', '2957004', '1e10'].map((it) => serial(it, oneWrong, from1904)),
    ...[
      '2025-02-30',
      '10000-01-01',
      '0000-00-00',
      '25-11-03',
      '3/11/2025',
      '昨天',
      '-2025-11-03',
      '2025年13月1日',
    ].map((text) => ({
      name: `the day ${text}`,
      make: () => bookWith({ rows: rightRows(textRow(3, rightRow({ 4: text }))) }),
      expect: oneWrong,
    })),
    ...['2025/11/3', '2025年11月3日', '２０２５．１１．０３', '20251103'].map((text) => ({
      name: `the day ${text}`,
      make: () => bookWith({ rows: rightRows(textRow(3, rightRow({ 4: text }))) }),
      expect: { good: 2 },
    })),
    ...['2025-11-03T00:00:00Z', 'garbage', ''].map((value) => ({
      name: `a cell of type day with ${value}`,
      make: () =>
        bookWith({
          rows: rightRows(rowWith('started', (at) => `<c r="${at}" t="d"><v>${value}</v></c>`)),
        }),
      expect: value.startsWith('2025') ? { good: 2 } : oneWrong,
    })),
    {
      name: 'a format of a megabyte of quotes',
      make: () =>
        bookWith({
          styles:
            `<styleSheet><numFmts><numFmt numFmtId="200" formatCode='${'"['.repeat(500_000)}'/>` +
            '</numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>',
        }),
      expect: { good: 1 },
    },
    {
      name: 'a million styles',
      make: () =>
        bookWith({
          styles: `<styleSheet><cellXfs>${'<xf/>'.repeat(1_000_000)}</cellXfs></styleSheet>`,
        }),
      expect: refusedFor('damaged'),
    },
  ];
}

const mergeCell = (ref: string): string => `<mergeCell ref="${ref}"/>`;

function areas(): HostileFile[] {
  const merged = (name: string, refs: readonly string[], expect: Expected): HostileFile => ({
    name: `merged cells ${name}`,
    make: () =>
      bookWith({
        rows: rightRows(textRow(3, rightRow())),
        after: `<mergeCells>${refs.map(mergeCell).join('')}</mergeCells>`,
      }),
    expect,
  });
  return [
    merged('down a column', ['C2:C3'], { good: 0, wrong: [2, 3] }),
    merged('across a row', ['A3:B3'], oneWrong),
    merged('of the whole sheet', ['A1:XFD1048576'], { good: 0, wrong: [2, 3] }),
    merged('that overlap', ['A3:B3', 'B3:C3', 'A3:F3'], oneWrong),
    merged('of one cell', ['A3'], oneWrong),
    merged('beyond the data', ['A10:XFD1048576'], { good: 2 }),
    merged('in a reversed area', ['C3:A2'], { good: 0, wrong: [2, 3] }),
    merged('of no area', ['hello'], refusedFor('damaged')),
    merged('of an area that is endless', ['A1:ZZZZ99999999999'], refusedFor('damaged')),
    merged(
      'a hundred thousand times',
      Array.from({ length: 100_001 }, () => 'A9:B9'),
      refusedFor('too-many-merges'),
    ),
    merged(
      'ten thousand times over everything',
      Array.from({ length: 10_000 }, () => 'A1:GR9'),
      refusedFor('too-many-merges'),
    ),
  ];
}

function amounts(): HostileFile[] {
  const many = (count: number, row: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => row(at + 3)).join('');
  return [
    {
      name: 'a hundred and fifty thousand rows',
      make: () =>
        bookWith({
          rows: rightRows(
            many(150_000, (at) => `<row r="${String(at)}"><c t="str"><v>x</v></c></row>`),
          ),
        }),
      expect: refusedFor('too-many-rows'),
    },
    {
      name: 'a million rows with nothing in them',
      make: () =>
        bookWith({ rows: rightRows(many(1_048_574, (at) => `<row r="${String(at)}"/>`)) }),
      expect: { good: 1 },
    },
    {
      name: 'more rows than there are',
      make: () => bookWith({ rows: rightRows('<row/>'.repeat(1_048_575)) }),
      expect: refusedFor('damaged'),
    },
    {
      name: 'three thousand rows of thirty thousand letters',
      make: () =>
        bookWith({
          rows: rightRows(
            many(
              3_000,
              (at) => `<row r="${String(at)}"><c t="str"><v>${'x'.repeat(30_000)}</v></c></row>`,
            ),
          ),
        }),
      expect: refusedFor('too-much-text'),
    },
    {
      name: 'rows that refer to one text of thirty thousand letters a hundred thousand times',
      make: () =>
        bookWith({
          strings: `<sst><si><t>${'x'.repeat(30_000)}</t></si></sst>`,
          rows: rightRows(
            many(99_000, (at) => `<row r="${String(at)}"><c t="s"><v>0</v></c></row>`),
          ),
        }),
      expect: refusedFor('too-much-text'),
    },
    {
      name: 'five million shared texts',
      make: () => bookWith({ strings: `<sst>${'<si/>'.repeat(5_000_000)}</sst>` }),
      expect: refusedFor('too-much-text'),
    },
    {
      name: 'headings of two thousand columns',
      make: () =>
        bookWith({
          rows:
            textRow(1, [
              ...headings,
              ...Array.from({ length: 2_000 }, (_, at) => `列${String(at)}`),
            ]) + textRow(2, rightRow()),
        }),
      expect: { good: 1 },
    },
  ];
}
