import { describe, expect, test } from 'vitest';
import { explainCase } from '../../cli/region/explain.ts';
import { draftedRegion, edit } from '../support/region-folder.ts';

const firstCase = 'cases:\n';
const perMonth = "perUnit: { of: months, amount: { amount: '400.00' }, atMost: '3' }";

/** 以工代训 of two months, with what a case says besides. */
const workTraining = (more = '', line = '') => `  - name: 此例
    scheme: work-training
    line: { attributes: [], startedOn: '2021-03-01', endedOn: '2021-04-30', months: '2'${line} }
    group: others
    expected: { question: x }
${more}`;

/** What is said of a case of the drafted pack, changed before by edits of [file, from, to]. */
async function said(given: string, edits: readonly [string, string, string][]): Promise<string> {
  const folder = await draftedRegion();
  for (const [file, from, to] of edits) await edit(folder, file, from, to);
  await edit(folder, 'cases.yaml', firstCase, `${firstCase}${given}`);
  return (await explainCase(folder, '此例')).join('\n');
}

describe('conditions in words', () => {
  const facts = `facts:
  - { code: mixed, name: 混有证书, kind: yes-no, of: line }
  - { code: income, name: 月均收入, kind: yuan, of: line }
  - { code: income-before, name: 基期收入, kind: yuan, of: line }`;
  const asks = 'quantity: months\n    mayGive: [mixed, income, income-before]';
  const rule = (require: string) => `requirements:
  - { code: rule, name: 此条, require: ${require}, document: 文, clause: 一 }`;
  const ofRule = (require: string, line = '') =>
    said(workTraining('', line), [
      ['schemes.yaml', 'facts:', facts],
      ['schemes.yaml', 'quantity: months', asks],
      ['rules.yaml', 'requirements:', rule(require)],
    ]);

  test('say yes and no, and which fact is not there to compare', async () => {
    expect(await ofRule("{ mixed: ['false'] }", ", facts: { mixed: 'false' }")).toContain(
      '混有证书为否：本例 否 —— 是',
    );
    const below =
      '{ compare: { left: { fact: income }, is: at-most, right: { fact: income-before } } }';
    const line = ", facts: { income-before: '70.00' }";
    expect(await ofRule(below, line)).toContain(
      '缺数 不高于 70.00（没有“月均收入”；基期收入 70.00 元） —— ？',
    );
  });

  test('keep together what must hold together', async () => {
    const text = await ofRule(
      "{ any: [{ sex: [male] }, { sex: [female], months: { atLeast: '3' } }] }",
    );
    expect(text).toContain(
      [
        '      · 以下有一项成立 —— 否',
        '        · 性别为男：本例 女 —— 否',
        '        · 以下同时成立 —— 否',
        '          · 性别为女：本例 女 —— 是',
        '          · 月数不低于 3：本例 2 —— 否',
      ].join('\n'),
    );
  });
});

/** A cook's certificate of the skills class, after grants of the same year. */
const skillClass = (more: string, certificate = "{ kind: skill-level, verified: 'true' }") => `
  - name: 此例
    scheme: skill-class
    line: { attributes: [], occupation: cook, level: junior, certificate: ${certificate},
      startedOn: '2021-06-01', endedOn: '2021-06-20' }
    group: others
    expected: { question: x }
${more}`;

const earlier = (...trades: string[]) => `    earlier:
${trades
  .map(
    (trade, at) => `      - { claimNo: A-${String(at + 1)}, scheme: skill-class, level: junior,
          occupation: ${trade}, startedOn: '2021-0${String(at + 1)}-02',
          endedOn: '2021-0${String(at + 1)}-20', amount: '800.00' }`,
  )
  .join('\n')}
`;

describe('rules', () => {
  test('that the engine did not come to are unused, and kept by nothing', async () => {
    const late = `    filedOn: '2021-09-30'\n${earlier('cook', 'welder', 'welder')}`;
    const text = await said(skillClass(late), []);
    expect(text).toContain('✗ 须在培训结束后三个月内申报');
    expect(text).toContain('－ 同一工种同一等级只补贴一次（same-trade-paid）：未用到');
    expect(text).toContain('－ 每人每年最多补贴两次（twice-a-year）：未用到');
    expect(text).not.toContain('尚余 -1');
    expect(await said(skillClass(earlier('cook', 'welder', 'welder')), [])).toMatch(
      /✗ 同一工种[^]*A-1 第 1 行（2021-01-02）\n.*－ 每人每年最多补贴两次.*未用到/u,
    );
  });

  test('that are used up say so, and what is over', async () => {
    expect(await said(skillClass(earlier('welder', 'welder', 'welder')), [])).toMatch(
      /✓ 同一工种[^]*✗ 每人每年[^]*最多 2，此前已用 3，已超出 1，本次超出，不予补贴/u,
    );
  });

  test('of the scheme itself are told: a certificate that is not there, a group', async () => {
    const failed = "{ kind: skill-level, verified: 'false' }";
    const groups = 'name: 技能培训\n    groups: [unemployed, others]';
    const text = await said(skillClass('', failed), [['schemes.yaml', 'name: 技能培训', groups]]);
    expect(text).toContain(
      '✓ 须是补贴面向的人员（group-not-eligible；示人社发〔2026〕1号 第二条）',
    );
    expect(text).toMatch(/✗ 须有核验通过的证书（no-certificate；.*\n.*核验不通过 —— 否/u);
    expect(text).toMatch(/－ 每人每年最多补贴两次.*：未用到，前面已定为不予补贴/u);
  });
});

const instalments = `quantity: months
    instalments:
      - { code: first, name: 首次拨付 }
      - code: second
        name: 期满拨付
        awaits:
          { name: 报告, within: { of: endedOn, months: '6' }, unmet: close, document: 文, clause: 五 }`;

describe('amounts', () => {
  test('are looked up by the name that the scheme gives its instalment', async () => {
    const rate = "table: { by: [instalment], rows: { first: '500.00', second: '900.00' } }";
    const more =
      "    instalment: second\n    before: { subsidy: { amount: '500.00', fund: skills-fund } }\n";
    const text = await said(workTraining(more), [
      ['schemes.yaml', 'quantity: months', instalments],
      ['rates/standards.yaml', perMonth, rate],
    ]);
    expect(text).toContain('按拨付期 期满拨付查表：900.00 元');
  });

  test('of a limit are all written with fen', async () => {
    const limit = `limits:
  - { code: yearly, name: 每家每年, schemes: [work-training], per: [organisation],
      counts: amount, in: { yearOf: startedOn }, atMost: '1000', beyond: reduce,
      document: 文, clause: 二 }`;
    const text = await said(workTraining("    used: { yearly: '900' }\n"), [
      ['rules.yaml', 'limits:', limit],
    ]);
    expect(text).toContain(
      '最多 1000.00 元，此前已用 900.00 元，本次计 100.00 元，用后 1000.00 元，尚余 0.00 元',
    );
  });

  const another = `      - { code: subsidy, name: 以工代训补贴, payee: claimant }
      - { code: meals, name: 伙食补贴, payee: person, if: { sex: [female] } }`;
  const meals = `
- { version: '2021', scheme: work-training, component: meals, from: '2021-01-01',
    document: 文, clause: 三, formula: { amount: '300.00' } }
`;
  const byCap = `limits:
  - { code: cap, name: 每家封顶, schemes: [work-training], per: [organisation],
      counts: amount, in: lifetime, atMost: '800.00', beyond: reduce, document: 文, clause: 四 }`;

  test('that a limit takes a component away from are told with the limit', async () => {
    const edits: [string, string, string][] = [
      ['schemes.yaml', another.split('\n')[0] ?? '', another],
      ['rates/standards.yaml', '- version:', `${meals}- version:`],
      ['rules.yaml', 'limits:', byCap],
    ];
    expect(await said(workTraining(), edits)).toContain(
      '伙食补贴：不给，按标准 300.00 元，限额用完，减为 0.00 元：每家封顶（文 四）',
    );
    expect(await said(workTraining('', ', sex: male'), edits)).toContain(
      '－ 伙食补贴：这个项目不适用于本例',
    );
  });

  test('of nothing are not paid', async () => {
    const rate = perMonth.replace('atMost', "atLeast: '3', atMost");
    const text = await said(workTraining(), [['rates/standards.yaml', perMonth, rate]]);
    expect(text).toContain('四舍五入到分：0.00 元\n      没有可付的，不动用资金\n');
    expect(text).toContain('没有可付的，财政复核后不付款');
    expect(text).not.toContain('支付');
  });
});

describe('clocks', () => {
  const finance = `        duty: finance
        unit: own
        clock: { days: '5', unit: working`;
  const ofReview = "        unit: own\n        clock: { days: '10', unit: working";
  const silence = 'silence: { means: approved, document: 文, clause: 六 }';
  const edits: [string, string, string][] = [
    ['approvals.yaml', ofReview, `        ${silence}\n${ofReview}, fromEndOf: quarter`],
    ['approvals.yaml', finance, `${finance}, countFirstDay: 'true', rollOver: 'true'`],
    ['approvals.yaml', 'opens: claim', "opens: { monthly: '20' }"],
    [
      'approvals.yaml',
      "timeLimit: { workingDays: '30' }",
      "timeLimit: { months: '1', fromEndOf: month }\n  runs: { days: ['10', '31'] }",
    ],
  ];

  test('are said in words, with all that counts', async () => {
    const clocks = `    clocks:
      - { of: payment-run, from: '2021-05-03', last: '2021-05-10' }
      - { of: claim-window, from: '2021-04-01', last: '2021-07-01' }
      - { of: 受理, from: '2028-12-29', last: '2029-01-01' }
`;
    const text = await said(workTraining(clocks), edits);
    for (const words of [
      '审核（自季末起 10 个工作日，逾期未办视为通过（文 六））',
      '财政复核（5 个工作日，首日计入，末日遇假日顺延）',
      '  每月 20 日（遇假日顺延）集中公示 7 个自然日，首日计入；',
      '；财政复核后，自月末起 1 个月内支付（至月底）',
      '；支付批次：每月 10 日、31 日（当月没有的为月底，遇假日顺延）',
      '支付批次：从 2021-05-03 起算，末日 2021-05-10',
      '须在培训结束后三个月内申报：从 2021-04-01 起算，末日 2021-07-01',
      '受理：从 2028-12-29 起算，2028 年的放假安排还没有公布，期限的末日定不下来',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toMatch(/payment-run：|claim-window：/u);
  });

  test('that end with a period, or open on its last working day, say so', async () => {
    const year = "timeLimit: { months: '0', fromEndOf: year }";
    const last = edits.slice(0, 2).concat([
      ['approvals.yaml', 'opens: claim', 'opens: { monthly: last-working-day }'],
      ['approvals.yaml', "timeLimit: { workingDays: '30' }", year],
    ]);
    expect(await said(workTraining(), last)).toContain(
      '每月最后一个工作日集中公示 7 个自然日，首日计入；财政复核后，年末前支付',
    );
  });
});

describe('a later instalment', () => {
  const ahead = instalments.replace('name: 首次拨付', "name: 首次拨付, ahead: 'true'");
  const before = (fund = 'skills-fund') =>
    `    instalment: second\n    before: { fee: { amount: '500.00', fund: ${fund} } }\n`;
  const ofScheme = (more: string): [string, string, string] => [
    'schemes.yaml',
    'certificateKinds: [skill-level]',
    `certificateKinds: [skill-level]\n    ${more.replace('quantity: months\n    ', '')}`,
  ];
  const failed = "{ kind: skill-level, verified: 'false' }";

  test('that takes all back says why, by which clause, and that it is owed back', async () => {
    const text = await said(skillClass(before(), failed), [ofScheme(ahead)]);
    expect(text).toMatch(/✗ 须有核验通过的证书（no-certificate；示人社发〔2026〕1号 第二条）/u);
    expect(text).toContain(
      [
        '      此前已拨 500.00 元，现不应给付，应退回 500.00 元',
        '      原因：没有核验通过的证书（示人社发〔2026〕1号 第二条）',
        '      资金：技能提升专账；由申报单位退回',
      ].join('\n'),
    );
    expect(text).toContain('本件应退回 500.00 元：受理');
    expect(text).toContain('财政复核后登记应退款，由申报单位退回');
    expect(text).not.toMatch(/none 版|支付/u);
  });

  test('that takes a part back says how much', async () => {
    const text = await said(skillClass(before().replace('500.00', '900.00')), [ofScheme(ahead)]);
    expect(text).toContain('800.00 － 900.00 ＝ -100.00 元');
    expect(text).toContain('      应退回 100.00 元\n      资金：技能提升专账；由申报单位退回');
  });

  test('that pays no more and takes nothing back says what stays', async () => {
    const some = [ofScheme(instalments)];
    const more = before().replace('500.00', '900.00');
    expect(await said(skillClass(more), some)).toMatch(
      /本期没有可付的\n.*此前已拨 900.00 元，现应给 800.00 元，不再拨付，也不退回/u,
    );
    expect(await said(skillClass(more, failed), some)).toMatch(
      /不予补贴（no-certificate）.*\n.*此前已拨 900.00 元，不退回；现不应给付，没有核验通过的证书/u,
    );
  });
});
