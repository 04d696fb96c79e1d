import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignGroup } from '../../domain/groups.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';

const pack = await loadRegionPack(ningxia);

describe('the group of a trainee', () => {
  test.each([
    { declared: ['enterprise-employee'], group: 'enterprise-employees' },
    { declared: ['rural-worker', 'poor-household'], group: 'poor-households' },
    { declared: ['poor-family-child', 'school-leaver'], group: 'poor-households' },
    { declared: ['rural-worker', 'veteran'], group: 'veterans' },
    { declared: ['laid-off', 'disabled'], group: 'disabled' },
    { declared: ['enterprise-employee', 'rural-worker'], group: 'enterprise-employees' },
    { declared: ['rural-worker', 'laid-off'], group: 'laid-off' },
    { declared: [], group: 'others' },
    { declared: ['not-of-this-region'], group: 'others' },
  ])('who declares $declared is $group', ({ declared, group }) => {
    expect(assignGroup(pack, declared)).toBe(group);
  });

  test('does not depend on the order of what is declared or of the groups in the pack', () => {
    const codes = pack.attributes.map(({ code }) => code);
    fc.assert(
      fc.property(fc.subarray(codes), fc.nat(), (declared, turn) => {
        const at = turn % pack.groups.length;
        const groups = [...pack.groups.slice(at), ...pack.groups.slice(0, at)];
        const group = assignGroup(pack, declared);
        expect(assignGroup({ groups }, declared.toReversed())).toBe(group);
      }),
    );
  });

  test('is never of lower precedence than any attribute alone would give', () => {
    const precedence = new Map(pack.groups.map((it) => [it.code, it.precedence]));
    const rank = (declared: string[]) => precedence.get(assignGroup(pack, declared)) ?? Infinity;
    const codes = pack.attributes.map(({ code }) => code);
    fc.assert(
      fc.property(fc.subarray(codes, { minLength: 1 }), (declared) => {
        expect(rank(declared)).toBe(Math.min(...declared.map((it) => rank([it]))));
      }),
    );
  });

  test('a pack that has no group for everybody else says so', () => {
    const groups = pack.groups.filter(({ attributes }) => attributes.length > 0);
    expect(() => assignGroup({ groups }, [])).toThrow('everybody else');
  });
});
