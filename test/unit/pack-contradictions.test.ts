import { describe, expect, test } from 'vitest';
import { checkRegionPack } from '../../gateways/region-pack.ts';
import { draftedRegion, edit, lineWith } from '../support/region-folder.ts';

/** Packs of sound form that contradict themselves; each is told by file, line and what to write. */

const schemes = 'schemes.yaml';

const awaits = (of: string) =>
  `awaits: { name: 等, within: { of: ${of}, months: '3' }, unmet: close, document: 示, clause: 一 }`;

/** 以工代训 in two instalments, the second with what is given. */
const paidTwice = (second: string) => `    quantity: months
    instalments:
      - { code: first, name: 首期 }
      - { code: rest, name: 余款${second} }
`;

const notice = (of: string) =>
  `  - schemes: ${of}
    days: '5'
    unit: working
    countFirstDay: 'true'
    opens: claim
    document: 示例
`;

type Edit = { file: string; from: string; to: string };
type Row = Edit & { of: string; before?: Edit; line?: string; expected: string };

/** `line` is what stands on the line that is told, where that is not the line edited. */
const contradictions: Row[] = [
  {
    of: 'a holiday of another year',
    file: 'calendar/2021.yaml',
    from: '2021-10-01',
    to: '2031-10-01',
    expected: '2031-10-01 不是 2021 年的日子',
  },
  {
    of: 'an extra working day that is a weekday',
    file: 'calendar/2021.yaml',
    from: '2021-10-09',
    to: '2021-10-08',
    expected: '2021-10-08 不是周末',
  },
  {
    of: 'a day both off and worked',
    file: 'calendar/2021.yaml',
    from: '2021-10-09',
    to: "'2021-10-02'",
    expected: '2021-10-02 已写在 holidays 里',
  },
  {
    of: 'a second instalment that nothing leads to',
    file: schemes,
    from: '    quantity: months\n',
    to: paidTwice(''),
    line: '{ code: rest',
    expected: '第二次起须写 awaits',
  },
  {
    of: 'a first instalment that awaits something',
    file: schemes,
    from: '    quantity: months\n',
    to: paidTwice(`, ${awaits('endedOn')}`).replace(
      'name: 首期',
      `name: 首期, ${awaits('endedOn')}`,
    ),
    line: '{ code: first',
    expected: '第一次拨付不等什么',
  },
  {
    of: 'a wait from a day that the claim has not got',
    file: schemes,
    from: '    quantity: months\n',
    to: paidTwice(`, ${awaits('certificateIssuedOn')}`),
    line: '{ code: rest',
    expected: '未必有 certificateIssuedOn：写 startedOn、endedOn、filedOn、acceptedOn',
  },
  {
    of: 'two instalments of one code',
    file: schemes,
    from: '    quantity: months\n',
    to: paidTwice(`, ${awaits('endedOn')}`).replace('code: rest', 'code: first'),
    line: 'name: 余款',
    expected: 'first 已用过',
  },
  {
    of: 'two components of one code in a scheme',
    file: schemes,
    from: '- { code: fee, name: 培训费补贴, payee: claimant }',
    to: `- { code: fee, name: 培训费补贴, payee: claimant }
      - { code: fee, name: 伙食补贴, payee: claimant }`,
    line: '伙食补贴',
    expected: 'fee 已用过',
  },
  {
    of: 'a window that ends where no days are written',
    file: 'rules.yaml',
    from: "of: endedOn, months: '3'",
    to: "of: endedOn, months: '99999'",
    expected: '最多写 1200 个月',
  },
  {
    of: 'an exclusion for longer than anybody lives',
    file: 'rules.yaml',
    from: 'same: [occupation, level]\n',
    to: "same: [occupation, level]\n    withinMonths: '1201'\n",
    line: "withinMonths: '1201'",
    expected: '最多写 1200 个月',
  },
  {
    of: 'a notice for longer than anybody lives',
    file: 'approvals.yaml',
    from: "days: '7'",
    to: "days: '36601'",
    expected: '最多写 36600 天',
  },
  {
    of: 'two notices for one scheme',
    file: 'approvals.yaml',
    from: 'notices:\n',
    to: `notices:\n${notice('[work-training]')}${notice('[skill-class, work-training]')}`,
    line: '[skill-class, work-training]',
    expected: 'work-training 已有一项公示规则',
  },
  {
    of: 'a fund for a component of another scheme',
    file: 'funds.yaml',
    from: 'rules:\n',
    to: 'rules:\n    - { schemes: [work-training], components: [fee], fund: skills-fund }\n',
    line: 'components: [fee]',
    expected: '所写补贴种类没有项目 fee',
  },
  {
    of: 'a rule for a group that its scheme is not open to',
    before: {
      file: schemes,
      from: 'certificateKinds: [skill-level]\n',
      to: 'certificateKinds: [skill-level]\n    groups: [others]\n',
    },
    file: 'rules.yaml',
    from: 'per: [person]',
    to: 'groups: [unemployed]\n    per: [person]',
    line: 'groups: [unemployed]',
    expected: 'skill-class 不面向 unemployed 这类人员',
  },
  {
    of: 'a certificate that the scheme never takes',
    file: 'rules.yaml',
    from: "require: { ageAtStart: { atLeast: '16' } }",
    to: 'schemes: [work-training]\n    require: { certificateKind: [skill-level] }',
    line: 'certificateKind: [skill-level]',
    expected: 'work-training 不收 skill-level 这种证书',
  },
  {
    of: 'an instalment of another scheme in a rate',
    before: {
      file: schemes,
      from: '    quantity: months\n',
      to: paidTwice(`, ${awaits('endedOn')}`),
    },
    file: 'rates/standards.yaml',
    from: "if: { in-shortage: ['true'] }",
    to: 'if: { instalment: [first] }',
    expected: 'skill-class 没有拨付期 first',
  },
  {
    of: 'a condition that says nothing',
    file: 'rules.yaml',
    from: "require: { ageAtStart: { atLeast: '16' } }",
    to: 'require: {}',
    expected: '条件是空的',
  },
  {
    of: 'a condition that refuses everybody',
    file: 'rules.yaml',
    from: "require: { ageAtStart: { atLeast: '16' } }",
    to: 'require: { not: {} }',
    expected: '条件是空的',
  },
  {
    of: 'a range with both ends out',
    file: 'rules.yaml',
    from: "{ atLeast: '16' }",
    to: "{ atLeast: '60', below: '60' }",
    expected: '60 至 60 之间没有值',
  },
  {
    of: 'a range whose second lower end is too high',
    file: 'rules.yaml',
    from: "{ atLeast: '16' }",
    to: "{ atLeast: '16', above: '100', atMost: '60' }",
    expected: '下限 100 高于上限 60',
  },
  {
    of: 'a limit below nothing',
    file: 'rules.yaml',
    from: "atMost: '2'",
    to: "atMost: '-2'",
    expected: '限额不能为负',
  },
  {
    of: 'a limit whose period its rule never meets',
    file: 'rules.yaml',
    from: 'in: { yearOf: startedOn }',
    to: "in: { from: '2027-01-01' }\n    to: '2026-12-31'",
    line: "in: { from: '2027-01-01' }",
    expected: '没有一天相同',
  },
  {
    of: 'a part of what follows from other facts',
    file: 'rules.yaml',
    from: 'counts: lines',
    to: 'counts: ageAtStart',
    before: { file: 'rules.yaml', from: 'beyond: refuse', to: 'beyond: reduce' },
    line: 'beyond: reduce',
    expected: '按ageAtStart的限额不能只给一部分，写 refuse',
  },
  {
    of: 'money raised below nothing',
    file: 'funds.yaml',
    from: "amount: '1000000.00'",
    to: "amount: '-99.00'",
    expected: '拨入的钱不能为负',
  },
  {
    of: 'an uplift below nothing',
    file: 'rates/standards.yaml',
    from: "percent: '20'",
    to: "percent: '-20'",
    expected: '上浮不能为负',
  },
  {
    of: 'months that end before they begin',
    file: 'region.yaml',
    from: "from: '2021-01'",
    to: "from: '2031-01'",
    expected: '末月不能早于首月',
  },
  {
    of: 'a fact of the name of a word of rules',
    file: schemes,
    from: 'code: in-shortage',
    to: 'code: amount',
    expected: 'amount 在规则里另有意思',
  },
  {
    of: 'a fact of the name of what every object has',
    file: schemes,
    from: 'code: in-shortage',
    to: 'code: constructor',
    expected: 'constructor 在规则里另有意思',
  },
  {
    of: 'a pattern of many open repeats',
    file: 'certificates.yaml',
    from: 'certificateFormats: []',
    to: "certificateFormats: [{ kind: skill-level, pattern: 'A*A*A*A*B' }]",
    expected: '至多写 3 处',
  },
  {
    of: 'a key that no object can have',
    file: 'rates/standards.yaml',
    from: "junior: '800.00'",
    to: "__proto__: '800.00'",
    expected: '名称不能写 __proto__',
  },
  {
    of: 'a formula that holds itself',
    file: 'rates/standards.yaml',
    from: "perUnit: { of: months, amount: { amount: '400.00' }, atMost: '3' }",
    to: 'sum: &own [{ sum: *own }, { sum: *own }]',
    expected: '引用 *own 指回了它自己',
  },
];

describe('a pack that contradicts itself', () => {
  test.each(contradictions)(
    'tells $of',
    async ({ before, file, from, to, line: told = to, expected }) => {
      const folder = await draftedRegion();
      if (before) await edit(folder, before.file, before.from, before.to);
      await edit(folder, file, from, to);
      const line = await lineWith(folder, file, told);
      const { pack, faults } = await checkRegionPack(folder);
      expect(pack).toBeUndefined();
      expect(faults).toContainEqual({
        file,
        line,
        path: expect.any(String),
        expected: expect.stringContaining(expected),
      });
    },
  );
});
