import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { confined, rosterReader } from '../../gateways/roster/reader.ts';
import {
  bookFile,
  csvText,
  headings,
  inline,
  readAll,
  rowXml,
  textRow,
  xlsxFile,
} from '../support/roster-file.ts';

// Real files, read in a real process of their own.

const reader = rosterReader();
const rowsOf = async (file: Buffer) => (await readAll(reader, file)).rows;
const cellsOf = async (file: Buffer) => (await rowsOf(file)).map(({ cells }) => cells);

describe('a workbook', () => {
  test('gives text as text, numbers as they are written, and days by the style of the cell', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" ' +
      'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs>' +
      '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/>' +
      '</cellXfs></styleSheet>';
    const rows = rowXml(1, [
      inline(1, 1, '𠮷田·某'),
      '<c r="B1"><v>1200.0999999999999</v></c>',
      '<c r="C1" s="1"><v>43892</v></c>',
      '<c r="D1" s="2"><v>43892.75</v></c>',
      '<c r="E1" s="3"><v>1.5</v></c>',
      '<c r="F1" s="1"><v>60</v></c>',
    ]);
    expect(await cellsOf(xlsxFile({ rows, styles }))).toEqual([
      [
        '𠮷田·某',
        { n: '1200.0999999999999' },
        { d: '2020-03-02' },
        { d: '2020-03-02' },
        { n: '1.5' },
        { x: 'no-such-day' },
      ],
    ]);
  });

  test('counts days from 1904 where it says so', async () => {
    const styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>';
    const rows = rowXml(1, ['<c r="A1"><v>42430</v></c>', '<c r="B1"><v>0</v></c>']);
    const workbook = '<workbookPr date1904="1"/>';
    expect(await cellsOf(xlsxFile({ rows, styles, workbook }))).toEqual([
      [{ d: '2020-03-02' }, { d: '1904-01-01' }],
    ]);
  });

  test('reads shared and rich text without phonetic aids, and escaped characters', async () => {
    const strings =
      '<sst><si><t>张_x4E09_</t></si><si><r><t>李</t></r><r><rPr/><t>四</t></r>' +
      '<rPh sb="0" eb="1"><t>リ</t></rPh></si></sst>';
    const rows = rowXml(
      1,
      [0, 1, 7].map((at, i) => `<c r="${'ABC'[i] ?? ''}1" t="s"><v>${String(at)}</v></c>`),
    );
    expect(await cellsOf(xlsxFile({ rows, strings }))).toEqual([['张三', '李四', { x: 'broken' }]]);
  });

  test('marks formulas, errors, logical values and merged cells, whatever value they show', async () => {
    const rows = rowXml(1, [
      '<c r="A1"><f>1+1</f><v>2</v></c>',
      '<c r="B1" t="e"><v>#REF!</v></c>',
      '<c r="C1" t="b"><v>1</v></c>',
      inline(1, 4, '合并'),
    ]);
    const after = '<mergeCells><mergeCell ref="D1:E2"/></mergeCells>';
    expect(await cellsOf(xlsxFile({ rows: rows + textRow(2, ['甲']), after }))).toEqual([
      [
        { x: 'formula' },
        { x: 'error' },
        { x: 'boolean' },
        { x: 'merged', t: '合并' },
        { x: 'merged' },
      ],
      ['甲', null, null, { x: 'merged' }, { x: 'merged' }],
    ]);
  });

  test('keeps the numbers of its rows and tells which are hidden and what was left out', async () => {
    const rows = textRow(2, ['甲']) + rowXml(5, [inline(5, 1, '乙')], ' hidden="1"');
    const sheets =
      '<sheet name="别的" sheetId="1" state="hidden" r:id="rId9"/>' +
      '<sheet name="表" sheetId="2" r:id="rId1"/>';
    const parts = [{ name: 'xl/vbaProject.bin', bytes: 'x' }];
    const { reading, rows: read } = await readAll(reader, xlsxFile({ rows, sheets, parts }));
    expect(read).toEqual([
      { row: 2, cells: ['甲'] },
      { row: 5, cells: ['乙'] },
    ]);
    expect(reading).toMatchObject({
      kind: 'read',
      format: 'xlsx',
      notes: ['文件中的宏没有读取', '有 1 行被隐藏，仍已读取：第 5 行'],
    });
  });

  test('is read fast however many empty rows it declares', async () => {
    const empty = Array.from({ length: 1_048_574 }, (_, at) => `<row r="${String(at + 2)}"/>`);
    const rows = textRow(1, headings) + empty.join('') + textRow(1_048_576, ['末行']);
    const before = '<dimension ref="A1:XFD1048576"/>';
    const { reading, rows: read } = await readAll(reader, xlsxFile({ rows, before }));
    expect(read.map(({ row }) => row)).toEqual([1, 1_048_576]);
    expect(reading.peakBytes).toBeLessThan(256 * 1024 * 1024);
  });

  test('of Excel 97 gives the same', async () => {
    const day = new Date(Date.UTC(2020, 2, 2));
    const values = [
      headings,
      ['张三', '640121199001010012', 640121199001010000, 1200.5, day, true],
    ];
    const [first, second] = await cellsOf(bookFile(values, 'biff8'));
    expect(first).toEqual(headings);
    expect(second).toEqual([
      '张三',
      '640121199001010012',
      { n: '640121199001010000' },
      { n: '1200.5' },
      { d: '2020-03-02' },
      { x: 'boolean' },
    ]);
  });
});

describe('a CSV', () => {
  const text = csvText([headings, ['𠮷田·某', '６４０１', 'a,b"c', '=1+1', '', '末']]);
  const read = [headings, ['𠮷田·某', '６４０１', 'a,b"c', { x: 'formula' }, null, '末']];

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    [
      'semicolons',
      Buffer.from(text.replaceAll('a,b', 'a|b').replaceAll(',', ';').replaceAll('|', ',')),
    ],
  ])('is read in %s', async (_, file) => {
    expect(await cellsOf(file)).toEqual(read);
  });

  test('is read in GBK and GB18030, and tells the row of a byte it cannot read', async () => {
    // 姓名,工种 / 张三,焊工
    const gbk = Buffer.from('d0d5c3fb2cb9a4d6d60d0ad5c5c8fd2cbab8b9a40d0a', 'hex');
    expect(await cellsOf(gbk)).toEqual([
      ['姓名', '工种'],
      ['张三', '焊工'],
    ]);
    const broken = Buffer.concat([gbk, Buffer.from('cdf5ff2cbab8b9a40d0a', 'hex')]);
    const rows = await cellsOf(broken);
    expect(rows.slice(0, 2)).toEqual([
      ['姓名', '工种'],
      ['张三', '焊工'],
    ]);
    expect(JSON.stringify(rows[2])).toContain('\uFFFD');
  });

  test('is not taken for GBK because of one broken byte in UTF-8', async () => {
    const file = Buffer.concat([Buffer.from(text), Buffer.from([0xe5, 0xbc, 0x2c, 0x0d, 0x0a])]);
    expect((await cellsOf(file))[0]).toEqual(headings);
  });

  test('numbers its rows as Excel does, blank ones counted', async () => {
    expect(await rowsOf(Buffer.from('甲\n\n"乙\n丙"\n丁\n'))).toEqual([
      { row: 1, cells: ['甲'] },
      { row: 3, cells: ['乙\n丙'] },
      { row: 4, cells: ['丁'] },
    ]);
  });
});

describe('the process that reads', () => {
  test('reaches no network, no file of others and no program, and knows no setting', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const program = `
      const attempt = async (work) => {
        try { await work(); return 'done'; } catch { return 'refused'; }
      };
      const said = [
        await attempt(() => new Promise((done, fail) =>
          require('node:net').connect(${String(port)}, '127.0.0.1', done).on('error', fail))),
        await attempt(() => fetch('http://127.0.0.1:${String(port)}')),
        await attempt(() => require('node:fs').readFileSync('/etc/passwd')),
        await attempt(() => require('node:fs').writeFileSync('${import.meta.dirname}/x', 'x')),
        await attempt(() => require('node:child_process').execFileSync(process.execPath, ['-v'])),
        Object.keys(process['env']).join(),
      ];
      console.log(JSON.stringify(said));`;
    const flags = [...confined, '--input-type=commonjs', '-e', `(async () => {${program}})()`];
    const { stdout } = await promisify(execFile)(process.execPath, flags, { env: {} });
    server.close();
    expect(JSON.parse(stdout)).toEqual([...Array.from({ length: 5 }, () => 'refused'), '']);
    expect(connections).toBe(0);
  });

  test('is ended when it needs too long, and the next file is read', async () => {
    const slow = rosterReader({ timeMs: 1 });
    const { reading } = await readAll(slow, Buffer.from('甲'));
    expect(reading).toMatchObject({ kind: 'refused', refusal: 'too-slow' });
    expect((await readAll(reader, Buffer.from('甲'))).rows).toHaveLength(1);
  });

  test('is ended when it needs too much memory', async () => {
    const small = rosterReader({ memoryBytesMax: 20 * 1024 * 1024 });
    const { reading } = await readAll(small, bookFile([headings], 'biff8'));
    expect(reading).toMatchObject({ kind: 'refused', refusal: 'too-much-memory' });
  });
});
