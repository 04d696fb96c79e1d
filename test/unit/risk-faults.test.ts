import { describe, expect, test } from 'vitest';
import { packFaults, type RegionPack } from '../../domain/region-pack/index.ts';
import { importedList } from '../../domain/region-pack/lists.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';
import { aRisk } from '../support/risk-office.ts';

const pack = await loadRegionPack(ningxia);
const told = (change: Partial<RegionPack>): string[] =>
  packFaults({ ...pack, ...change }).map(({ path, expected }) => `${path.join('.')} ${expected}`);
const listFault = (list: object): string[] =>
  told({ risks: [], lists: [importedList.parse({ code: 'x', name: '示例', ...list })] });

describe('a risk rule', () => {
  test.each([
    ['a list', 'listed', { lists: ['friends'], when: 'during' }, '没有代码为 friends 的名单'],
    [
      'a column',
      'left-employer',
      { list: 'insured', employer: 'boss' },
      '没有代码为 boss 的名单的列',
    ],
    ['a scheme', 'same-month', { against: ['piano'] }, '没有代码为 piano 的补贴种类'],
    [
      'a fact',
      'attendance-below',
      { attended: 'mood', atLeast: '80' },
      '没有代码为 mood 的自定事实',
    ],
    [
      'an attribute',
      'listed',
      { lists: ['insured'], when: 'during', attributes: ['rich'] },
      '没有代码为 rich 的身份',
    ],
    [
      'an occupation',
      'scope-lacks-occupation',
      { list: 'business-register', scope: 'scope', words: { juggler: ['杂技'] } },
      '没有代码为 juggler 的职业',
    ],
    [
      'a person list',
      'listed',
      { lists: ['business-register'], when: 'during' },
      '名单须为人员名单',
    ],
    [
      'a list of organisations',
      'scope-lacks-occupation',
      { list: 'students', scope: 'school', words: {} },
      '名单须为单位名单',
    ],
    ['one of two', 'over-age', {}, '写 men、women 或两者'],
    ['a body', 'mass-issue', { atLeast: '9', withinDays: '9' }, '写 body，或'],
    ['a place', 'wrong-place', { within: 'own', list: 'insured' }, '写 fact，或 list 和 place'],
    ['a size', 'roster-too-large', {}, '写 approved、atMost 或两者'],
    [
      'what may be shown',
      'listed',
      { lists: ['students'], when: 'during', show: ['owner'] },
      '没有代码为 owner 的名单的列',
    ],
  ])('that lacks %s is a fault', (_, check, parameters, expected) => {
    expect(told({ risks: [aRisk('x', check, parameters)] })).toContainEqual(
      expect.stringContaining(expected),
    );
  });

  test('may not show an identity number, nor name groups and schemes that are not there', () => {
    const lists = [
      ...(pack.lists ?? []),
      importedList.parse({
        code: 'kin',
        name: '示例',
        columns: [{ code: 'parent', headings: ['父亲身份证号'], kind: 'identity' }],
      }),
    ];
    const parameters = { lists: ['kin'], when: 'during', show: ['parent'] };
    const risks = [aRisk('x', 'listed', parameters, { groups: ['kings'], schemes: ['magic'] })];
    expect(told({ lists, risks })).toEqual([
      'risks.0.schemes 没有代码为 magic 的补贴种类',
      'risks.0.groups 没有代码为 kings 的人员类别',
      'risks.0.parameters.show 没有代码为 parent 的名单的列',
    ]);
  });

  test('has a code of its own', () => {
    const twice = aRisk('x', 'issued-before-end', {});
    expect(told({ risks: [twice, twice] })).toEqual(['risks.1.code x 已用过']);
  });
});

describe('a list', () => {
  const column = (code: string, heading: string, more = {}) => ({
    code,
    headings: [heading],
    kind: 'text',
    ...more,
  });

  test('with nothing but code and name is one of persons', () => {
    expect(listFault({})).toEqual([]);
  });

  test.each([
    ['one heading twice', [column('a', '列'), column('b', '列')], '表头“列”写在两列'],
    ['the heading of its key', [column('a', '身份证号')], '表头“身份证号”写在两列'],
    ['one code twice', [column('a', '甲'), column('a', '乙')], '列代码 a 已用过'],
    ['a text for a day', [column('a', '甲', { use: 'from' })], '起止列的类型须为 day 或 month'],
    [
      'two first days',
      [
        column('a', '甲', { use: 'from', kind: 'day' }),
        column('b', '乙', { use: 'from', kind: 'day' }),
      ],
      '已有一列写明 from',
    ],
  ])('with %s is a fault', (_, columns, expected) => {
    expect(listFault({ columns })).toEqual([expect.stringContaining(expected)]);
  });
});
