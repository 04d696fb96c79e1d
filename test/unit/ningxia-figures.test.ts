import { describe, expect, test } from 'vitest';
import { compareFigures } from '../../cli/programme/figures/compare-figures.ts';
import { loadExpectedFigures } from '../../cli/programme/figures/expected-figures.ts';
import { scale } from '../../cli/programme/population/numbers/shares.ts';
import { multiplyText } from '../../domain/decimal-text.ts';
import type { PrintedFigure } from '../../domain/evaluation.ts';
import { valueOf } from '../../domain/figure-units.ts';
import { percentageOf, policyValue, printFigure } from '../../domain/indicator.ts';
import type { Indicator } from '../../domain/region-pack/index.ts';
import { compileRules } from '../../domain/rules/index.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { cellText, sentence } from '../../report/sentences.ts';
import { ningxia } from '../support/region-folder.ts';
import { onlyInText, placesInSeed, seedNumbers, seedReport } from '../support/seed-report.ts';

const pack = await loadRegionPack(ningxia);
const rules = compileRules(pack);
const expected = await loadExpectedFigures(ningxia);
const seed = seedNumbers();
const templates = pack.report.body.flatMap((it) => (it.level === 'chart' ? [] : [it.text]));

/** Printed nowhere: what the rate of arrival is made of. */
const behindTheRate = ['fund-planned', 'fund-arrived-on-time'];

const ledger = { funds: ['skills-ledger'] };

/** Inside the bounds that are all the report tells of them. */
const unpublished: Record<string, string> = {
  'spent-2019': '7100000.00',
  'payment-rate': '98.0402',
  'satisfaction-employment-service': '97.2',
  'satisfaction-subsidy-handling': '96.8',
  'skill-gain': '96.1',
};

describe('expected-figures.yaml', () => {
  test.each(Object.entries(placesInSeed))('%s is what the seed has at %s', (id, place) => {
    const { printed, unit } = figureOf(id);
    const inBaseUnit = place.startsWith('targets_person_times') ? 1 : unit;
    const stated = numberIn(seed.get(place) ?? missing(id));
    const value = printed === null ? null : plain(printed, unit);
    expect(value).toBe(stated === null ? null : plain(stated, inBaseUnit));
  });

  test('has every figure of the seed and nothing that the seed does not print', () => {
    const facts = ['fund.raised.unit', 'fund.raised.by'];
    const units = ['fund.autonomous_region.unit', 'fund.counties.unit'];
    const known = [...Object.values(placesInSeed), ...facts, ...units];
    expect([...seed.keys()].toSorted()).toEqual(known.toSorted());
    expect(Object.keys(expected).toSorted()).toEqual(
      [...Object.keys(placesInSeed), ...Object.keys(onlyInText)].toSorted(),
    );
    for (const [id, printed] of Object.entries(onlyInText)) {
      expect(figureOf(id).printed).toBe(printed);
      expect(seedReport().annex).toContain(printed);
    }
  });

  test('has nine groups that add up to the total', () => {
    const groups = Object.entries(expected).filter(([, { rule }]) => rule === 'group');
    expect(groups.map(([id]) => id.replace('trained-', '')).toSorted()).toEqual(
      pack.groups.map(({ code }) => code).toSorted(),
    );
    const hundreds = groups.map(([, { printed }]) => Number(printed?.replace('.', '')));
    expect(hundreds.reduce((a, b) => a + b)).toBe(2708);
  });
});

describe("Ningxia's indicators", () => {
  test('are the figures of the seed and the two behind the rate of arrival', () => {
    expect(pack.indicators.map(({ id }) => id).toSorted()).toEqual(
      [...Object.keys(expected), ...behindTheRate].toSorted(),
    );
  });

  test.each(pack.indicators.filter(({ id }) => !behindTheRate.includes(id)))(
    '$id prints as in the seed',
    (indicator) => {
      const { printed, unit } = figureOf(indicator.id);
      const figure = asOfSeed(indicator);
      expect(figure.printed).toBe(printed ?? '—');
      expect(valueOf('1', figure.unit)).toBe(String(unit));
      expect(figure.sample).toBeUndefined();
    },
  );

  test('say of every number that the region or a document states where it stands', () => {
    for (const indicator of pack.indicators) {
      if (indicator.kind !== 'policy') continue;
      expect(policyValue({ pack, rules }, indicator, '1').source).toMatch(/报告|〔2019〕503号/u);
    }
  });

  test.each([
    [['fund-raised', 'spent-total'], '2019-07-01', '2020-12-31'],
    [['fund-arrived-on-time', 'fund-arrival-rate'], '2019-07-01', '2019-07-31'],
    [['trained-total', 'trained-others', 'on-the-job-spent'], '2019-09-01', '2020-12-31'],
    [['trained-2020', 'certified-2020', 'spent-2020'], '2020-01-01', '2020-12-31'],
    [['spent-2019'], '2019-07-01', '2019-12-31'],
    [['target-2021'], '2021-01-01', '2021-12-31'],
  ])('%j cover %s to %s', (ids, from, to) => {
    for (const id of ids) expect(asOfSeed(indicatorOf(id)).period).toEqual({ from, to });
  });

  test.each([
    ...pack.groups.map(({ code }) => [`trained-${code}`, 'trained', { groups: [code] }] as const),
    ['trained-total', 'trained', undefined],
    ['trained-2020', 'trained', undefined],
    ['trained-on-the-job', 'trained', { schemes: ['on-the-job'] }],
    ['trained-2020-without-on-the-job', 'trained', { schemesNot: ['on-the-job'] }],
    ['certified-2020', 'certified', { schemesNot: ['on-the-job'] }],
    ['on-the-job-enterprises', 'enterprises-paid', { ...ledger, schemes: ['on-the-job'] }],
    ['on-the-job-spent', 'spent', { ...ledger, schemes: ['on-the-job'] }],
    ['fund-raised-region', 'raised', { ...ledger, unitKinds: ['region'] }],
    ['fund-raised-counties', 'raised', { ...ledger, unitKinds: ['city', 'county'] }],
    ['counties-paying', 'units-raised', { ...ledger, unitKinds: ['city', 'county'] }],
    ['payment-rate', 'payment-rate', ledger],
  ] as const)('%s counts %s where %j', (id, measure, filter) => {
    const { kind, ...rest } = indicatorOf(id);
    expect({ kind, filter: undefined, ...rest }).toMatchObject({
      kind: 'compiled',
      measure,
      filter,
    });
  });

  test('count money of the skills ledger only, whatever is counted of it', () => {
    for (const indicator of pack.indicators) {
      if (indicator.kind !== 'compiled' || indicator.measure === 'ratio') continue;
      if (
        indicator.measure === 'score' ||
        indicator.measure === 'trained' ||
        indicator.measure === 'certified'
      )
        continue;
      expect(indicator.filter?.funds).toEqual(['skills-ledger']);
    }
  });

  test('compare equal to the seed at scale 1, and not when one of them is off', () => {
    const run = Object.values(figuresAt('1'));
    const wrong = compareFigures(expected, run, scale('1')).filter(({ equal }) => !equal);
    expect(wrong).toEqual([]);
    const off = run.map((it) =>
      it.id === 'trained-others' ? { ...it, value: '6201', printed: '0.62' } : it,
    );
    expect(
      compareFigures(expected, off, scale('1')).flatMap(({ id, equal }) => (equal ? [] : [id])),
    ).toEqual(['trained-others']);
  });

  test('arrive in full at every scale, since the plan shrinks with what is raised', () => {
    const planned = indicatorOf('fund-planned');
    if (planned.kind !== 'policy') throw new Error('fund-planned is a policy');
    for (const [at, raised] of [
      ['1', '780000000.00'],
      ['0.1', '78000000.00'],
      ['0.01', '7800000.00'],
    ] as const) {
      const plan = policyValue({ pack, rules }, planned, at).value ?? '0';
      const value = percentageOf(raised, plan);
      expect(printFigure(indicatorOf('fund-arrival-rate'), { value }, at).printed).toBe('100');
    }
  });
});

describe('the text of the report', () => {
  test('reproduces the seed sentence by sentence with its figures filled in', () => {
    const figures = figuresAt('1');
    const { title, signature, attachment } = pack.report;
    const body = templates.map((template) => sentence(template, figures));
    const text = [...title, ...body, `附件：${attachment}`, signature].join('');
    expect(sentencesOf(text)).toEqual(sentencesOf(seedReport().body));
  });

  test('reproduces the annex but for its blank target and its half-width marks', () => {
    // Two differences are meant: the blank target prints a dash where the seed prints a bare 人,
    // and punctuation is full width throughout, as in the body.
    const figures = figuresAt('1');
    const cell = (id: string) => cellText(figures[id] ?? missing(id));
    const { title, period, project, department, term, funds, goals } = pack.report.annex;
    const rows = pack.targets.flatMap(({ level1, groups }) => [
      level1,
      ...groups.flatMap((group) => [
        group.level2,
        ...group.rows.flatMap(({ label, figure }) => [label, cell(figure)]),
      ]),
    ]);
    const head = [project, department, term].flatMap((it) => [it.label, it.text]);
    const money = funds.rows.flatMap(({ label, figure }) => [label, cell(figure)]);
    const columns = ['绩效指标', '一级指标', '二级指标', '三级指标', '指标值'];
    const text = ['附件', title, period]
      .concat(head, funds.label, money, goals.label, goals.texts, columns, rows)
      .join('');
    const meant = halfWidth(seedReport().annex).replace('(人)人以工代训', '(人)—以工代训');
    expect(halfWidth(text)).toBe(meant);
  });

  test('prints at every scale', () => {
    const figures = figuresAt('0.01');
    const text = templates.map((template) => sentence(template, figures)).join('');
    for (const part of ['培训2708人次', '筹集780.0', '资金不足10万元', '支持企业13个']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('23万人次以上');
  });

  test('uses figures that are indicators, and every figure that the body of the seed prints', () => {
    const used = new Set(templates.flatMap(placeholders));
    const ids = pack.indicators.map(({ id }) => id);
    for (const id of used) expect(ids).toContain(id);
    const unused = Object.keys(expected).filter((id) => !used.has(id) && !id.startsWith('annex-'));
    expect(unused).toEqual(['skill-gain']);
    const rows = pack.targets.flatMap(({ groups }) => groups.flatMap((it) => it.rows));
    const annex = [...pack.report.annex.funds.rows, ...rows].map(({ figure }) => figure);
    expect(annex.toSorted()).toEqual(ids.filter((id) => id.startsWith('annex-')).toSorted());
  });

  test('writes no number that is a figure, only those that people judged', () => {
    const literal = templates.flatMap((template) => [
      ...template.replaceAll(/\{[^}]*\}/gu, '').matchAll(/[\d.]+(万人次|人次|亿元|万元|元|%|个)/gu),
    ]);
    expect(literal.map(([text]) => text)).toEqual(['200元', '25%', '20%']);
  });
});

function figuresAt(at: string): Record<string, PrintedFigure> {
  const figures = pack.indicators.map((indicator) => asOfSeed(indicator, at));
  return Object.fromEntries(figures.map((figure) => [figure.id, figure]));
}

/** The figure as the pack prints it when the facts are those of the seed. */
function asOfSeed(indicator: Indicator, at = '1'): PrintedFigure {
  if (indicator.kind === 'policy') {
    return printFigure(indicator, policyValue({ pack, rules }, indicator, at), at);
  }
  const { id } = indicator;
  const counted = indicator.kind === 'compiled' && !['%', '个'].includes(indicator.print.unit);
  const firms = id === 'on-the-job-enterprises' && at !== '1';
  const value = firms ? '13' : multiplyText(seedValue(id), counted ? at : '1');
  return printFigure(indicator, { value }, at);
}

function seedValue(id: string): string {
  if (id === 'fund-arrived-on-time') return seedValue('fund-raised');
  const { printed, unit } = figureOf(id);
  return unpublished[id] ?? multiplyText(printed ?? '0', String(unit));
}

function figureOf(id: string) {
  return expected[id] ?? missing(id);
}

function indicatorOf(id: string): Indicator {
  return pack.indicators.find((it) => it.id === id) ?? missing(id);
}

/** 8 of '8万人', 95 of '>=95%', null of a blank. */
function numberIn(text: string): string | null {
  return text === 'null' ? null : (/\d+(\.\d+)?/u.exec(text)?.[0] ?? missing(text));
}

/** In base units, without trailing zeros. */
function plain(number: string, unit: number): string {
  return multiplyText(number, String(unit));
}

function missing(id: string): never {
  throw new Error(`no figure ${id}`);
}

function placeholders(template: string): string[] {
  return [...template.matchAll(/\{([^}]*)\}/gu)].flatMap(([, inside = '']) =>
    inside.replace(':bound', '').split('='),
  );
}

/**
 * Without spaces and bold marks; the seed's bold ones differ in the third part (see report.yaml).
 */
function sentencesOf(text: string): string[] {
  return text.replaceAll(/\s|\*\*/gu, '').split(/(?<=。)/u);
}

function halfWidth(text: string): string {
  const marks: Record<string, string> = { '（': '(', '）': ')', '：': ':', '，': ',' };
  return text.replaceAll(/[（）：，]/gu, (mark) => marks[mark] ?? mark).replaceAll(/\s/gu, '');
}
