import { describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { compileRouting } from '../../domain/rules/routing.ts';
import { vocabularyOf } from '../../domain/rules/vocabulary.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';

const pack = await loadRegionPack(ningxia);
const { groups, schemes } = pack;
const words = vocabularyOf(pack);
const day = isoDate('2021-03-01');
type Of = { group: string; scheme: string; component: string };

function fundOf(routing: RegionPack['routing'], { group, ...of }: Of): unknown {
  const line = { ...of, group, startedOn: day, endedOn: day, certified: true };
  return compileRouting(routing, of, words)(line);
}

describe('the fund that pays', () => {
  test('is the poverty account for poor households in every scheme but on-the-job training', () => {
    for (const { code: scheme } of schemes) {
      const fund = scheme === 'on-the-job' ? 'skills-ledger' : 'poverty-account';
      const of = { group: 'poor-households', scheme, component: 'training' };
      expect(fundOf(pack.routing, of)).toBe(fund);
    }
  });

  test('is the skills ledger for every other group in every scheme', () => {
    for (const { code: group } of groups.filter(({ code }) => code !== 'poor-households')) {
      for (const { code: scheme } of schemes) {
        expect(fundOf(pack.routing, { group, scheme, component: 'training' })).toBe(
          'skills-ledger',
        );
      }
    }
  });

  test('is that of the first rule of which every list holds', () => {
    const rules = [
      { groups: ['a'], schemes: ['s'], components: ['living'], fund: 'all-three' },
      { groups: ['a'], schemes: ['s'], fund: 'two' },
      { groups: ['a'], fund: 'late' },
    ];
    const fund = (group: string, scheme: string, component: string) =>
      fundOf({ rules, defaultFund: 'rest' }, { group, scheme, component });
    expect(fund('a', 's', 'living')).toBe('all-three');
    expect(fund('a', 's', 'training')).toBe('two');
    expect(fund('a', 't', 'living')).toBe('late');
    expect(fund('b', 's', 'living')).toBe('rest');
  });
});
