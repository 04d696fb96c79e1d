import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { fenOf, isAbove, sum, yuan } from '../../domain/money.ts';
import { loadRegionPack, RegionPackFaulty } from '../../gateways/region-pack.ts';
import { copyOfNingxia, edit, ningxia } from '../support/region-folder.ts';

const pack = await loadRegionPack(ningxia);

describe("Ningxia's pack", () => {
  test('has the region and 19 paying units below it, with their office codes', () => {
    const [region, ...units] = pack.units;
    expect(region).toMatchObject({ code: '640000', kind: 'region', payingUnit: true });
    expect(units).toHaveLength(19);
    for (const unit of units) {
      expect(unit.code).toMatch(/^64\d{4}$/u);
      expect(unit.payingUnit).toBe(true);
      expect(unit.name).toMatch(/[市县区]$/u);
    }
  });

  test('puts 3.8991 and 3.9009 yi yuan into the skills ledger by the end of July 2019', () => {
    const raised = pack.allotments.filter(({ fund }) => fund === 'skills-ledger');
    const own = raised.filter(({ unit }) => unit === '640000').map(({ amount }) => amount);
    const shares = raised.filter(({ unit }) => unit !== '640000').map(({ amount }) => amount);
    expect(own).toEqual(['389910000.00']);
    expect(shares).toHaveLength(19);
    expect(sum(shares)).toBe('390090000.00');
    expect(new Set(raised.map(({ raisedOn }) => raisedOn))).toEqual(new Set(['2019-07-31']));
  });

  test('gives every unit one positive allotment of every fund', () => {
    const keys = pack.allotments.map(({ fund, unit }) => `${fund} ${unit}`);
    const wanted = pack.funds.flatMap(({ code }) =>
      pack.units.map((unit) => `${code} ${unit.code}`),
    );
    expect(keys.toSorted()).toEqual(wanted.toSorted());
    for (const { amount } of pack.allotments) expect(fenOf(amount)).toBeGreaterThan(0n);
  });

  test('has the nine groups of the report and the twelve months and more that it covers', () => {
    expect(pack.groups).toHaveLength(9);
    expect(pack.months).toEqual({ from: '2019-07', to: '2020-12' });
  });

  test('keeps the invented course tables inside the published bounds and uses both ends', () => {
    for (const [scheme, low, high] of [
      ['specific-ability', '550.00', '1400.00'],
      ['entrepreneurship', '400.00', '1600.00'],
    ] as const) {
      const amounts = courseAmounts(scheme);
      expect(amounts.toSorted((a, b) => (isAbove(a, b) ? 1 : -1)).at(0)).toBe(low);
      expect(amounts.toSorted((a, b) => (isAbove(a, b) ? 1 : -1)).at(-1)).toBe(high);
    }
  });

  test('has the same formulas from 2022 on as before, each marked as invented', () => {
    const before = pack.rates.filter(({ version }) => version === '2019');
    const after = pack.rates.filter(({ version }) => version === '2022');
    expect(before.map(({ to }) => to)).toEqual(before.map(() => '2021-12-31'));
    expect(after.map(({ from }) => from)).toEqual(after.map(() => '2022-01-01'));
    expect(after.map(essence)).toEqual(before.map(essence));
    for (const { invented, note } of after) {
      expect(invented).toBe(true);
      expect(note).toContain('示例数据');
    }
  });

  test('marks what nobody published, with a note that says so', () => {
    const shares = pack.allotments.filter(
      (it) => it.unit !== '640000' || it.fund !== 'skills-ledger',
    );
    const tables = pack.rates.filter(({ scheme }) =>
      ['specific-ability', 'entrepreneurship'].includes(scheme),
    );
    const formats = pack.certificateFormats.filter(({ kind }) =>
      ['specific-ability', 'training-pass'].includes(kind),
    );
    const invented = [
      ...[pack.units.slice(1), shares, tables, formats, pack.groups, pack.occupations].flat(),
      ...[pack.courses, pack.approvals, pack.notices, pack.payment].flat(),
    ];
    for (const item of invented) {
      expect(item).toMatchObject({ invented: true });
      expect(item.note).toContain('示例数据');
    }
    const said = pack.sampleDataNotes.join('\n');
    for (const word of [
      '市、县（区）',
      '工种',
      '专项职业能力',
      '创业',
      '2022 年',
      '扶贫专账',
      '审批',
    ]) {
      expect(said).toContain(word);
    }
  });

  test('takes no number of the seed for an invented one', () => {
    const published = pack.rates.filter(({ version, invented }) => version === '2019' && !invented);
    expect(published.map(({ scheme }) => scheme)).toEqual([
      'qualification',
      'skill-level',
      'special-operation',
      'training-pass',
      'school-leaver',
      'new-apprenticeship',
      'modern-apprenticeship',
      'on-the-job',
    ]);
    for (const { document, clause } of pack.rates) {
      expect(document).not.toBe('');
      expect(clause).not.toBe('');
    }
  });
});

describe('a faulty pack', () => {
  test.each([
    {
      of: 'an amount without its two decimals, below a table',
      file: 'rates/2019.yaml',
      from: "'3': '3000.00'",
      to: "'3': '3000'",
      path: '[0].formula.otherwise.table.rows.3',
      expected: '金额写成两位小数',
    },
    {
      of: 'a formula of an unknown block',
      file: 'rates/2022.yaml',
      from: "amount: '800.00'",
      to: "amuont: '800.00'",
      path: '[2].formula',
      expected: '公式只能是',
    },
    {
      of: 'a day that does not exist',
      file: 'calendar/2020.yaml',
      from: '2020-10-01',
      to: '2020-02-30',
      path: 'holidays[',
      expected: 'YYYY-MM-DD',
    },
    {
      of: 'a misspelt key',
      file: 'units.yaml',
      from: 'payingUnit:',
      to: 'payingUnits:',
      path: 'units[0].payingUnits',
      expected: '没有这一项',
    },
    {
      of: 'a section nobody knows',
      file: 'region.yaml',
      from: 'office:',
      to: 'offices:',
      path: 'offices',
      expected: '没有这一项',
    },
    {
      of: 'a fund nobody defines',
      file: 'funds.yaml',
      from: 'defaultFund: skills-ledger',
      to: 'defaultFund: skill-ledger',
      path: 'routing.defaultFund',
      expected: 'skill-ledger',
    },
    {
      of: 'a unit below a unit that does not exist',
      file: 'units.yaml',
      from: "parent: '640100'",
      to: "parent: '640199'",
      path: 'units[2].parent',
      expected: '上级',
    },
    {
      of: 'a duty without a post',
      file: 'approvals.yaml',
      from: 'release: payment',
      to: 'release: payments',
      path: 'sideDuties.release',
      expected: 'payments',
    },
    {
      of: 'two groups of one precedence',
      file: 'groups.yaml',
      from: "precedence: '2'",
      to: "precedence: '1'",
      path: 'groups[1].precedence',
      expected: '已用过',
    },
    {
      of: 'two versions of a rate in force on one day',
      file: 'rates/2022.yaml',
      from: "from: '2022-01-01'",
      to: "from: '2021-12-31'",
      path: '[0].from',
      expected: '同日有效',
    },
  ])('is refused for $of, naming file and path', async ({ file, from, to, path, expected }) => {
    const folder = await copyOfNingxia();
    await edit(folder, file, from, to);
    const { faults, message } = await faultOf(folder);
    expect(faults).toContainEqual({
      file,
      line: expect.any(Number),
      path: expect.stringContaining(path),
      expected: expect.stringContaining(expected),
    });
    const lines = message.split('\n').filter((it) => it.startsWith(`${join(folder, file)}:`));
    expect(lines.join('\n')).toContain(`：${path}`);
  });

  test('is refused with all its faults at once', async () => {
    const folder = await copyOfNingxia();
    await edit(folder, 'units.yaml', 'kind: region', 'kind: Region');
    await edit(folder, 'groups.yaml', "precedence: '3'", "precedence: 'three'");
    await edit(folder, 'rates/2019.yaml', 'scheme: skill-level', 'scheme: 技能等级');
    const { faults } = await faultOf(folder);
    expect(faults.map(({ file, path }) => `${file} ${path}`).toSorted()).toEqual([
      'groups.yaml groups[2].precedence',
      'rates/2019.yaml [1].scheme',
      'units.yaml units[0].kind',
    ]);
  });

  test('is refused when a file is no YAML, with the line', async () => {
    const folder = await copyOfNingxia();
    await writeFile(join(folder, 'groups.yaml'), 'groups:\n  - {code: a\n');
    const { faults } = await faultOf(folder);
    expect(faults[0]).toMatchObject({ file: 'groups.yaml', line: 3 });
  });

  test('is refused when a section is missing or stands in two files', async () => {
    const folder = await copyOfNingxia();
    await rm(join(folder, 'certificates.yaml'));
    await writeFile(join(folder, 'zz.yaml'), 'funds: []\n');
    const { faults } = await faultOf(folder);
    expect(faults).toContainEqual({
      file: 'zz.yaml',
      line: 1,
      path: 'funds',
      expected: expect.stringContaining('funds.yaml'),
    });
    expect(faults.map(({ path }) => path)).toContain('certificateKinds');
  });

  test('is refused when the folder is not there or empty', async () => {
    const folder = await copyOfNingxia();
    expect((await faultOf(join(folder, 'nowhere'))).faults).toHaveLength(1);
    await rm(folder, { recursive: true });
    expect((await faultOf(folder)).message).toContain(folder);
  });
});

test('no amount passes through a binary number: every scalar of the files is read as text', () => {
  const text = readFileSync(join(ningxia, 'funds.yaml'), 'utf8');
  const scalars = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalars) : [value];
  const types = scalars(parse(text, { schema: 'failsafe' })).map((value) => typeof value);
  expect(new Set(types)).toEqual(new Set(['string']));
  expect(pack.allotments[0]?.amount).toBe(yuan('389910000.00'));
});

async function faultOf(folder: string): Promise<RegionPackFaulty> {
  const error: unknown = await loadRegionPack(folder).catch((reason: unknown) => reason);
  if (error instanceof RegionPackFaulty) return error;
  throw new Error('the pack was accepted');
}

function courseAmounts(scheme: string) {
  const version = pack.rates.find((it) => it.scheme === scheme && it.version === '2019');
  const formula = version?.formula;
  if (!formula || !('table' in formula)) throw new Error(`${scheme} has no table`);
  const { rows } = formula.table;
  const courses = pack.courses.filter((it) => it.scheme === scheme).map(({ code }) => code);
  expect(Object.keys(rows).toSorted()).toEqual(courses.toSorted());
  return Object.values(rows).map((amount) => yuan(typeof amount === 'string' ? amount : ''));
}

function essence({ scheme, component, formula }: (typeof pack.rates)[number]) {
  return { scheme, component, formula };
}
