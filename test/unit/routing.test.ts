import { describe, expect, test } from 'vitest';
import { fundOf } from '../../domain/routing.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';

const { routing, groups, schemes } = await loadRegionPack(ningxia);

describe('the fund that pays', () => {
  test('is the poverty account for poor households in every scheme but on-the-job training', () => {
    for (const { code: scheme } of schemes) {
      const fund = scheme === 'on-the-job' ? 'skills-ledger' : 'poverty-account';
      const of = { group: 'poor-households', scheme, component: 'training' };
      expect(fundOf(routing, of)).toBe(fund);
    }
  });

  test('is the skills ledger for every other group in every scheme', () => {
    for (const { code: group } of groups.filter(({ code }) => code !== 'poor-households')) {
      for (const { code: scheme } of schemes) {
        expect(fundOf(routing, { group, scheme, component: 'training' })).toBe('skills-ledger');
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
