import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { packWarnings } from '../../domain/region-pack/index.ts';
import { checkRegionPack, loadRegionPack } from '../../gateways/region-pack.ts';
import { draftedRegion, edit, ningxia } from '../support/region-folder.ts';

const paidTwice = (first: string, second: string) => `    instalments:
      - { code: ${first}, name: 首期 }
      - code: ${second}
        name: 余款
        awaits:
          { name: 等, within: { of: endedOn, months: '3' }, unmet: close, document: 示, clause: 一 }
`;

/** The warnings about a drafted pack whose requirement asks for a fact of the claim. */
async function warningsOf(scope: string, asks: string) {
  const folder = await draftedRegion();
  const fact = 'facts:\n  - { code: agreed, name: 签有协议, kind: yes-no, of: claim }\n';
  await edit(folder, 'schemes.yaml', 'facts:\n', fact);
  await edit(folder, 'schemes.yaml', '    quantity: months\n', `    quantity: months\n${asks}`);
  const require = "require: { not: { agreed: ['false'] } }";
  await edit(folder, 'rules.yaml', "require: { ageAtStart: { atLeast: '16' } }", scope + require);
  return (await checkRegionPack(folder)).warnings;
}

describe('a requirement of a fact that nobody gives', () => {
  test('is warned of, by line and scheme', async () => {
    const only = 'schemes: [skill-class]\n    ';
    const expected = '条件用到 agreed，而 skill-class 的 asks、mayGive 都没有它：从来没有人填';
    const [warning, ...others] = await warningsOf(only, '    asks: [agreed]\n');
    expect(warning).toMatchObject({ file: 'rules.yaml', line: 6, expected });
    expect(others).toEqual([]);
    expect(await warningsOf('', '')).toMatchObject([
      { expected: expect.stringContaining('任何补贴种类') },
    ]);
  });

  test('is none where one of its schemes asks for it', async () => {
    expect(await warningsOf('', '    asks: [agreed]\n')).toEqual([]);
  });
});

test.each([
  [
    'rules.yaml',
    '{ ageAtStart:',
    '{ certificateIssuedOn: { within: { of: startedOn, months: "1" } }, ageAtStart:',
    '条件',
  ],
  [
    'schemes.yaml',
    'keyDate: startedOn\n    quantity',
    'keyDate: certificateIssuedOn\n    quantity',
    'keyDate ',
  ],
])(
  'a day of certificates that the scheme does not take is warned of: %s',
  async (file, from, to, what) => {
    const folder = await draftedRegion();
    await edit(
      folder,
      'rules.yaml',
      'require: { ageAtStart',
      'schemes: [work-training]\n    require: { ageAtStart',
    );
    await edit(folder, file, from, to);
    const expected = `${what}用到 certificateIssuedOn，而 work-training 不收证书（certificateKinds: []）`;
    expect((await checkRegionPack(folder)).warnings).toMatchObject([
      { file, line: expect.any(Number), expected: expect.stringContaining(expected) },
    ]);
  },
);

test('a table read by a fact that may be left out is warned of', async () => {
  const folder = await draftedRegion();
  const fact = 'facts:\n  - { code: again, name: 复审, kind: yes-no, of: line }\n';
  await edit(folder, 'schemes.yaml', 'facts:\n', fact);
  await edit(folder, 'schemes.yaml', '    quantity: months\n', '    mayGive: [again]\n');
  const rows = "table: { by: [again], rows: { 'true': '1.00', 'false': '2.00' } }";
  await edit(folder, 'rates/standards.yaml', "amount: { amount: '400.00' }", `amount: { ${rows} }`);
  expect((await checkRegionPack(folder)).warnings).toMatchObject([
    {
      file: 'rates/standards.yaml',
      expected: '查表用到 again，work-training 的 mayGive 却可以不填：不填的收不了件，请写进 asks',
    },
  ]);
});

test('a table is not asked for the instalments of another scheme', async () => {
  const folder = await draftedRegion();
  await edit(folder, 'schemes.yaml', '    quantity: months\n', paidTwice('first', 'rest'));
  const other = 'certificateKinds: [skill-level]\n';
  await edit(folder, 'schemes.yaml', other, other + paidTwice('early', 'late'));
  const rows = "table: { by: [instalment], rows: { first: '1.00' } }";
  await edit(folder, 'rates/standards.yaml', "amount: { amount: '400.00' }", `amount: { ${rows} }`);
  const { faults, warnings } = await checkRegionPack(folder);
  expect(faults).toEqual([]);
  expect(warnings).toMatchObject([{ expected: '查表缺 instalment 的 rest：遇到时须停下来问' }]);
});

test.each([
  ['rates/2026/x.yaml', '只读最上层和 calendar、rates、cases 里的文件'],
  ['rate/2026.yaml', '不读更深的，是否为 rates/？'],
  ['limits.yaml.txt', '文件名须以 .yaml 结尾'],
])('a file that nothing reads is warned of: %s', async (file, expected) => {
  const folder = await draftedRegion();
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), 'a: [');
  await writeFile(join(folder, 'notes.txt'), '给人看的');
  const { faults, warnings } = await checkRegionPack(folder);
  expect(faults).toEqual([]);
  expect(warnings).toEqual([{ file, path: '', expected: expect.stringContaining(expected) }]);
});

test('a per cent is told to be one of a hundred', async () => {
  const folder = await draftedRegion();
  await edit(folder, 'rates/standards.yaml', "percent: '20'", 'percent: 20%');
  const { faults } = await checkRegionPack(folder);
  expect(faults).toMatchObject([{ expected: '百分数不带百分号，百分之九十五写成 95' }]);
});

describe('a day without a rate', async () => {
  const pack = await loadRegionPack(ningxia);
  const [rate] = pack.rates;
  if (!rate) throw new Error('a pack without rates');
  const day = (text: string) => isoDate(text);
  const told = (...days: { from: string; to?: string }[]) => {
    const rates = days.map(({ from, to }) => {
      const { to: _, ...open } = rate;
      return { ...open, from: day(from), ...(to !== undefined && { to: day(to) }) };
    });
    const schemes = pack.schemes.filter(({ code }) => code === rate.scheme);
    return packWarnings({ ...pack, schemes, rates })
      .map(({ expected }) => expected)
      .filter((it) => it.includes('没有标准'));
  };

  test('between two versions, or after the last, is told', () => {
    const open = { from: '2022-07-01' };
    expect(told({ from: '2022-01-01', to: '2022-06-30' }, open)).toEqual([]);
    expect(told({ from: '2022-01-01', to: '2022-06-29' }, open)).toEqual([
      expect.stringContaining('在 2022-06-30 至 2022-07-01 前没有标准'),
    ]);
    expect(told({ from: '2022-01-01', to: '2022-06-30' })).toEqual([
      expect.stringContaining('在 2022-07-01 以后没有标准'),
    ]);
  });
});
