import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNegative, sum } from '../../domain/money.ts';
import type { Limit, RegionPack } from '../../domain/region-pack/index.ts';
import {
  compileRules,
  withinLimits,
  type Grant,
  type LineOfPerson,
} from '../../domain/rules/index.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { anyClaim } from '../support/any-claim.ts';
import { anyRules, inventedCodes } from '../support/any-pack.ts';
import { fractionOf, isLess, nought, plus, shortestText } from '../support/plain-fraction.ts';
import { ningxia } from '../support/region-folder.ts';

const base = await loadRegionPack(ningxia);

describe('what a line is worth within limits', () => {
  test('is never negative, and a refusal says its rule and where it is written', () => {
    forAnyRules(anyClaim(inventedCodes), (pack, claim) => {
      const rules = compileRules(pack);
      const used = new Map<string, string>();
      for (const line of claim) {
        const { assessment, uses } = withinLimits(rules, line, used);
        const paid = assessment.kind === 'granted' ? assessment.components : [];
        expect(paid.filter(({ amount }) => isNegative(amount))).toEqual([]);
        expect(paid.length > 0 || uses.length === 0).toBe(true);
        for (const by of refusalsOf(assessment)) {
          expect(codesOf(pack)).toContain(by.rule);
          expect(by.name).not.toBe('');
          expect(by.clause).toBe('示例 一');
        }
      }
    });
  });

  test('does not depend on the order of lines of persons who share no limit', () => {
    forAnyRules(fc.array(anyClaim(inventedCodes), { minLength: 2 }), (pack, claims) => {
      const limits = pack.limits?.filter(({ per }) => per.includes('person')) ?? [];
      const rules = compileRules({ ...pack, limits });
      const worth = (lines: readonly LineOfPerson[]) => {
        const used = new Map<string, string>();
        const found = new Map(lines.map((line) => [line, withinLimits(rules, line, used)]));
        return { found, used };
      };
      const lines = claims.flat();
      const [forwards, backwards] = [worth(lines), worth(lines.toReversed())];
      for (const line of lines) {
        expect(backwards.found.get(line)).toEqual(forwards.found.get(line));
      }
      expect(totals(backwards.used)).toEqual(totals(forwards.used));
    });
  });
});

describe('a limit that reduces', () => {
  test('never lets the total of a person over it, however many lines are filed', () => {
    forAnyRules(fc.array(anyClaim(inventedCodes), { minLength: 3 }), (pack, claims) => {
      const limits = reducing(pack, (it) => it.per.includes('person'));
      const rules = compileRules({ ...pack, limits, exclusions: [] });
      const grants: Grant[] = [];
      const sums = new Map<string, string[]>();
      for (const { line } of claims.flat()) {
        const subjects = { person: 'p', organisation: 'o' };
        const { assessment, uses } = withinLimits(
          rules,
          { line, subjects, earlier: grants },
          new Map(),
        );
        if (assessment.kind !== 'granted') continue;
        const byLimit = Object.fromEntries(uses.map((it) => [it.limit, it.quantity]));
        const lineNo = grants.length + 1;
        grants.push({ claimNo: 'C', lineNo, line, amount: totalOf(assessment), uses: byLimit });
        for (const { limit, subject, quantity } of uses) {
          const key = `${limit} ${subject}`;
          sums.set(key, [...(sums.get(key) ?? []), quantity]);
        }
      }
      expect(overrun(limits, sums)).toEqual([]);
    });
  });

  test('never lets the total of an organisation over it, in one claim or several', () => {
    forAnyRules(fc.array(anyClaim(inventedCodes), { minLength: 3 }), (pack, claims) => {
      const limits = reducing(pack, (it) => !it.per.includes('person'));
      const rules = compileRules({ ...pack, limits });
      const used = new Map<string, string>();
      // What was paid before counts, whether or not the limit was there then.
      for (const { paid: _, ...line } of claims.flat()) withinLimits(rules, line, used);
      const sums = new Map([...used].map(([key, total]) => [key, [total]]));
      expect(overrun(limits, sums)).toEqual([]);
    });
  });
});

function forAnyRules<Claims>(
  claims: fc.Arbitrary<Claims>,
  holds: (pack: RegionPack, claims: Claims) => void,
): void {
  const property = fc.property(anyRules(), fc.array(claims, { maxLength: 10 }), (rules, all) => {
    for (const it of all) holds({ ...base, ...rules }, it);
  });
  fc.assert(property, { numRuns: 60 });
}

const reducing = ({ limits = [] }: RegionPack, which: (limit: Limit) => boolean): Limit[] =>
  limits.filter(which).map((limit) => ({ ...limit, beyond: 'reduce' }));

const codesOf = ({ requirements = [], exclusions = [], limits = [] }: RegionPack): string[] =>
  [...requirements, ...exclusions, ...limits].map(({ code }) => code);

type Assessment = ReturnType<typeof withinLimits>['assessment'];

function refusalsOf(assessment: Assessment) {
  if (assessment.kind === 'granted') return assessment.leftOut ?? [];
  const own = ['no-certificate', 'group-not-eligible', 'no-component'];
  if (assessment.kind === 'question' || own.includes(assessment.reason)) return [];
  return [assessment.by ?? { rule: 'none', name: '', clause: '' }];
}

const totalOf = ({ components }: Extract<Assessment, { kind: 'granted' }>) =>
  sum(components.map(({ amount }) => amount));

const totals = (used: ReadonlyMap<string, string>) =>
  new Map([...used].map(([key, it]) => [key, shortestText(fractionOf(it))]));

/** The subjects that used more than their limit. */
function overrun(limits: readonly Limit[], used: ReadonlyMap<string, readonly string[]>) {
  return [...used].filter(([key, quantities]) => {
    const limit = limits.find(({ code }) => key.startsWith(`${code} `));
    const total = quantities.map(fractionOf).reduce(plus, nought);
    return isLess(fractionOf(limit?.atMost ?? '0'), total);
  });
}
