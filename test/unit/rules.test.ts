import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isoDate } from '../../domain/days.ts';
import { isNegative } from '../../domain/money.ts';
import { assessLine, compileRules, type LineFacts } from '../../domain/rules/index.ts';
import { rateVersion } from '../../domain/region-pack/rates.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';

const pack = await loadRegionPack(ningxia);
const rules = compileRules(pack);

const usual = {
  group: 'rural-transfer',
  startedOn: isoDate('2020-03-02'),
  endedOn: isoDate('2020-03-20'),
  certified: true,
};

describe('what a line is worth', () => {
  test.each([
    { facts: { scheme: 'qualification', level: '5', occupation: 'welder' }, amount: '1200.00' },
    { facts: { scheme: 'qualification', level: '5', occupation: 'cook' }, amount: '1100.00' },
    { facts: { scheme: 'qualification', level: '5', occupation: 'cleaner' }, amount: '1000.00' },
    { facts: { scheme: 'qualification', level: '4', occupation: 'welder' }, amount: '1700.00' },
    { facts: { scheme: 'qualification', level: '4', occupation: 'cook' }, amount: '1500.00' },
    { facts: { scheme: 'qualification', level: '4', occupation: 'cleaner' }, amount: '1200.00' },
    { facts: { scheme: 'qualification', level: '3', occupation: 'welder' }, amount: '3000.00' },
    { facts: { scheme: 'qualification', level: '2', occupation: 'cook' }, amount: '4000.00' },
    { facts: { scheme: 'qualification', level: '1', occupation: 'cleaner' }, amount: '5000.00' },
    { facts: { scheme: 'skill-level', level: '5', occupation: 'welder' }, amount: '1100.00' },
    { facts: { scheme: 'skill-level', level: '4', occupation: 'cleaner' }, amount: '1500.00' },
    { facts: { scheme: 'skill-level', level: '3' }, amount: '3000.00' },
    { facts: { scheme: 'skill-level', level: '2' }, amount: '4000.00' },
    { facts: { scheme: 'skill-level', level: '1' }, amount: '5000.00' },
    { facts: { scheme: 'special-operation' }, amount: '800.00' },
    { facts: { scheme: 'training-pass' }, amount: '800.00' },
    { facts: { scheme: 'specific-ability', course: 'wolfberry-growing' }, amount: '550.00' },
    { facts: { scheme: 'specific-ability', course: 'drone-spraying' }, amount: '1400.00' },
    { facts: { scheme: 'entrepreneurship', course: 'business-idea' }, amount: '400.00' },
    { facts: { scheme: 'entrepreneurship', course: 'improve-business' }, amount: '1600.00' },
    { facts: { scheme: 'school-leaver', group: 'school-leavers' }, amount: '6000.00' },
    { facts: { scheme: 'new-apprenticeship' }, amount: '6000.00' },
    { facts: { scheme: 'modern-apprenticeship' }, amount: '6000.00' },
    { facts: { scheme: 'on-the-job', months: 1, certified: false }, amount: '500.00' },
    { facts: { scheme: 'on-the-job', months: 6, certified: false }, amount: '3000.00' },
    { facts: { scheme: 'on-the-job', months: 9, certified: false }, amount: '3000.00' },
  ])('$facts is $amount yuan from the skills ledger', ({ facts, amount }) => {
    const assessment = assessLine(rules, { ...usual, ...facts });
    expect(assessment).toMatchObject({
      kind: 'granted',
      components: [{ component: 'training', amount, fund: 'skills-ledger', payee: 'claimant' }],
    });
  });

  test('a poor household is paid the same from the poverty account', () => {
    const poor = { ...usual, group: 'poor-households', scheme: 'training-pass' };
    expect(assessLine(rules, poor)).toMatchObject({
      components: [{ amount: '800.00', fund: 'poverty-account' }],
    });
  });

  test('without its certificate it is nothing, with the reason', () => {
    const facts = { ...usual, scheme: 'training-pass', certified: false };
    expect(assessLine(rules, facts)).toMatchObject({
      reason: 'no-certificate',
      by: { name: '没有核验通过的证书', clause: expect.stringContaining('取得培训合格证书的') },
    });
  });

  test('for a group the scheme is not open to it is nothing, with the reason', () => {
    const facts = { ...usual, scheme: 'school-leaver', group: 'veterans' };
    expect(assessLine(rules, facts)).toMatchObject({
      reason: 'group-not-eligible',
      by: { name: '这种补贴不面向此类人员', clause: expect.stringContaining('两后生培训') },
    });
  });

  test.each([
    { facts: { scheme: 'unheard-of' }, question: 'no-scheme-unheard-of' },
    { facts: { scheme: 'skill-level', level: '9' }, question: 'no-rate-skill-level-level-9' },
    { facts: { scheme: 'specific-ability' }, question: 'no-rate-specific-ability-course-none' },
    {
      facts: { scheme: 'qualification', level: '5' },
      question: 'no-rate-qualification-class-none',
    },
    { facts: { scheme: 'on-the-job' }, question: 'no-rate-on-the-job-months' },
    {
      facts: { scheme: 'training-pass', startedOn: isoDate('2018-12-31') },
      question: 'no-rule-in-force-training-pass-2018-12-31',
    },
  ])('$facts stops with the question $question', ({ facts, question }) => {
    expect(assessLine(rules, { ...usual, ...facts })).toEqual({ kind: 'question', question });
  });

  test('the version of the day the training started applies, on its first and last day', () => {
    const versionOn = (startedOn: string) => {
      const day = isoDate(startedOn);
      const assessment = assessLine(rules, { ...usual, scheme: 'training-pass', startedOn: day });
      return assessment.kind === 'granted' && assessment.components[0]?.explanation.version;
    };
    expect(versionOn('2019-01-01')).toBe('2019');
    expect(versionOn('2021-12-31')).toBe('2019');
    expect(versionOn('2022-01-01')).toBe('2022');
  });

  test('is explained with rule, version, clause, day, inputs and each step', () => {
    const facts = { ...usual, scheme: 'on-the-job', months: 9 };
    expect(assessLine(rules, facts)).toMatchObject({
      components: [
        {
          explanation: {
            rule: 'on-the-job/training',
            version: '2019',
            clause: expect.stringContaining('以工代训，每月 500 元'),
            on: '2020-03-02',
            inputs: { group: 'rural-transfer', months: '9' },
            steps: ['标准 500.00 元', '月数 9，最多计 6', '月数 6 × 500.00 元 ＝ 3000 元'],
            amount: '3000.00',
          },
        },
      ],
    });
  });

  test('is never negative, and always with its steps, whatever the facts', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const assessment = assessLine(rules, line);
        if (assessment.kind !== 'granted') return;
        for (const { amount, fund, explanation } of assessment.components) {
          expect(isNegative(amount)).toBe(false);
          expect(pack.funds.map(({ code }) => code)).toContain(fund);
          expect(explanation.amount).toBe(amount);
          expect(explanation.steps.length).toBeGreaterThan(0);
          expect(explanation.clause).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('every line of Ningxia with complete facts has an answer from 2019 on', () => {
    fc.assert(
      fc.property(completeLine, (line) => {
        expect(assessLine(rules, line).kind).not.toBe('question');
      }),
      { numRuns: 500 },
    );
  });
});

describe('the blocks of a formula', () => {
  test.each<{ of: string; written: string; facts?: Partial<LineFacts>; amount: string }>([
    { of: 'amount', written: 'amount: 12.30', amount: '12.30' },
    { of: 'fact', written: 'fact: hours', facts: { hours: 40 }, amount: '40.00' },
    {
      of: 'multiply',
      written: 'multiply: [{ amount: 800.00 }, { factor: 1.3 }]',
      amount: '1040.00',
    },
    {
      of: 'min',
      written: 'min: [{ fact: hours }, { amount: 9.00 }]',
      facts: { hours: 10 },
      amount: '9.00',
    },
    {
      of: 'max',
      written: 'max: [{ fact: hours }, { amount: 9.00 }]',
      facts: { hours: 10 },
      amount: '10.00',
    },
    {
      of: 'percent, a half fen rounded up',
      written: 'percent: { of: { amount: 0.10 }, percent: 35 }',
      amount: '0.04',
    },
    {
      of: 'round',
      written:
        'round: { of: { percent: { of: { amount: 101.00 }, percent: 50 } }, to: 1, mode: half-up }',
      amount: '51.00',
    },
    {
      of: 'perUnit without a limit',
      written: 'perUnit: { of: hours, amount: { amount: 12.50 } }',
      facts: { hours: 80 },
      amount: '1000.00',
    },
    {
      of: 'when, the first branch that holds',
      written: `
        when:
          - { if: { group: [veterans] }, then: { amount: 1.00 } }
          - { if: { group: [rural-transfer, others], level: [4] }, then: { amount: 2.00 } }
          - { if: { level: [4] }, then: { amount: 3.00 } }`,
      facts: { level: '4' },
      amount: '2.00',
    },
    {
      of: 'when, otherwise',
      written: `
        when: [{ if: { level: [4] }, then: { amount: 1.00 } }]
        otherwise: { amount: 5.00 }`,
      amount: '5.00',
    },
  ])('$of', ({ written, facts, amount }) => {
    expect(assessWith(written, facts)).toMatchObject({ components: [{ amount }] });
  });

  test('when without a branch that holds is a question', () => {
    const written = 'when: [{ if: { level: [4] }, then: { amount: 1.00 } }]';
    expect(assessWith(written)).toMatchObject({ kind: 'question' });
  });

  test('a table that the facts do not reach to its amounts is a question', () => {
    const written = 'table: { by: [level], rows: { 5: { A: 1.00 } } }';
    expect(assessWith(written, { level: '5' })).toMatchObject({ kind: 'question' });
  });
});

const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code);
const optional = <T>(values: readonly T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined });
const months = fc.integer({ min: 0, max: 40 });
const day = fc
  .date({ min: new Date('2018-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => isoDate(date.toISOString().slice(0, 10)));

const anyLine = fc
  .record({
    scheme: fc.constantFrom(...codes(pack.schemes)),
    group: fc.constantFrom(...codes(pack.groups)),
    occupation: optional(codes(pack.occupations)),
    course: optional(codes(pack.courses)),
    level: optional([...codes(pack.levels), '6']),
    months: fc.option(months, { nil: undefined }),
    startedOn: day,
    endedOn: day,
    certified: fc.boolean(),
  })
  .map(({ occupation, course, level, months: counted, ...line }): LineFacts => ({
    ...line,
    ...(occupation !== undefined && { occupation }),
    ...(course !== undefined && { course }),
    ...(level !== undefined && { level }),
    ...(counted !== undefined && { months: counted }),
  }));

const completeLine = fc.constantFrom(...codes(pack.schemes)).chain((scheme) => {
  const courses = pack.courses.filter((it) => it.scheme === scheme);
  return fc.record({
    scheme: fc.constant(scheme),
    group: fc.constantFrom(...codes(pack.groups)),
    occupation: fc.constantFrom(...codes(pack.occupations)),
    course: fc.constantFrom(...(courses.length > 0 ? codes(courses) : ['none'])),
    level: fc.constantFrom(...codes(pack.levels)),
    months,
    startedOn: day.filter((it) => it >= '2019-01-01'),
    endedOn: day,
    certified: fc.boolean(),
  });
});

/** Assesses a line of 培训合格证书 whose rate is the given formula, as a pack writes it. */
function assessWith(written: string, facts: Partial<LineFacts> = {}) {
  const scheme = 'training-pass';
  const rate = rateVersion.parse({
    version: 'test',
    scheme,
    component: 'training',
    from: '2019-01-01',
    document: 'document',
    clause: 'clause',
    formula: parse(written, { schema: 'failsafe' }),
  });
  const changed = compileRules({ ...pack, rates: [rate] });
  return assessLine(changed, { ...usual, scheme, ...facts });
}
