import { describe, expect, test } from 'vitest';
import { perMonth, said, skillClass, workTraining } from '../support/explained-case.ts';

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
      '伙食补贴：不给，按标准 300.00 元，不能给：每家封顶（文 四）',
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
