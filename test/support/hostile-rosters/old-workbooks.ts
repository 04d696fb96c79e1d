import { utils, write, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { begin, oldWorkbook, packed, record } from '../old-workbook.ts';
import { bookFile, headings, type Value } from '../roster-file.ts';
import {
  broken,
  numbersFrom,
  oneWrong,
  refusedFor,
  rightRow,
  type Expected,
  type HostileFile,
} from './hostile-file.ts';

/** Workbooks of Excel 97, and other documents that are packed as they are. */
export function oldWorkbooks(): HostileFile[] {
  const right = (): Buffer => bookFile([headings, rightRow(), rightRow()], 'biff8');
  return [
    { name: 'an old workbook', make: right, expect: { good: 2 } },
    ...broken('an old workbook', right, 6).map((it) => ({ ...it, expect: 'an answer' as const })),
    ...chains(right),
    ...documents(),
    { name: 'an old workbook with a formula', make: withFormula, expect: oneWrong },
    ...sheets(),
  ];
}

/** Row 3 begins with 1+1, shown as 2. */
function withFormula(): Buffer {
  const sum = Buffer.from('000000000000004000000000000007001e01001e010003', 'hex');
  return oldWorkbook([headings, rightRow(), [{ formula: sum }, ...rightRow().slice(1)]]);
}

/** The tables of sectors in the file changed, so that chains loop or lead nowhere. */
function chains(right: () => Buffer): HostileFile[] {
  return Array.from({ length: 6 }, (_, seed) => ({
    name: `an old workbook with its chains changed, ${String(seed)}`,
    make: () => {
      const bytes = Buffer.from(right());
      const number = numbersFrom(seed + 77);
      const table = (bytes.readUInt32LE(76) + 1) * 512;
      for (let at = 0; at < 16; at += 1) {
        const place = table + number(64) * 4;
        if (place + 4 <= bytes.length) bytes.writeUInt32LE(seed % 2 ? number(8) : 0, place);
      }
      return bytes;
    },
    expect: 'an answer' as const,
  }));
}

function documents(): HostileFile[] {
  const of = (name: string, streams: Record<string, Buffer>, expect: Expected): HostileFile => ({
    name,
    make: () => packed(streams),
    expect,
  });
  const magic = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  return [
    of(
      'a workbook under a password',
      { EncryptionInfo: Buffer.alloc(64), EncryptedPackage: Buffer.alloc(256) },
      refusedFor('encrypted'),
    ),
    of(
      'an old workbook under a password',
      { Workbook: Buffer.concat([begin, record(0x2f, Buffer.alloc(54, 1))]) },
      refusedFor('any'),
    ),
    of('an old document of Word', { WordDocument: Buffer.alloc(512) }, refusedFor('not-a-table')),
    of('an old workbook of nothing', { Workbook: Buffer.alloc(0) }, refusedFor('any')),
    of('an old workbook of zeros', { Workbook: Buffer.alloc(100_000) }, refusedFor('any')),
    of('an old workbook of noise', { Workbook: Buffer.alloc(100_000, 0xa5) }, refusedFor('any')),
    of('an old workbook that only begins', { Workbook: begin }, refusedFor('any')),
    of(
      'an old workbook with a record beyond its end',
      { Workbook: Buffer.concat([begin, Buffer.from([0xfc, 0, 0xff, 0xff])]) },
      refusedFor('any'),
    ),
    of(
      'an old workbook with a hundred thousand beginnings',
      { Workbook: Buffer.concat(Array.from({ length: 100_000 }, () => begin)) },
      refusedFor('any'),
    ),
    {
      name: 'the first eight bytes of a document',
      make: () => magic,
      expect: refusedFor('damaged'),
    },
    {
      name: 'a document of zeros',
      make: () => Buffer.concat([magic, Buffer.alloc(4_096)]),
      expect: refusedFor('damaged'),
    },
    {
      name: 'a document of ones',
      make: () => Buffer.concat([magic, Buffer.alloc(4_096, 0xff)]),
      expect: refusedFor('damaged'),
    },
  ];
}

function sheets(): HostileFile[] {
  const of = (
    name: string,
    expect: Expected,
    change: (sheet: WorkSheet, book: WorkBook) => void,
  ): HostileFile => ({
    name: `an old workbook with ${name}`,
    make: () => {
      const rows: Value[][] = [headings, rightRow(), rightRow()];
      const sheet = utils.aoa_to_sheet(rows);
      const book = utils.book_new(sheet, '花名册');
      change(sheet, book);
      const bytes: Uint8Array = write(book, { type: 'buffer', bookType: 'biff8' });
      return Buffer.from(bytes);
    },
    expect,
  });
  return [
    of('an error', oneWrong, (sheet) => (sheet['A3'] = { t: 'e', v: 23 })),
    of('a logical value', oneWrong, (sheet) => (sheet['A3'] = { t: 'b', v: true })),
    of('a number for a name', oneWrong, (sheet) => (sheet['A3'] = { t: 'n', v: 5 })),
    of(
      'a number for an identity number',
      oneWrong,
      (sheet) => (sheet['B3'] = { t: 'n', v: 640121199001010000 }),
    ),
    of('a day', { good: 2 }, (sheet) => (sheet['E3'] = { t: 'n', v: 45964, z: 'yyyy-mm-dd' })),
    of(
      'a day below nothing',
      oneWrong,
      (sheet) => (sheet['E3'] = { t: 'n', v: -5, z: 'yyyy-mm-dd' }),
    ),
    of(
      'a day beyond 9999',
      oneWrong,
      (sheet) => (sheet['E3'] = { t: 'n', v: 1e9, z: 'yyyy-mm-dd' }),
    ),
    of('a day that is only a number', oneWrong, (sheet) => (sheet['E3'] = { t: 'n', v: 45964 })),
    of('days from 1904', { good: 2 }, (sheet, book) => {
      sheet['E3'] = { t: 'n', v: 44502, z: 'yyyy-mm-dd' };
      book.Workbook = { WBProps: { date1904: true } };
    }),
    of(
      'merged cells',
      { good: 0, wrong: [2, 3] },
      (sheet) => (sheet['!merges'] = [{ s: { r: 1, c: 2 }, e: { r: 2, c: 2 } }]),
    ),
    of('a cell in its last column', { good: 2 }, (sheet) => {
      sheet['IV600'] = { t: 's', v: 'x' };
      sheet['!ref'] = 'A1:IV600';
    }),
    of('a rare character', { good: 2 }, (sheet) => (sheet['A3'] = { t: 's', v: '𠮷·某' })),
    of(
      'a hidden sheet alone',
      'an answer',
      (_, book) => (book.Workbook = { Sheets: [{ Hidden: 1 }] }),
    ),
    of(
      'a text of 30,000 characters',
      oneWrong,
      (sheet) => (sheet['A3'] = { t: 's', v: '张'.repeat(30_000) }),
    ),
  ];
}
