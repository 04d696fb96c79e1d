import { describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import type { Exclusion, Limit, RegionPack } from '../../domain/region-pack/index.ts';
import { compileRules, withinLimits, type LineFacts } from '../../domain/rules/index.ts';
import { checkRegionPack, loadRegionPack } from '../../gateways/region-pack.ts';
import { draftedRegion, edit, ningxia } from '../support/region-folder.ts';

// When two lines are the same though something was left out, and numbers spelt in two ways.

const pack = await loadRegionPack(ningxia);
const day = isoDate('2020-03-02');
const source = { document: '示例', clause: '一' };

const line = (facts: Partial<LineFacts>): LineFacts => ({
  scheme: 'training-pass',
  group: 'veterans',
  certified: true,
  startedOn: day,
  endedOn: day,
  ...facts,
});

/** What comes of a line after another of the same person. */
function after(rules: Partial<RegionPack>, before: LineFacts, now: LineFacts): string {
  const compiled = compileRules({ ...pack, exclusions: [], limits: [], ...rules });
  const earlier = [{ claimNo: 'A-1', lineNo: 1, line: before, amount: yuan('800.00') }];
  const subjects = { person: 'p', organisation: 'o' };
  const { assessment } = withinLimits(compiled, { line: now, subjects, earlier }, new Map());
  return assessment.kind === 'nothing' ? assessment.reason : assessment.kind;
}

const limit: Limit = {
  code: 'once',
  name: '同工种同等级一次',
  per: ['person', 'occupation', 'level'],
  counts: 'lines',
  in: 'lifetime',
  atMost: '1',
  beyond: 'refuse',
  ...source,
};
const exclusion: Exclusion = {
  code: 'once',
  name: '同工种同等级一次',
  against: ['training-pass'],
  same: ['occupation', 'level'],
  ...source,
};

describe.each([
  ['a limit', { limits: [limit] }],
  ['an exclusion', { exclusions: [exclusion] }],
] as const)('for %s', (_, rules) => {
  const given = { limits: [], exclusions: [], ...rules };
  const again = (before: Partial<LineFacts>, now: Partial<LineFacts>) =>
    after(
      { limits: [...given.limits], exclusions: [...given.exclusions] },
      line(before),
      line(now),
    );

  test('what both leave out is the same, beside what both say', () => {
    expect(again({ occupation: 'cook' }, { occupation: 'cook' })).toBe('once');
  });

  test('what one leaves out is another', () => {
    expect(again({ occupation: 'cook', level: '5' }, { occupation: 'cook' })).toBe('granted');
  });

  test('lines that say nothing of it are not compared', () => {
    expect(again({}, {})).toBe('granted');
  });
});

test('a number is the same however many noughts follow it', () => {
  const facts = [{ code: 'batch', name: '批次', kind: 'number', of: 'line' }] as const;
  const own = (batch: string) => line({ own: { batch } });
  const same = { facts: [...facts], exclusions: [{ ...exclusion, same: ['batch'] }] };
  expect(after(same, own('7'), own('7.0'))).toBe('once');
  const requirement = {
    code: 'attended',
    name: '出勤不为零',
    require: { not: { batch: ['0'] } },
    ...source,
  };
  const some = { facts: [...facts], requirements: [requirement] };
  expect(after(some, own('1'), own('0.000'))).toBe('attended');
});

test('check reminds of a fact that tells lines apart and may be left out', async () => {
  const folder = await draftedRegion();
  await edit(folder, 'rules.yaml', 'per: [person]', 'per: [person, occupation, course]');
  expect((await checkRegionPack(folder)).warnings).toMatchObject([
    { path: 'limits[0].per[2]', expected: expect.stringContaining('skill-class 可以不填 course') },
  ]);
  await edit(
    folder,
    'schemes.yaml',
    '    keyDate: startedOn\n    document',
    '    keyDate: startedOn\n    asks: [course]\n    document',
  );
  expect((await checkRegionPack(folder)).warnings).toEqual([]);
});

test('a limit by person cannot go by the size of an earlier class', async () => {
  const folder = await draftedRegion();
  await edit(
    folder,
    'rules.yaml',
    'per: [person]',
    "per: [person]\n    if: { classSize: { above: '20' } }",
  );
  expect((await checkRegionPack(folder)).faults).toMatchObject([
    { file: 'rules.yaml', expected: expect.stringContaining('不留这一项') },
  ]);
});
