import { describe, expect, test } from 'vitest';
import { earlier, perMonth, said, skillClass, workTraining } from '../support/explained-case.ts';

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

  test('name the day that a limit is counted from, where it is not there', async () => {
    const within = (limit: string) =>
      ofRule(`{ filedOn: { within: { of: certificateIssuedOn, ${limit} } } }`);
    expect(await within("months: '12'")).toContain('本例 2021-04-30（没有“发证日”） —— ？');
    expect(await within("months: '0', fromEndOf: year")).toContain(
      '申报日不晚于发证日所在年末日：本例 2021-04-30',
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

describe('a case that is not taken', () => {
  const facts =
    'facts:\n  - { code: recheck, name: 初领或复审, kind: yes-no, of: line }\n' +
    '  - { code: batch, name: 批次, kind: number, of: claim }\n';
  const asks = 'quantity: months\n    mayGive: [recheck]';
  const rate = "table: { by: [recheck], rows: { true: '1.00', false: '2.00' } }";
  const edits: [string, string, string][] = [
    ['schemes.yaml', 'facts:\n', facts],
    ['schemes.yaml', 'quantity: months', asks],
    ['rates/standards.yaml', perMonth, rate],
  ];

  test('names each field that keeps it from being taken', async () => {
    const text = await said(workTraining(), edits);
    const told = '不予收件：初领或复审（recheck）：按现行标准计算补贴须填写此项';
    expect(text).toContain(`✗ ${told}`);
    expect(text).toContain(`结果\n  ${told}`);
    const ofClaim = "    claim: { batch: '1' }\n";
    expect(await said(workTraining(ofClaim).replace('[]', '[poo]'), edits)).toMatch(
      /不予收件：批次（batch）：该补贴种类不填此项\n.*：人员身份 poo：规则包中没有这种人员属性/u,
    );
  });

  test('says of a line that repeats another which fields are alike', async () => {
    const certificate = "{ kind: skill-level, verified: 'true', number: '1' }";
    const line = skillClass('', certificate).replace(
      'certificate:',
      'repeats: certificate, certificate:',
    );
    const text = await said(line, []);
    expect(text).toContain('第 2 行证书编号：与第 1 行重复');
  });
});
