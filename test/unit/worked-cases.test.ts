import { describe, expect, test } from 'vitest';
import { judgeCase } from '../../cli/region/judge-case.ts';
import { readyToWorkOut } from '../../cli/region/work-out.ts';
import type { WorkedCase } from '../../domain/region-pack/cases.ts';
import { readCases } from '../../gateways/region-cases.ts';
import { checkRegionPack, loadRegionPack } from '../../gateways/region-pack.ts';
import { ningxia } from '../support/region-folder.ts';

/** Each case takes the way of a filed line: the checks of the API, then the assessment. */

const pack = await loadRegionPack(ningxia);
const inForce = readyToWorkOut(pack);
const { cases: written, faults } = await readCases(ningxia, pack);
const cases = written.map(({ it }) => it);

describe('cases.yaml of Ningxia', () => {
  test('is without faults, and the pack without gaps', async () => {
    expect(faults).toEqual([]);
    expect((await checkRegionPack(ningxia)).warnings).toEqual([]);
  });

  test.each(cases)('$name', (it) => {
    const { expected, got, ok } = judgeCase(inForce, it);
    expect(got).toEqual(expected);
    expect(ok).toBe(true);
  });

  test('has a paid case of every scheme, group, fund and rate year, and no name twice', () => {
    const paid = cases.flatMap((it) => ('fund' in it.expected ? [{ ...it, ...it.expected }] : []));
    const codes = (list: readonly { code: string }[]) => new Set(list.map(({ code }) => code));
    expect(new Set(paid.map(({ scheme }) => scheme))).toEqual(codes(pack.schemes));
    expect(new Set(paid.map(({ group }) => group))).toEqual(codes(pack.groups));
    expect(new Set(paid.map(({ fund }) => fund))).toEqual(codes(pack.funds));
    const years = new Set(pack.rates.map(({ version }) => version));
    expect(new Set(paid.map(({ rate }) => rate))).toEqual(years);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  test('tells every two neighbouring groups apart by a line that declares both', () => {
    const ordered = pack.groups.toSorted((a, b) => a.precedence - b.precedence);
    const named = ordered.filter(({ attributes }) => attributes.length > 0);
    const undecided = named.slice(1).filter(({ attributes }, at) => {
      const before = named[at];
      const declares = ({ line }: WorkedCase, codes: string[] = []) =>
        codes.some((code) => line.attributes.includes(code));
      return !cases.some(
        (it) =>
          it.group === before?.code && declares(it, attributes) && declares(it, before.attributes),
      );
    });
    expect(undecided.map(({ code }) => code)).toEqual([]);
  });
});
