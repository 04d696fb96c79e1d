import { describe, expect, test } from 'vitest';
import { readCases } from '../../gateways/region-cases.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { draftedRegion, edit, lineWith } from '../support/region-folder.ts';

/** Words of cases that nothing in the pack is called; each is told by file, line and what is. */

const first = 'scheme: skill-class\n';
const unknown = [
  {
    of: 'an instalment',
    from: first,
    to: `${first}    instalment: setlement\n`,
    line: 'setlement',
    expected: '没有 skill-class 的拨付期 setlement',
  },
  {
    of: 'a component granted before',
    from: first,
    to: `${first}    before: { fees: { amount: '1.00', fund: skills-fund } }\n`,
    line: 'fees:',
    expected: '没有 skill-class 的项目 fees，是否为 fee？',
  },
  {
    of: 'the fund of what was granted before',
    from: first,
    to: `${first}    before: { fee: { amount: '1.00', fund: skill-fund } }\n`,
    line: 'skill-fund',
    expected: '没有资金 skill-fund，是否为 skills-fund？',
  },
  {
    of: 'a certificate of an earlier grant',
    from: '        occupation: cook\n',
    to: '        certificateKind: skills-level\n',
    line: 'skills-level',
    expected: 'skills-level 不是 certificateKind 的值，是否为 skill-level？',
  },
  {
    of: 'a course of an earlier grant',
    from: '        occupation: cook\n',
    to: '        course: cooking\n',
    line: 'course: cooking',
    expected: 'cooking 不是 course 的值',
  },
  {
    of: 'a fund that should pay',
    from: 'fund: skills-fund',
    to: 'fund: skill-fund',
    line: 'skill-fund',
    expected: '没有资金 skill-fund，是否为 skills-fund？',
  },
  {
    of: 'a rate that should apply',
    from: "rate: '2021'",
    to: "rate: '2012'",
    line: '2012',
    expected: '没有 skill-class 的标准版本 2012，是否为 2021？',
  },
  {
    of: 'a component that should be paid',
    from: "{ amount: '1200.00', fund: skills-fund, rate: '2021' }",
    to: "{ components: { fees: { amount: '1200.00', fund: skills-fund } } }",
    line: 'fees:',
    expected: '没有 skill-class 的项目 fees，是否为 fee？',
  },
  {
    of: 'a rule that should leave a component out',
    from: "{ amount: '1200.00', fund: skills-fund, rate: '2021' }",
    to: '{ components: {}, leftOut: { fee: of-ages } }',
    line: 'of-ages',
    expected: '没有可作为理由的规则 of-ages，是否为 of-age？',
  },
  {
    of: 'a reason',
    from: 'reason: claim-window',
    to: 'reason: claim-windows',
    line: 'claim-windows',
    expected: '没有可作为理由的规则 claim-windows，是否为 claim-window？',
  },
  {
    of: 'a clock',
    from: 'of: claim-window',
    to: 'of: claim-windows',
    line: 'claim-windows',
    expected: '没有 skill-class 的时限 claim-windows，是否为 claim-window？',
  },
];

describe('a case with a word that is none', () => {
  test.each(unknown)('tells $of', async ({ from, to, line, expected }) => {
    const folder = await draftedRegion();
    await edit(folder, 'cases.yaml', from, to);
    const { faults } = await readCases(folder, await loadRegionPack(folder));
    expect(faults).toEqual([
      {
        file: 'cases.yaml',
        line: await lineWith(folder, 'cases.yaml', line),
        path: expect.any(String),
        expected: expect.stringContaining(expected),
      },
    ]);
  });
});
