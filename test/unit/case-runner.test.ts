import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ruleLines } from '../../cli/region/explain-rules.ts';
import { judgeCase } from '../../cli/region/judge-case.ts';
import { readyToWorkOut, workOut } from '../../cli/region/work-out.ts';
import { caseFaults } from '../../domain/region-pack/case-faults.ts';
import { workedCase, type WorkedCase } from '../../domain/region-pack/cases.ts';
import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { draftedRegion, edit } from '../support/region-folder.ts';

const rates = 'rates/standards.yaml';
const perMonth = "perUnit: { of: months, amount: { amount: '400.00' }, atMost: '3' }";

/** A line of the drafted pack's 以工代训, with what a test says of it. */
const workTraining = (of: Partial<WorkedCase>): WorkedCase => ({
  name: '以工代训',
  scheme: 'work-training',
  line: {
    attributes: [],
    startedOn: isoDate('2021-03-01'),
    endedOn: isoDate('2021-03-31'),
    months: 1,
  },
  group: 'others',
  expected: { question: '' },
  ...of,
});

/** The drafted pack with another rate for 以工代训. */
async function packWithRate(formula: string, facts = '') {
  const folder = await draftedRegion();
  await edit(folder, rates, perMonth, formula);
  if (facts !== '') await edit(folder, 'schemes.yaml', 'facts:\n', `facts:\n${facts}\n`);
  return readyToWorkOut(await loadRegionPack(folder));
}

describe('a case', () => {
  test('is worked out by facts that no claimant fills in', async () => {
    const inForce = await packWithRate(
      "table: { by: [claimantKind, sex], rows: { enterprise: { male: '1.00', female: '2.00' } } }",
    );
    const it = workTraining({ claimantKind: 'enterprise', classSize: 30 });
    expect(workOut(inForce, it)).toMatchObject({ notFiled: [], amount: '2.00' });
    const man: WorkedCase = { ...it, line: { ...it.line, sex: 'male' } };
    expect(workOut(inForce, man).amount).toBe('1.00');
    const { claimantKind: _, ...unknown } = it;
    expect(workOut(inForce, unknown).assessment).toMatchObject({
      kind: 'question',
      question: 'no-rate-work-training-claimantKind-none',
    });
  });

  test('is not filed with an own fact that its scheme does not take, or without one it needs', async () => {
    const inForce = await packWithRate(
      "multiply: [{ fact: seats }, { amount: '3.00' }]",
      '  - { code: seats, name: 座位数, kind: number, of: line }',
    );
    const it = workTraining({});
    const seated: WorkedCase = { ...it, line: { ...it.line, facts: { seats: '7' } } };
    const missing = { path: '0/facts/seats', reason: expect.stringContaining('须填写此项') };
    expect(workOut(inForce, it).notFiled).toEqual([missing]);
    const refused = { path: '0/facts/seats', reason: '该补贴种类不填此项' };
    expect(workOut(inForce, seated).notFiled).toContainEqual(refused);
  });

  test.each([
    ['amount', { amount: '400.01', fund: 'skills-fund', rate: '2021' }],
    ['fund', { amount: '400.00', fund: 'employment-fund', rate: '2021' }],
    ['payee', { amount: '400.00', fund: 'skills-fund', rate: '2021', payee: 'person' }],
    ['component', { components: { fee: { amount: '400.00', fund: 'skills-fund' } } }],
    ['reason', { amount: '0.00', reason: 'of-age' }],
  ])('fails on another %s', async (_, expected) => {
    const inForce = readyToWorkOut(await loadRegionPack(await draftedRegion()));
    const wrong = workedCase.shape.expected.parse(expected);
    expect(judgeCase(inForce, workTraining({ expected: wrong })).ok).toBe(false);
  });

  test('fails on another group, chain, last day, or a clock that is none', async () => {
    const inForce = readyToWorkOut(await loadRegionPack(await draftedRegion()));
    const good = workTraining({
      expected: { amount: yuan('400.00'), fund: 'skills-fund', rate: '2021' },
      chain: ['受理', '审核', '财政复核'],
      clocks: [{ of: '受理', from: isoDate('2021-04-01'), last: isoDate('2021-04-09') }],
    });
    expect(judgeCase(inForce, good)).toMatchObject({ ok: true });
    expect(judgeCase(inForce, { ...good, group: 'unemployed' }).ok).toBe(false);
    expect(judgeCase(inForce, { ...good, chain: ['受理', '财政复核'] }).ok).toBe(false);
    const late = { of: '受理', from: isoDate('2021-04-01'), last: isoDate('2021-04-08') };
    expect(judgeCase(inForce, { ...good, clocks: [late] }).ok).toBe(false);
    const { got } = judgeCase(inForce, { ...good, clocks: [{ ...late, of: '受力' }] });
    expect(got.clocks?.[0]?.last).toBe('没有名为 受力 的时限');
  });

  test('counts what a person had with one claimant apart from what another claimed', async () => {
    const folder = await draftedRegion();
    await edit(folder, 'rules.yaml', 'per: [person]', 'per: [person, organisation]');
    await edit(folder, 'rules.yaml', 'schemes: [skill-class]\n    per', 'per');
    await edit(folder, 'rules.yaml', "atMost: '2'", "atMost: '1'");
    const inForce = readyToWorkOut(await loadRegionPack(folder));
    const before = { claimNo: 'A-1', scheme: 'work-training', amount: yuan('400.00') };
    const days = { startedOn: isoDate('2021-01-01'), endedOn: isoDate('2021-01-31'), months: 1 };
    const worked = (elsewhere: boolean) =>
      workOut(inForce, workTraining({ earlier: [{ ...before, ...days, elsewhere }] }));
    const after = (elsewhere: boolean) => worked(elsewhere).assessment;
    expect(after(false)).toMatchObject({ kind: 'nothing', reason: 'twice-a-year' });
    expect(after(true).kind).toBe('granted');
    const told = (elsewhere: boolean) => ruleLines(inForce, worked(elsewhere)).join('');
    expect(told(false)).toContain('最多 1，此前已用 1，');
    expect(told(true)).toContain('最多 1，此前已用 0，');
  });

  test('is not filed with a word for a number, whatever its certificate may be worth', async () => {
    const folder = await draftedRegion();
    const fact = 'facts:\n  - { code: seats, name: 座位数, kind: number, of: line }\n';
    await edit(folder, 'schemes.yaml', 'facts:\n', fact);
    const kinds = 'certificateKinds: [skill-level]\n    document: 示例\n    clause: 一';
    await edit(folder, 'schemes.yaml', 'certificateKinds: []', kinds);
    await edit(folder, 'schemes.yaml', 'quantity: months', 'asks: [seats]');
    await edit(folder, rates, perMonth, "multiply: [{ fact: seats }, { amount: '3.00' }]");
    const inForce = readyToWorkOut(await loadRegionPack(folder));
    const { months: _, ...line } = workTraining({}).line;
    const certificate = { kind: 'skill-level', verified: true };
    const seats = (given: string) =>
      workOut(inForce, workTraining({ line: { ...line, certificate, facts: { seats: given } } }));
    expect(seats('7')).toMatchObject({ notFiled: [], amount: '21.00' });
    expect(seats('7O').notFiled).toMatchObject([{ reason: '写成不带负号的数字' }]);
    const days = { startedOn: isoDate('2021-01-01'), endedOn: isoDate('2021-01-31') };
    const before = { claimNo: 'A-1', scheme: 'work-training', amount: yuan('21.00'), ...days };
    const earlier = [{ ...before, facts: { seats: '7O', seat: '7' } }];
    expect(caseFaults(inForce.pack, [workTraining({ earlier })])).toMatchObject([
      { path: [0, 'earlier', 0, 'facts', 'seats'], expected: '写成普通小数，例如 80' },
      { path: [0, 'earlier', 0, 'facts', 'seat'], expected: expect.stringContaining('seats？') },
    ]);
  });

  test('is refused by a limit of age that depends on the month of birth, which no step tells', async () => {
    const folder = await draftedRegion();
    const retired = '{ startedOn: { within: { of: bornOn, months: "721" } } }';
    await edit(folder, 'rules.yaml', "{ ageAtStart: { atLeast: '16' } }", retired);
    const choice = `when: [{ if: ${retired}, then: { amount: '7.00' } }]`;
    await edit(folder, rates, perMonth, choice);
    const inForce = readyToWorkOut(await loadRegionPack(folder));
    const born = (bornOn: string) => {
      const it = workTraining({});
      const line = { ...it.line, bornOn: isoDate(bornOn) };
      return workOut(inForce, { ...it, line }).assessment;
    };
    expect(born('1961-01-31')).toMatchObject({ kind: 'nothing', reason: 'of-age' });
    const paid = born('1961-02-01');
    expect(paid.kind).toBe('granted');
    expect(JSON.stringify(paid)).not.toContain('1961');
  });

  test('meets a limit of a later day with what was granted before it, where the limit says so', async () => {
    const from = isoDate('2021-02-01');
    const folder = async (countsBefore: string) => {
      const drafted = await draftedRegion();
      const scope = `from: '${from}'\n    groups: [others]\n    ${countsBefore}per`;
      await edit(drafted, 'rules.yaml', 'schemes: [skill-class]\n    per', scope);
      await edit(drafted, 'rules.yaml', "atMost: '2'", "atMost: '1'");
      return readyToWorkOut(await loadRegionPack(drafted));
    };
    const days = { startedOn: isoDate('2021-01-01'), endedOn: isoDate('2021-01-31') };
    const grant = { claimNo: 'A-1', scheme: 'work-training', amount: yuan('400.00'), ...days };
    const earlier = [{ ...grant, group: 'unemployed', months: 1 }];
    const after = async (countsBefore: string) =>
      workOut(await folder(countsBefore), workTraining({ earlier })).assessment;
    expect((await after('')).kind).toBe('granted');
    expect(await after("countsBefore: 'true'\n    ")).toMatchObject({
      kind: 'nothing',
      by: { rule: 'twice-a-year', earlier: [{ claimNo: 'A-1' }] },
    });
  });

  test('is not filed with a unit that keeps no books', async () => {
    const folder = await draftedRegion();
    const root = await readFile(join(folder, 'units.yaml'), 'utf8');
    const [, code = ''] = /code: '([^']+)'/u.exec(root) ?? [];
    const filed = async () =>
      workOut(readyToWorkOut(await loadRegionPack(folder)), workTraining({ unit: code })).notFiled;
    expect(await filed()).toEqual([]);
    await edit(folder, 'units.yaml', "payingUnit: 'true'", "payingUnit: 'false'");
    expect(await filed()).toMatchObject([{ reason: '不是受理单位' }]);
  });
});
