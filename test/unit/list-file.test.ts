import { describe, expect, test } from 'vitest';
import { identityCheckDigit } from '../../domain/identity-number.ts';
import { importedList } from '../../domain/region-pack/lists.ts';
import { readListFile } from '../../gateways/list-file.ts';

const list = importedList.parse({
  code: 'insured',
  name: '参保人员',
  columns: [
    { code: 'employer', headings: ['单位信用代码'], kind: 'credit-code', required: 'true' },
    { code: 'from', headings: ['起始月', '开始月份'], kind: 'month', use: 'from' },
    { code: 'to', headings: ['截止日'], kind: 'day', use: 'to' },
    { code: 'pension', headings: ['月养老金'], kind: 'yuan' },
    { code: 'trade', headings: ['工种'], kind: 'occupation' },
    { code: 'level', headings: ['等级'], kind: 'level' },
    { code: 'days', headings: ['天数'], kind: 'number' },
    { code: 'owner', headings: ['股东'], kind: 'identity' },
    { code: 'note', headings: ['备注'], kind: 'text' },
  ],
});
const names = {
  occupations: [{ code: 'welder', name: '焊工' }],
  levels: [{ code: '4', name: '中级工' }],
};
const person = numberOf('64012119800102001');
const firm = '91350100M000100Y43';
const gbk = new Map([
  ['公', [0xb9, 0xab]],
  ['民', [0xc3, 0xf1]],
  ['身', [0xc9, 0xed]],
  ['份', [0xb7, 0xdd]],
  ['号', [0xba, 0xc5]],
  ['码', [0xc2, 0xeb]],
]);

function numberOf(digits: string): string {
  return `${digits}${identityCheckDigit(digits)}`;
}

const read = (text: string, of = list) => readListFile(Buffer.from(text), of, names);
const row = (heading: string, cell: string) =>
  read(`身份证号,单位信用代码,${heading}\n${person},${firm},"${cell}"\n`);

describe('a list file', () => {
  test('is read by its headings, in any order and spelling', () => {
    const file = read(
      `\uFEFF备注, 单位信用代码 ,开始月份,截止日,公民身份号码,家庭住址\r\n` +
        `,${firm},2020年3月,2020/8/5,'${person}, 某地\r\n`,
    );
    expect(file.faults).toEqual([]);
    expect(file.ignored).toEqual(['家庭住址']);
    expect(file.rows).toEqual([
      {
        row: 2,
        key: person,
        from: '2020-03-01',
        to: '2020-08-05',
        detail: { employer: firm, from: '2020-03', to: '2020-08-05' },
        identities: {},
      },
    ]);
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/u);
  });

  test('may be in GBK', () => {
    const heading = [...'公民身份号码'].flatMap((it) => gbk.get(it) ?? []);
    const bytes = Buffer.concat([Buffer.from(heading), Buffer.from(`\n${person}\n`)]);
    const plain = importedList.parse({ code: 'payroll', name: '财政供养人员' });
    expect(readListFile(bytes, plain, names)).toMatchObject({
      rows: [{ key: person }],
      faults: [],
    });
  });

  test('of organisations is read by credit code', () => {
    const firms = importedList.parse({ code: 'firms', name: '企业', about: 'organisation' });
    expect(read(`统一社会信用代码\n${firm.toLowerCase()}\n`, firms).rows).toMatchObject([
      { key: firm },
    ]);
    expect(read('统一社会信用代码\n12345\n', firms).faults).toEqual([
      { row: 2, column: '统一社会信用代码', reason: '统一社会信用代码有误' },
    ]);
  });

  test('keeps identity numbers of further columns apart', () => {
    const file = row('股东', person);
    expect(file.rows).toMatchObject([{ identities: { owner: person } }]);
    expect(JSON.stringify(file.rows[0]?.detail)).not.toContain(person);
  });

  test.each([
    ['月养老金', '3,200.5', { pension: '3200.50' }],
    ['月养老金', '３２００元', { pension: '3200.00' }],
    ['工种', '焊工', { trade: 'welder' }],
    ['工种', '别处的工种', { trade: '别处的工种' }],
    ['等级', '中级工', { level: '4' }],
    ['天数', '1,024', { days: '1024' }],
    ['截止日', '20200805', { to: '2020-08-05' }],
  ])('reads %s as %s', (heading, cell, detail) => {
    expect(row(heading, cell)).toMatchObject({ faults: [], rows: [{ detail }] });
  });
});

describe('a wrong row', () => {
  test.each([
    ['起始月', '2020-13', '月份写成 YYYY-MM'],
    ['截止日', '2020-02-30', '日期写成 YYYY-MM-DD，且当日存在'],
    ['月养老金', '三千', '金额有误，例如 1200.00'],
    ['天数', 'x', '须为数字'],
    ['股东', '123', '身份证号码有误'],
    ['备注', `见 ${person}`, '不得写入身份证号码'],
    ['备注', 'x'.repeat(501), '不超过 500 个字符'],
  ])('with %s %s is told by row, column and reason', (column, cell, reason) => {
    const file = row(column, cell);
    expect(file).toMatchObject({ rows: [], faults: [{ row: 2, column, reason }] });
    expect(JSON.stringify(file.faults)).not.toContain(person);
  });

  test('is told for its key, for what it lacks, and for days that contradict', () => {
    const file = read(
      `身份证号,单位信用代码,起始月,截止日\n6.40121E+17,${firm},,\n${person},,,\n\n` +
        `${person},${firm},2020-09,2020-08-31\n${person},${firm},2020-08,2020-08-31\n`,
    );
    expect(file.faults).toEqual([
      {
        row: 2,
        column: '身份证号',
        reason: '号码被表格软件改成了数字，请将该列设为文本后重新导出',
      },
      { row: 3, column: '单位信用代码', reason: '不能为空' },
      { row: 5, column: '', reason: '截止日早于起始日' },
    ]);
    expect(file.rows.map((it) => it.row)).toEqual([6]);
  });
});

describe('a file that cannot be read', () => {
  test.each([
    ['nothing', '', '文件是空的'],
    ['a heading alone', '身份证号,单位信用代码\n', '表头之下没有内容'],
    ['a quote that never ends', `身份证号,单位信用代码\n"${person},x\n`, 'CSV'],
    ['NUL characters', '身份证号\n\0\n', 'NUL'],
    ['too long a record', `身份证号,单位信用代码\n${'x'.repeat(200_000)}\n`, 'CSV'],
  ])('for %s says so', (_, text, reason) => {
    const { rows, faults } = read(text);
    expect(rows).toEqual([]);
    expect(faults).toMatchObject([{ row: 1, reason: expect.stringContaining(reason) }]);
  });

  test('for a column it must have names the column', () => {
    expect(read('姓名\n某人\n').faults).toEqual([
      { row: 1, column: '公民身份号码 或 身份证号码 或 身份证号', reason: '缺少这一列' },
      { row: 1, column: '单位信用代码', reason: '缺少这一列' },
    ]);
  });

  test('for bytes that are no text says so', () => {
    const { faults } = readListFile(Uint8Array.from([0xff, 0xfe, 0x31, 0x00]), list, names);
    expect(faults).toMatchObject([{ reason: expect.stringContaining('GBK') }]);
  });
});
