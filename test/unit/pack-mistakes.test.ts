import { rename, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { checkRegionPack } from '../../gateways/region-pack.ts';
import { draftedRegion, edit, lineWith } from '../support/region-folder.ts';

/** Mistakes that no schema of a block shows; each is told by file, line and what to write. */

const rates = 'rates/standards.yaml';
const mistakes = [
  {
    of: 'a fact in a table that nobody knows',
    file: rates,
    from: 'by: [class, level]',
    to: 'by: [class, levle]',
    expected: '没有名为 levle 的事实，是否为 level？',
  },
  {
    of: 'a fact in a condition of a formula that nobody knows',
    file: rates,
    from: "in-shortage: ['true']",
    to: "in-shortages: ['true']",
    expected: '没有名为 in-shortages 的事实，是否为 in-shortage？',
  },
  {
    of: 'a row for a level that is none',
    file: rates,
    from: "B: { junior: '800.00'",
    to: "B: { juniors: '800.00'",
    expected: 'juniors 不是 level 的值，是否为 junior？',
  },
  {
    of: 'a table that is a level too flat',
    file: rates,
    from: "B: { junior: '800.00', middle: '1200.00' }",
    to: "B: '800.00'",
    expected: '这里须再按 level 分行',
  },
  {
    of: 'a quantity that is none',
    file: rates,
    from: 'perUnit: { of: months',
    to: 'perUnit: { of: startedOn',
    expected: 'startedOn 是日期，这里须是数字或金额',
  },
  {
    of: 'steps that do not ascend',
    file: rates,
    from: "perUnit: { of: months, amount: { amount: '400.00' }, atMost: '3' }",
    to:
      "tiers: { of: months, steps: [{ upTo: '6', amount: { amount: '1.00' } }, " +
      "{ upTo: '3', amount: { amount: '2.00' } }] }",
    expected: '须大于 6',
  },
  {
    of: 'a pattern that some numbers keep busy for ever',
    file: 'certificates.yaml',
    from: 'certificateFormats: []',
    to: "certificateFormats: [{ kind: skill-level, pattern: '(\\d+)+X' }]",
    expected: '括号之后不能再写 *、+、{ }：重复写在单个字符或字符集之后',
  },
  {
    of: 'a component of another scheme',
    file: rates,
    from: 'component: fee',
    to: 'component: subsidy',
    expected: 'skill-class 没有项目 subsidy',
  },
  {
    of: 'a birthday that would be stored',
    file: 'rules.yaml',
    from: 'per: [person]',
    to: 'per: [person, bornOn]',
    expected: '不能按出生日计',
  },
  {
    of: 'a comparison that is no number',
    file: 'rules.yaml',
    from: "ageAtStart: { atLeast: '16' }",
    to: 'ageAtStart: { atLeast: sixteen }',
    expected: 'ageAtStart：写成普通小数',
  },
  {
    of: 'a comparison of codes',
    file: 'rules.yaml',
    from: "ageAtStart: { atLeast: '16' }",
    to: "group: { atLeast: '16' }",
    expected: '不能比大小，请写成值的列表',
  },
  {
    of: 'a range that holds nobody',
    file: 'rules.yaml',
    from: "ageAtStart: { atLeast: '16' }",
    to: "ageAtStart: { atLeast: '60', atMost: '16' }",
    expected: '下限 60 高于上限 16',
  },
  {
    of: 'a window without a length',
    file: 'rules.yaml',
    from: "of: endedOn, months: '3'",
    to: 'of: endedOn',
    expected: '期限写 months、calendarDays、workingDays、byDay 之一',
  },
  {
    of: 'a window that counts from no day',
    file: 'rules.yaml',
    from: 'of: endedOn',
    to: 'of: hours',
    expected: 'hours 是数字，这里须是日期',
  },
  {
    of: 'a list that does not exist',
    file: 'rules.yaml',
    from: "ageAtStart: { atLeast: '16' }",
    to: 'not: { listed: [payroll] }',
    expected: 'payroll 不是 listed 的值',
  },
  {
    of: 'a limit that counts what is no number',
    file: 'rules.yaml',
    from: 'counts: lines',
    to: 'counts: line',
    expected: 'counts 写 lines、amount 或数字事实，没有 line，是否为 lines？',
  },
  {
    of: 'a limit per nobody',
    file: 'rules.yaml',
    from: 'per: [person]',
    to: 'per: [persons]',
    expected: '没有 persons，是否为 person？',
  },
  {
    of: 'a limit of a year of no day',
    file: 'rules.yaml',
    from: 'yearOf: startedOn',
    to: 'yearOf: startOn',
    expected: '没有名为 startOn 的事实，是否为 startedOn？',
  },
  {
    of: 'an exclusion against a scheme nobody defines',
    file: 'rules.yaml',
    from: 'against: [skill-class]',
    to: 'against: [skills-class]',
    expected: '没有代码为 skills-class 的补贴种类，是否为 skill-class？',
  },
  {
    of: 'two rules of one code',
    file: 'rules.yaml',
    from: 'code: claim-window',
    to: 'code: of-age',
    expected: 'of-age 已用过',
  },
  {
    of: 'a key date that is no day',
    file: 'schemes.yaml',
    from: 'keyDate: startedOn',
    to: 'keyDate: hours',
    expected: 'hours 是数字，这里须是日期',
  },
  {
    of: 'a value that does not suit its fact',
    file: 'schemes.yaml',
    from: "facts: { in-shortage: 'true' }",
    to: 'facts: { in-shortage: yes }',
    expected: '写 true 或 false',
  },
  {
    of: 'a fact that no occupation has',
    file: 'schemes.yaml',
    from: "facts: { in-shortage: 'true' }",
    to: "facts: { shortage: 'true' }",
    expected: 'facts 中没有属于 occupation 的 shortage',
  },
  {
    of: 'a choice without values',
    file: 'schemes.yaml',
    from: 'name: 紧缺工种, kind: yes-no, of: occupation',
    to: 'name: 紧缺工种, kind: choice, of: occupation',
    expected: '须用 values 列出可选的值',
  },
  {
    of: 'a question that no claimant can answer',
    file: 'schemes.yaml',
    from: 'quantity: months',
    to: 'asks: [in-shortage]',
    expected: 'in-shortage 不由申报人填写',
  },
  {
    of: 'a misspelt key, at the key though its value stands below',
    file: 'schemes.yaml',
    from: '    components:',
    to: '    component:',
    expected: '没有这一项',
  },
  {
    of: 'a file that is not read',
    file: 'region.yaml',
    from: "version: '1'",
    to: "version: '\u{FFFD}'",
    expected: '文件须以 UTF-8 编码保存',
  },
];

describe('a pack with a mistake', () => {
  test.each(mistakes)('tells $of', async ({ file, from, to, expected }) => {
    const folder = await draftedRegion();
    const line = await lineWith(folder, file, from);
    await edit(folder, file, from, to);
    const { pack, faults } = await checkRegionPack(folder);
    expect(pack).toBeUndefined();
    expect(faults).toContainEqual({
      file,
      line,
      path: expect.any(String),
      expected: expect.stringContaining(expected),
    });
  });

  test('tells mistakes of form and of meaning in one run, and none that follows from another', async () => {
    const folder = await draftedRegion();
    await edit(folder, rates, "junior: '1000.00'", "junior: '1000'");
    await edit(folder, 'rules.yaml', 'per: [person]', 'per: [persons]');
    await edit(folder, 'schemes.yaml', 'code: cook', 'code: 厨师');
    await edit(folder, 'funds.yaml', 'defaultFund: skills-fund', 'defaultFund: skills');
    const { faults } = await checkRegionPack(folder);
    expect(faults.map(({ file, path }) => `${file} ${path}`)).toEqual([
      'funds.yaml routing.defaultFund',
      `${rates} [0].formula.uplift.of.table.rows.A.junior`,
      'rules.yaml limits[0].per[0]',
      'schemes.yaml occupations[1].code',
    ]);
  });

  test('is warned of a row, a rate and a fact that nobody gives, and can be used', async () => {
    const folder = await draftedRegion();
    await edit(folder, rates, ", middle: '1200.00'", '');
    await edit(folder, rates, 'of: months', 'of: seats');
    await edit(
      folder,
      'schemes.yaml',
      '  - { code: in-shortage',
      '  - { code: seats, name: 座位数, kind: number, of: line }\n  - { code: in-shortage',
    );
    await edit(
      folder,
      'schemes.yaml',
      '      - { code: fee, name: 培训费补贴, payee: claimant }',
      '      - { code: fee, name: 培训费补贴, payee: claimant }\n' +
        '      - { code: meals, name: 伙食补贴, payee: claimant }',
    );
    const { pack, warnings } = await checkRegionPack(folder);
    expect(pack).toBeDefined();
    expect(warnings.map(({ expected }) => expected)).toEqual([
      expect.stringContaining('查表缺 level 的 middle'),
      expect.stringContaining('标准用到 seats'),
      expect.stringContaining('没有 skill-class 的 meals 的标准'),
    ]);
    expect(warnings.every(({ line }) => line !== undefined)).toBe(true);
  });

  test.each([
    { text: 'a:\n\tb: 1\n', line: 2, said: '缩进用空格' },
    { text: 'a: 1\nb: 2\na: 3\n', line: 3, said: '写了两次' },
    { text: 'a: [1, 2\nb: 3\n', line: 2, said: '不是可读的 YAML' },
    { text: 'a: "x\n', line: 2, said: '少了冒号、引号' },
  ])('is told what no YAML reader can read: $said', async ({ text, line, said }) => {
    const folder = await draftedRegion();
    await writeFile(`${folder}/rules.yaml`, text);
    const { faults } = await checkRegionPack(folder);
    expect(faults[0]).toMatchObject({ file: 'rules.yaml', line });
    expect(faults[0]?.expected).toContain(said);
  });

  test('is told of anchors that would fill the machine', async () => {
    const folder = await draftedRegion();
    const bomb = Array.from(
      { length: 30 },
      (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`,
    );
    await writeFile(`${folder}/rules.yaml`, ['a0: &a0 [x, x]', ...bomb].join('\n'));
    const { faults } = await checkRegionPack(folder);
    expect(faults).toContainEqual(expect.objectContaining({ file: 'rules.yaml' }));
    expect(faults[0]?.expected).toContain('引用');
  });

  test('is told of a file whose name keeps it from being read', async () => {
    const folder = await draftedRegion();
    await rename(`${folder}/rules.yaml`, `${folder}/rules.yml`);
    const { faults } = await checkRegionPack(folder);
    expect(faults).toContainEqual({
      file: 'rules.yml',
      path: '',
      expected: expect.stringContaining('.yaml'),
    });
  });
});
