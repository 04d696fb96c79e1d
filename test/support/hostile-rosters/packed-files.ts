import { bookFile, headings, textRow, workbookParts } from '../roster-file.ts';
import { zipFile, type Part } from '../zip-file.ts';
import {
  bookWith,
  broken,
  refusedFor,
  rightRow,
  rightRows,
  type HostileFile,
} from './hostile-file.ts';

const sheetName = 'xl/worksheets/sheet1.xml';
const right = (): Part[] => workbookParts({ rows: rightRows() });
const changed = (name: string, change: Partial<Part>): Buffer =>
  zipFile(right().map((part) => (part.name === name ? { ...part, ...change } : part)));
const withParts = (...parts: Part[]): Buffer => zipFile([...right(), ...parts]);

/** Files whose packing lies, breaks off, or holds something else than a workbook. */
export function packedFiles(): HostileFile[] {
  return [
    ...lies(),
    ...contents(),
    ...relations(),
    ...broken('a workbook', () => bookFile([headings, rightRow()]), 6),
    ...broken('a workbook of our own', () => bookWith({}), 6),
  ];
}

function lies(): HostileFile[] {
  const spaces = Buffer.alloc(30_000_000, ' ');
  return [
    {
      name: 'a part of 4 GB by its directory',
      make: () => changed(sheetName, { saysSize: 0xffffffff }),
      expect: refusedFor('any'),
    },
    {
      name: 'parts of 500 MB by their directory',
      make: () => changed(sheetName, { saysSize: 500_000_000 }),
      expect: refusedFor('too-large-unpacked'),
    },
    {
      name: 'forty parts of 20 MB by their directory',
      make: () =>
        withParts(
          ...Array.from({ length: 40 }, (_, at) => ({
            name: `xl/media/${String(at)}`,
            bytes: 'x',
            saysSize: 20_000_000,
          })),
        ),
      expect: refusedFor('too-large-unpacked'),
    },
    {
      name: 'a bomb that says it is small',
      make: () => changed(sheetName, { bytes: spaces, saysSize: 1_000 }),
      expect: refusedFor('damaged'),
    },
    {
      name: 'a bomb that says nothing of its size',
      make: () => changed(sheetName, { bytes: spaces, saysSize: 0 }),
      expect: refusedFor('any'),
    },
    {
      name: 'a bomb in the shared texts that says it is small',
      make: () => withParts({ name: 'xl/sharedStrings.xml', bytes: spaces, saysSize: 10 }),
      expect: { good: 1 },
    },
    {
      name: '30 MB of spaces, honest',
      make: () => changed(sheetName, { bytes: spaces }),
      expect: refusedFor('any'),
    },
    {
      name: '100 MB of comments, honest',
      make: () => {
        const [head = '', tail = ''] = '<worksheet><sheetData>|</sheetData></worksheet>'.split('|');
        const comments = '<!--xxxxxxxxxx-->'.repeat(5_900_000);
        return changed(sheetName, { bytes: `${head}${comments}${rightRows()}${tail}` });
      },
      expect: 'an answer',
    },
    {
      name: 'a packed size beyond the file',
      make: () => changed(sheetName, { saysPacked: 50_000_000 }),
      expect: refusedFor('damaged'),
    },
    {
      name: 'a packed size of nothing',
      make: () => changed(sheetName, { saysPacked: 0 }),
      expect: refusedFor('any'),
    },
    {
      name: 'a size one too small',
      make: () => changed(sheetName, { saysSize: 1 }),
      expect: refusedFor('damaged'),
    },
    {
      name: 'a wrong checksum',
      make: () => changed(sheetName, { crc: 1 }),
      expect: 'an answer',
    },
    ...[1, 9, 12, 14, 93, 99].map((method) => ({
      name: `packing method ${String(method)}`,
      make: () => changed(sheetName, { method }),
      expect: refusedFor('any'),
    })),
    {
      name: 'a part under a password',
      make: () => changed(sheetName, { flags: 1 }),
      expect: refusedFor('encrypted'),
    },
    {
      name: 'bytes that are not packed as they say',
      make: () => changed(sheetName, { bytes: 'not packed', stored: true, method: 8 }),
      expect: refusedFor('damaged'),
    },
    {
      name: 'a part that is there twice',
      make: () => withParts({ name: sheetName, bytes: '<worksheet/>' }),
      expect: refusedFor('damaged'),
    },
    {
      name: 'a part that is there twice by another case',
      make: () => withParts({ name: 'XL/worksheets/Sheet1.xml', bytes: '<worksheet/>' }),
      expect: refusedFor('damaged'),
    },
    ...['../../etc/passwd', '/etc/passwd', 'C:\\x', 'xl\\..\\..\\x'].map((name) => ({
      name: `a part called ${name}`,
      make: () => withParts({ name, bytes: 'x' }),
      expect: 'an answer' as const,
    })),
    {
      name: 'twenty thousand parts',
      make: () =>
        withParts(
          ...Array.from({ length: 20_000 }, (_, at) => ({ name: `x/${String(at)}`, bytes: '' })),
        ),
      expect: refusedFor('damaged'),
    },
  ];
}

function contents(): HostileFile[] {
  const nested = (depth: number): Buffer => {
    const inner = depth === 0 ? Buffer.alloc(1_000_000) : nested(depth - 1);
    return zipFile(
      Array.from({ length: 10 }, (_, at) => ({ name: `${String(at)}.zip`, bytes: inner })),
    );
  };
  const renamed = (name: string, parts: Part[]): HostileFile => ({
    name,
    make: () => zipFile(parts),
    expect: refusedFor('any'),
  });
  return [
    { name: 'zips in zips', make: () => nested(3), expect: refusedFor('not-a-table') },
    renamed('a zip with nothing in it', []),
    renamed('a zip with a text in it', [{ name: 'a.txt', bytes: 'x' }]),
    renamed('a document of Word', [
      { name: '_rels/.rels', bytes: rels('officeDocument', 'word/document.xml') },
      { name: 'word/document.xml', bytes: '<document/>' },
    ]),
    renamed('a document of no kind', [
      { name: '_rels/.rels', bytes: rels('officeDocument', 'xl/workbook.xml') },
      { name: 'xl/workbook.xml', bytes: '<svg/>' },
    ]),
    {
      name: 'a binary workbook',
      make: () => bookFile([headings, rightRow()], 'xlsb'),
      expect: refusedFor('other-format'),
    },
    {
      name: 'a workbook of OpenOffice',
      make: () => bookFile([headings, rightRow()], 'ods'),
      expect: refusedFor('other-format'),
    },
    {
      name: 'a workbook of Excel 2003 in XML',
      make: () => bookFile([headings, rightRow()], 'xlml'),
      expect: refusedFor('web-page'),
    },
    ...['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', sheetName].map((name) => ({
      name: `without ${name}`,
      make: () => bookWith({ without: [name] }),
      expect: name.startsWith('[') ? { good: 1 } : refusedFor('any'),
    })),
    {
      name: 'without relations of the workbook',
      make: () => bookWith({ without: ['xl/_rels/workbook.xml.rels'] }),
      expect: refusedFor('no-sheet'),
    },
    {
      name: 'with macros, comments, links and drawings of any kind',
      make: () =>
        withParts(
          { name: 'xl/vbaProject.bin', bytes: 'x' },
          { name: 'xl/externalLinks/externalLink1.xml', bytes: '<!DOCTYPE x>' },
          { name: 'xl/comments1.xml', bytes: '<comments>' },
          { name: 'xl/drawings/drawing1.xml', bytes: '<' },
        ),
      expect: { good: 1 },
    },
  ];
}

const rels = (type: string, target: string): string =>
  `<Relationships><Relationship Id="rId1" Type="http://x/${type}" Target="${target}"/></Relationships>`;

function relations(): HostileFile[] {
  const of = (name: string, relation: string, file: HostileFile['expect']): HostileFile => ({
    name,
    make: () =>
      bookWith({
        parts: [
          {
            name: 'xl/_rels/workbook.xml.rels',
            bytes: `<Relationships><Relationship Id="rId1" ${relation}/></Relationships>`,
          },
        ],
      }),
    expect: file,
  });
  const sheet = 'Type="x/worksheet"';
  return [
    of(
      'a sheet on the network',
      `${sheet} Target="http://127.0.0.1:1/" TargetMode="External"`,
      refusedFor('no-sheet'),
    ),
    of(
      'a sheet in another file',
      `${sheet} Target="file:///etc/passwd" TargetMode="External"`,
      refusedFor('no-sheet'),
    ),
    of(
      'a sheet outside the file',
      `${sheet} Target="../../../../etc/passwd"`,
      refusedFor('damaged'),
    ),
    of('a sheet that is the workbook', `${sheet} Target="workbook.xml"`, refusedFor('no-sheet')),
    of(
      'a sheet that is a chart',
      'Type="x/chartsheet" Target="worksheets/sheet1.xml"',
      refusedFor('no-sheet'),
    ),
    of('a sheet of an absolute name', `${sheet} Target="/xl/worksheets/sheet1.xml"`, { good: 1 }),
    of('a sheet without a target', sheet, refusedFor('any')),
    of(
      'shared texts that are the sheet',
      `${sheet} Target="worksheets/sheet1.xml"/>` +
        '<Relationship Id="rId2" Type="x/sharedStrings" Target="worksheets/sheet1.xml"',
      { good: 1 },
    ),
    {
      name: 'a workbook that is its own relations',
      make: () =>
        bookWith({
          parts: [{ name: '_rels/.rels', bytes: rels('officeDocument', '_rels/.rels') }],
        }),
      expect: refusedFor('not-a-table'),
    },
    {
      name: 'two thousand sheets',
      make: () =>
        bookWith({
          sheets: Array.from(
            { length: 2_000 },
            (_, at) => `<sheet name="s${String(at)}" r:id="rId1"/>`,
          ).join(''),
        }),
      expect: { good: 1 },
    },
    ...['hidden', 'veryHidden'].map((state) => ({
      name: `only a sheet that is ${state}`,
      make: () => bookWith({ sheets: `<sheet name="花名册" state="${state}" r:id="rId1"/>` }),
      expect: refusedFor('no-sheet'),
    })),
    {
      name: 'no sheet at all',
      make: () => bookWith({ sheets: '' }),
      expect: refusedFor('no-sheet'),
    },
    {
      name: 'a sheet with only headings',
      make: () => bookWith({ rows: textRow(1, headings) }),
      expect: refusedFor('headings'),
    },
  ];
}
