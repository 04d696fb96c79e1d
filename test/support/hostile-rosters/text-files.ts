import { gzipSync } from 'node:zlib';
import { csvText, headings } from '../roster-file.ts';
import {
  oneWrong,
  refusedFor,
  rightRow,
  rightText,
  type Expected,
  type HostileFile,
} from './hostile-file.ts';

/** Files that are text, or say so. */
export function textFiles(): HostileFile[] {
  return [...kinds(), ...encodings()];
}

function kinds(): HostileFile[] {
  const of = (name: string, file: string | Buffer, expect: Expected): HostileFile => ({
    name,
    make: () => (typeof file === 'string' ? Buffer.from(file) : file),
    expect,
  });
  const cells = headings.map((it) => `<td>${it}</td>`).join('');
  const page = `<html><table><tr>${cells}</tr></table></html>`;
  return [
    of('nothing', '', refusedFor('empty')),
    of('one byte', 'a', refusedFor('headings')),
    of('spaces', '   \r\n \t ', refusedFor('empty')),
    of('line ends', '\n'.repeat(1_000_000), refusedFor('empty')),
    of('a byte order mark', '\uFEFF', refusedFor('empty')),
    of('a NUL', '\0', refusedFor('not-a-table')),
    of('a megabyte of NULs', Buffer.alloc(1_000_000), refusedFor('not-a-table')),
    of('a web page', page, refusedFor('web-page')),
    of('a web page with a document type', `<!DOCTYPE html>${page}`, refusedFor('web-page')),
    of('a web page after a mark and spaces', `\uFEFF\n  ${page}`, refusedFor('web-page')),
    of('a table of a web page', page.slice(6), refusedFor('web-page')),
    of('XML', '<?xml version="1.0"?><Workbook/>', refusedFor('web-page')),
    of('a script', '<script>alert(1)</script>', refusedFor('web-page')),
    of(
      'a letter of the web',
      'MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>',
      refusedFor('headings'),
    ),
    of('JSON', '{"姓名":"甲"}', refusedFor('any')),
    of('SYLK', 'ID;PWXL;N;E\nC;Y1;X1;K"姓名"\nE\n', refusedFor('any')),
    of('DIF', 'TABLE\n0,1\n"EXCEL"\nVECTORS\n0,1\n', refusedFor('headings')),
    of('RTF', '{\\rtf1 x}', refusedFor('not-a-table')),
    of('PDF', '%PDF-1.7 x', refusedFor('not-a-table')),
    of('a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), refusedFor('not-a-table')),
    of('a photograph', Buffer.from('\xff\xd8\xff\xe0', 'latin1'), refusedFor('not-a-table')),
    of('a packed text', gzipSync(rightText()), refusedFor('not-a-table')),
    of('a 7z', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'), refusedFor('not-a-table')),
    of('a RAR', 'Rar!\x1a\x07', refusedFor('not-a-table')),
    of(
      'a program',
      Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]),
      refusedFor('not-a-table'),
    ),
    of(
      'a database',
      Buffer.concat([Buffer.from('SQLite format 3'), Buffer.alloc(85)]),
      refusedFor('not-a-table'),
    ),
    of(
      'the end of a zip',
      Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]),
      refusedFor('damaged'),
    ),
    of('random bytes', randomBytes(4_000), refusedFor('any')),
  ];
}

function randomBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 7_919 + (at >> 3) * 104_729) % 251;
  return bytes;
}

// 姓名,公民身份号码,人员身份,证书编号,培训开始日期,培训结束日期, in GBK.
const gbkHeadings = Buffer.from(
  'd0d5c3fb2cb9abc3f1c9edb7ddbac5c2eb2cc8cbd4b1c9edb7dd2cd6a4cae9b1' +
    'e0bac52cc5e0d1b5bfaacabcc8d5c6da2cc5e0d1b5bde1caf8c8d5c6da0d0a',
  'hex',
);
// 学员甲 and 农村转移劳动者, in GBK.
const gbkName = Buffer.from('d1a7d4b1bcd7', 'hex');
const gbkGroup = Buffer.from('c5a9b4e5d7aad2c6c0cdb6afd5df', 'hex');

function gbkRow(name: Buffer): Buffer {
  const [, identity = '', , certificate = '', started = '', ended = ''] = rightRow();
  return Buffer.concat([
    name,
    Buffer.from(`,${identity},`),
    gbkGroup,
    Buffer.from(`,${certificate},${started},${ended}\r\n`),
  ]);
}

function encodings(): HostileFile[] {
  const text = (): string => rightText(rightRow());
  return [
    {
      name: 'GBK',
      make: () => Buffer.concat([gbkHeadings, gbkRow(gbkName), gbkRow(gbkName)]),
      expect: { good: 2 },
    },
    ...[[0xff], [0x81], [0xff, 0xff], [0x80, 0xff, 0x30], [0xfe, 0x20]].map((bytes) => ({
      name: `GBK with the bytes ${Buffer.from(bytes).toString('hex')}`,
      make: () =>
        Buffer.concat([
          gbkHeadings,
          gbkRow(gbkName),
          gbkRow(Buffer.concat([gbkName, Buffer.from(bytes)])),
        ]),
      expect: 'an answer' as const,
    })),
    {
      name: 'UTF-8 with a broken byte in a name',
      make: () =>
        Buffer.concat([
          Buffer.from(rightText()),
          Buffer.from([0xe5, 0xbc]),
          Buffer.from(csvText([rightRow({ 0: '' })])),
        ]),
      expect: oneWrong,
    },
    {
      name: 'UTF-16, little end first',
      make: () => Buffer.from(`\uFEFF${text()}`, 'utf16le'),
      expect: { good: 2 },
    },
    {
      name: 'UTF-16, big end first',
      make: () => Buffer.from(`\uFEFF${text()}`, 'utf16le').swap16(),
      expect: { good: 2 },
    },
    {
      name: 'UTF-16 without a mark',
      make: () => Buffer.from(text(), 'utf16le'),
      expect: refusedFor('any'),
    },
    {
      name: 'UTF-16 of an odd length',
      make: () => Buffer.from(`\uFEFF${text()}`, 'utf16le').subarray(0, -1),
      expect: 'an answer',
    },
    {
      name: 'UTF-32',
      make: () => Buffer.from(Uint32Array.from([0xfeff, 0x59d3, 0x540d]).buffer),
      expect: refusedFor('any'),
    },
    {
      name: 'bytes of Latin 1',
      make: () => Buffer.from('\xe9t\xe9,\xe0\n'.repeat(10), 'latin1'),
      expect: refusedFor('headings'),
    },
  ];
}
