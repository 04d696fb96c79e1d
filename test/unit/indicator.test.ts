import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { compareText, multiplyText, roundText } from '../../domain/decimal-text.ts';
import { percentageOf, policyValue, printFigure } from '../../domain/indicator.ts';
import { yuan } from '../../domain/money.ts';
import { indicator as schema, policyIndicator } from '../../domain/region-pack/indicators.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { compileRules } from '../../domain/rules/index.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { keepsBound } from '../../report/sentences.ts';
import { ningxia } from '../support/region-folder.ts';

const pack = await loadRegionPack(ningxia);
const rules = compileRules(pack);
const document = '文件';
const period = { from: '2019-09', to: '2020-02' };

describe('a printed figure', () => {
  test('has the days of its months, its own label and who says so', () => {
    const figure = printFigure(
      counted('万人次', '2'),
      { value: '270800', source: document, reportedOn: isoDate('2021-03-31') },
      '1',
    );
    expect(figure).toEqual({
      id: 'trained',
      label: '培训',
      kind: 'compiled',
      value: '270800',
      period: { from: '2019-09-01', to: '2020-02-29' },
      printed: '27.08',
      unit: '万人次',
      source: document,
      reportedOn: '2021-03-31',
    });
  });

  test.each([
    ['万人次', '2', '270849', '27.08'],
    ['万人次', '2', '270850', '27.09'],
    ['亿元', '2', '235500000.00', '2.36'],
    ['亿元', '2', '235499999.99', '2.35'],
    ['%', '2', '95.275', '95.28'],
    ['个', '0', '1271', '1271'],
  ])('in %s with %s places prints %s as %s, rounded half up', (unit, places, value, printed) => {
    expect(printFigure(counted(unit, places), { value }, '1').printed).toBe(printed);
  });

  test.each([
    ['万人次', '2', '2708', { printed: '2708', unit: '人次' }],
    ['亿元', '4', '3899100.00', { printed: '389.91', unit: '万元' }],
    ['万元', '2', '71000.00', { printed: '7.10', unit: '万元' }],
    ['%', '2', '95.276', { printed: '95.28', unit: '%' }],
    ['个', '0', '13', { printed: '13', unit: '个' }],
  ])('counted in %s prints in a unit that shows it below scale 1', (unit, places, value, shown) => {
    expect(printFigure(counted(unit, places), { value }, '0.01')).toMatchObject(shown);
  });

  test('stays as its document has it at every scale when it is policy or reported', () => {
    const target = policy({ value: '23', document }, '万人次');
    const entered = schema.parse({ ...common('%', '1'), kind: 'reported' });
    for (const scale of ['1', '0.01']) {
      expect(printed(target, scale)).toMatchObject({ value: '230000', printed: '23' });
      expect(printFigure(entered, { value: '97.25' }, scale).printed).toBe('97.3');
    }
  });

  test('prints a dash where there is no value, with or without a bound', () => {
    const blank = policy({ blank: '原表没有数字', document }, '人');
    expect(printed(blank)).toMatchObject({ value: null, printed: '—', unit: '人' });
    const bounded = bound('at-least', '95', 'false', '%');
    expect(printFigure(bounded, { value: null }, '1')).toMatchObject({ printed: '—' });
  });
});

describe('a bounded figure', () => {
  test.each([
    ['at-least', '95', '%', '95', true],
    ['at-least', '95', '%', '94.999999', false],
    ['below', '1000', '万元', '9999999.99', true],
    ['below', '1000', '万元', '10000000.00', false],
  ] as const)('%s %s%s prints the limit; %s keeps it: %s', (kind, limit, unit, value, keeps) => {
    const figure = printFigure(bound(kind, limit, 'false', unit), { value }, '1');
    expect(figure).toMatchObject({ printed: limit, bound: kind, value });
    expect(keepsBound(figure)).toBe(keeps);
  });

  test('has its limit shrink with the scale when it scales, and not otherwise', () => {
    const spent = bound('below', '1000', 'true', '万元');
    expect(printFigure(spent, { value: '99999.99' }, '0.01')).toMatchObject({ printed: '10' });
    const rate = bound('at-least', '95', 'false', '%');
    expect(printFigure(rate, { value: '96' }, '0.01')).toMatchObject({ printed: '95' });
  });

  test('writes its limit in the unit that it prints below scale 1', () => {
    const figure = printFigure(
      bound('below', '0.1', 'true', '亿元'),
      { value: '99999.99' },
      '0.01',
    );
    expect(figure).toMatchObject({ printed: '10', unit: '万元' });
    expect(keepsBound(figure)).toBe(true);
    const count = bound('at-least', '23', 'true', '万人次');
    expect(printFigure(count, { value: '2299' }, '0.01')).toMatchObject({ printed: '2300' });
  });

  test('never rounds its limit', () => {
    const spent = bound('below', '999.99', 'true', '万元');
    expect(printFigure(spent, { value: '1' }, '0.001').printed).toBe('0.99999');
  });

  test('keeps at every scale what a value proportional to it keeps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), thousandth, (fen, scale) => {
        const value = multiplyText(String(fen * 10), scale);
        const spent = bound('below', '1000', 'true', '万元');
        expect(keepsBound(printFigure(spent, { value }, scale))).toBe(fen < 1_000_000);
      }),
    );
  });
});

describe('a percentage', () => {
  test('is exact enough to be rounded once more, and 0 of nothing', () => {
    expect(percentageOf('131100', '137600')).toBe('95.276162790698');
    expect(percentageOf('5', '5')).toBe('100');
    expect(percentageOf('0', '0')).toBe('0');
    // 95.27499995… must not become 95.275 and then 95.28.
    expect(roundText(percentageOf('952749999', '1000000001'), 2)).toBe('95.27');
  });

  test('prints what the exact quotient prints, at any places of a report', () => {
    const counts = fc.integer({ min: 1, max: 100_000_000 });
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 0, max: 4 }), (part, whole, places) => {
        const unit = 10n ** BigInt(places);
        const twice = 2n * 100n * BigInt(part) * unit;
        const rounded = (twice + BigInt(whole)) / (2n * BigInt(whole));
        const shown = roundText(percentageOf(String(part), String(whole)), places);
        expect(compareText(multiplyText(shown, String(unit)), String(rounded))).toBe(0);
      }),
    );
  });
});

describe('a policy figure', () => {
  test('is what its document states, in base units, marked when invented', () => {
    const stated = policy({ value: '0.185', document }, '万人');
    expect(policyValue({ pack, rules }, stated, '0.01')).toEqual({
      value: '1850',
      source: document,
    });
    const invented = policy({ value: '1', document, invented: 'true', note: '示例数据' }, '元');
    expect(policyValue({ pack, rules }, invented, '1')).toMatchObject({ sample: true });
  });

  test('shrinks with the scale, value and print, when it scales', () => {
    const planned = policy({ value: '7.8', document, scales: 'true' }, '亿元', '1');
    expect(printed(planned)).toMatchObject({ value: '780000000', printed: '7.8', unit: '亿元' });
    const part = printed(planned, '0.01');
    expect(part).toMatchObject({ value: '7800000', printed: '780.00', unit: '万元' });
  });

  test.each([
    [{ scheme: 'qualification', facts: { level: '5', class: 'B' } }, '1100'],
    [{ scheme: 'skill-level', facts: { level: '3' } }, '3000'],
    [{ scheme: 'on-the-job', facts: { months: '1' } }, '500'],
    [{ scheme: 'specific-ability', facts: { course: 'tea-serving' } }, '850'],
  ])('reads the rate in force: %j is %s', (rate, amount) => {
    const figure = printed(policy({ rate: on('2020-12-31', rate) }, '元'));
    expect(figure).toMatchObject({ printed: amount, source: expect.stringContaining('评价报告') });
  });

  test('follows the rates when they change', () => {
    const rate = { scheme: 'skill-level', facts: { level: '5' } };
    const dearer = changed(({ version, scheme }) => version === '2022' && scheme === rate.scheme);
    const inForce = { pack: dearer, rules: compileRules(dearer) };
    const before = policy({ rate: on('2021-12-31', rate) }, '元');
    const after = policy({ rate: on('2022-01-01', rate) }, '元');
    expect(policyValue(inForce, before, '1')).toMatchObject({ value: '1100.00' });
    expect(policyValue(inForce, after, '1')).toMatchObject({ value: '9999.00', sample: true });
  });

  test.each([
    ['specific-ability', 'lowest', '550.00'],
    ['specific-ability', 'highest', '1400.00'],
    ['entrepreneurship', 'lowest', '400.00'],
    ['entrepreneurship', 'highest', '1600.00'],
  ])('is of the courses of %s the %s: %s', (scheme, courses, value) => {
    const source = { courses, rate: on('2020-12-31', { scheme, facts: {} }) };
    expect(policyValue({ pack, rules }, policy(source, '元'), '1')).toMatchObject({
      value,
      sample: true,
    });
    const published = policy({ ...source, document }, '元');
    expect(policyValue({ pack, rules }, published, '1')).toEqual({ value, source: document });
  });

  test.each([
    [{ rate: on('2018-12-31', { scheme: 'skill-level', facts: { level: '5' } }) }, 'no rate in'],
    [{ rate: on('2020-12-31', { scheme: 'skill-level', facts: {} }) }, 'no rate for level-none'],
    [
      {
        courses: 'lowest',
        rate: on('2020-12-31', { scheme: 'skill-level', facts: { level: '5' } }),
      },
      'no course of skill-level',
    ],
  ])('says which figure lacks what: %j', (source, message) => {
    expect(() => policyValue({ pack, rules }, policy(source, '元'), '1')).toThrow(
      `figure stated: ${message}`,
    );
  });
});

test('a policy figure without value, blank or rate is refused, and a day that does not exist', () => {
  const rate = on('2020-02-30', { scheme: 'skill-level', facts: {} });
  for (const source of [{ document }, { value: '1' }, { rate }]) {
    const read = schema.safeParse({ ...common('元', '0'), kind: 'policy', source });
    expect(read.success).toBe(false);
  }
});

const thousandth = fc.constantFrom('1', '0.5', '0.1', '0.01', '0.001');

function common(unit: string, places: string) {
  return { id: 'trained', label: '培训', period, print: { unit, places } };
}

function counted(unit: string, places: string) {
  return schema.parse({ ...common(unit, places), kind: 'compiled', measure: 'trained' });
}

function bound(kind: string, limit: string, scales: string, unit: string) {
  return schema.parse({
    ...common(unit, '2'),
    kind: 'compiled',
    measure: 'spent',
    bound: { kind, limit, scales },
  });
}

function policy(source: object, unit: string, places = '0') {
  return policyIndicator.parse({ ...common(unit, places), id: 'stated', kind: 'policy', source });
}

function printed(indicator: ReturnType<typeof policy>, scale = '1') {
  return printFigure(indicator, policyValue({ pack, rules }, indicator, scale), scale);
}

function on(day: string, { scheme, facts }: { scheme: string; facts: object }) {
  return { scheme, component: 'training', on: day, facts };
}

/** The pack with a flat 9999.00 in the rates chosen. */
function changed(chosen: (rate: RegionPack['rates'][number]) => boolean): RegionPack {
  const rates = pack.rates.map((rate) =>
    chosen(rate) ? { ...rate, formula: { amount: yuan('9999.00') } } : rate,
  );
  return { ...pack, rates };
}
