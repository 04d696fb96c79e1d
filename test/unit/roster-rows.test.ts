import { describe, expect, test } from 'vitest';
import type { Cell } from '../../domain/roster/cell.ts';
import { columnName } from '../../domain/roster/cell.ts';
import {
  readDay,
  readDecimal,
  readNumberName,
  readText,
  readWord,
  readYuan,
} from '../../domain/roster/cell-values.ts';
import { findHeader } from '../../domain/roster/header.ts';
import { readRow } from '../../domain/roster/read-row.ts';
import { rosterTemplateOf } from '../../domain/roster/template.ts';
import { packFaults } from '../../domain/region-pack/index.ts';
import { regionPack, type RegionPack } from '../../domain/region-pack/region-pack.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';

const refused = expect.objectContaining({ reason: expect.any(String) });

describe('a cell', () => {
  test.each<[Cell, unknown]>([
    ['2020-03-02', { value: '2020-03-02' }],
    ['2020/3/2', { value: '2020-03-02' }],
    ['２０２０年３月２日', { value: '2020-03-02' }],
    ['20200302', { value: '2020-03-02' }],
    [{ n: '20200302' }, { value: '2020-03-02' }],
    [{ d: '2020-03-02' }, { value: '2020-03-02' }],
    [{ n: '43892' }, refused],
    ['3/2/2020', refused],
    ['2020-02-30', refused],
    [' ', undefined],
    [null, undefined],
  ])('%j is read as the day %j', (cell, read) => {
    expect(readDay(cell)).toEqual(read);
  });

  test.each<[Cell, unknown]>([
    ['1,200.00', { value: '1200.00' }],
    ['¥１２００元', { value: '1200.00' }],
    ['0012.5', { value: '12.50' }],
    [{ n: '1200.0999999999999' }, { value: '1200.10' }],
    [{ n: '1.2E3' }, { value: '1200.00' }],
    [{ n: '1200.125' }, refused],
    ['12,00', refused],
    ['1200.125', refused],
    [{ x: 'formula' }, { reason: '此格是公式，请改为数值或文本后再提交' }],
  ])('%j is read as the amount %j', (cell, read) => {
    expect(readYuan(cell)).toEqual(read);
  });

  test('is never turned from a number into the number of a person or a certificate', () => {
    for (const cell of [{ n: '640121199001010000' }, '6.40121E+17']) {
      expect(readNumberName(cell)).toMatchObject({ reason: expect.stringContaining('文本格式') });
    }
    expect(readNumberName("'640121199001010012")).toEqual({ value: '640121199001010012' });
  });

  test('keeps rare characters and dots of a name, and loses the space that spreads it', () => {
    expect(readText('𠮷　田')).toEqual({ value: '𠮷田' });
    expect(readText('买买提·艾力')).toEqual({ value: '买买提·艾力' });
    expect(readText('Anna Li')).toEqual({ value: 'Anna Li' });
  });

  test('of a level may be its digit', () => {
    expect([readWord({ n: '5' }), readDecimal({ n: '0.5' }), readDecimal('1e5')]).toEqual([
      { value: '5' },
      { value: '0.5' },
      refused,
    ]);
  });

  test.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [703, 'AAA'],
  ])('of column %i stands in %s', (column, name) => {
    expect(columnName(column)).toBe(name);
  });
});

describe('the template of a scheme', async () => {
  const pack = await loadRegionPack(ningxia);
  const columns = [
    { field: 'name', headings: ['学员', '姓  名'] },
    { field: 'identityNumber', headings: ['证件号'] },
    { field: 'startedOn', headings: ['开班'] },
    { field: 'endedOn', headings: ['结业'] },
    { field: 'level', headings: ['级别'], required: true, values: { 五级: '5' } },
    { field: 'attributes', headings: ['身份'] },
    { field: 'fact:shift', headings: ['班次'] },
  ];
  const own: RegionPack = {
    ...pack,
    facts: [{ code: 'shift', name: '班次', kind: 'yes-no', of: 'line' }],
    rosterTemplates: [{ scheme: 'skill-level', headerRow: 2, columns }],
  };

  test('has, where the pack has none, a column for whatever its rules read', () => {
    const fields = (scheme: string) =>
      rosterTemplateOf(pack, scheme)?.columns.map(({ field }) => field);
    expect(fields('qualification')).toEqual(expect.arrayContaining(['occupation', 'level']));
    expect(fields('specific-ability')).toContain('course');
    expect(fields('on-the-job')).toContain('months');
    expect(fields('on-the-job')).not.toContain('certificateNumber');
    expect(fields('new-apprenticeship')).toContain('certificateKind');
    expect(rosterTemplateOf(pack, 'space-flight')).toBeUndefined();
  });

  test('takes the spellings, words, names and codes that the pack gives', () => {
    const template = rosterTemplateOf(own, 'skill-level');
    if (!template) throw new Error('no template');
    const headings = ['序号', '*姓名', '证件号', '开班', '结业', '级别', '身份', '班次'];
    const header = findHeader(template, [
      { row: 1, cells: ['某校花名册'] },
      { row: 2, cells: headings },
    ]);
    expect(header).toMatchObject({
      kind: 'found',
      row: 2,
      notes: ['A 列的标题不在模板中，没有读取'],
    });
    if (header.kind !== 'found') return;
    const read = (...cells: Cell[]) => readRow(template, header.columns, { row: 3, cells });
    const days = ['2020-03-02', '2020-03-03'];
    for (const level of ['五级', '初级工', '5', '５']) {
      expect(read('1', '甲', '1', ...days, level, '退役军人、残疾人', '是')).toEqual({
        line: {
          name: '甲',
          identityNumber: '1',
          startedOn: '2020-03-02',
          endedOn: '2020-03-03',
          level: '5',
          attributes: ['veteran', 'disabled'],
          facts: { shift: 'true' },
        },
        faults: [],
      });
    }
    expect(read('1', '甲', '1', ...days, null)?.faults).toEqual([
      { field: 'level', reason: '此项必填' },
    ]);
    expect(read('1')).toBeUndefined();
  });

  test('is checked with the pack: schemes, facts, codes, headings and what every line needs', () => {
    expect(packFaults(own)).toEqual([]);
    const wrong: RegionPack = {
      ...own,
      rosterTemplates: [
        {
          scheme: 'space-flight',
          columns: [
            { field: 'name', headings: ['姓名'] },
            { field: 'name', headings: ['*姓 名'] },
            { field: 'fact:nothing', headings: ['无'] },
            { field: 'level', headings: ['级别'], values: { 九级: '9' } },
          ],
        },
      ],
    };
    expect(packFaults(wrong).map(({ path }) => path.join('/'))).toEqual([
      'rosterTemplates/0/scheme',
      'rosterTemplates/0/columns',
      'rosterTemplates/0/columns',
      'rosterTemplates/0/columns',
      'rosterTemplates/0/columns/1/field',
      'rosterTemplates/0/columns/2/field',
      'rosterTemplates/0/columns/1/headings/0',
      'rosterTemplates/0/columns/3/values/九级',
    ]);
    const field = { field: 'salary', headings: ['工资'] };
    const read = regionPack.shape.rosterTemplates.safeParse([{ scheme: 'x', columns: [field] }]);
    expect(read.error?.issues.map(({ path }) => path.join('/'))).toEqual(['0/columns/0/field']);
  });
});
