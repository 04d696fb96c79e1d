import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nightly } from '../../domain/region-pack/index.ts';
import { openRiskOffice, type RiskOffice } from '../support/risk-office.ts';
import { claimCases } from '../support/risks/claims.ts';
import { grantedBeforeCases } from '../support/risks/granted-before.ts';
import { personCases } from '../support/risks/persons.ts';
import type { RiskCase } from '../support/risks/risk-case.ts';

// Each risk with what it must find and what comes just short of it, among the claims of all.

const cases = [...grantedBeforeCases, ...personCases, ...claimCases];

let office: RiskOffice;
const worlds = new Map<RiskCase, Awaited<ReturnType<RiskCase['setUp']>>>();

beforeAll(async () => {
  office = await openRiskOffice();
  for (const it of cases) worlds.set(it, await it.setUp(office));
});
afterAll(() => office.close());

function worldOf(it: RiskCase) {
  const world = worlds.get(it);
  if (!world) throw new Error(`${it.risk} was not set up`);
  return world;
}

async function expectFound(it: RiskCase, code: string): Promise<void> {
  const { hits, misses } = worldOf(it);
  for (const { claimId, lines, evidence } of hits) {
    const found = await office.foundIn(claimId, code);
    expect(found.map(({ lineNo }) => lineNo)).toEqual(lines);
    expect(found[0]?.evidence).toMatchObject(evidence);
  }
  for (const claimId of misses) expect(await office.foundIn(claimId, code)).toEqual([]);
}

test('every risk from R1 to R21 has a case', () => {
  const wanted = Array.from({ length: 21 }, (_, at) => `R${String(at + 1)}`);
  expect(new Set(cases.map(({ risk }) => risk))).toEqual(new Set(wanted));
});

describe('over all claims', () => {
  test.each(cases)('$risk: $says', async (it) => {
    await office.find([it.rule]);
    await expectFound(it, it.rule.code);
    expect(await office.find([it.rule])).toBe(0);
  });
});

describe('claim by claim, the same is found', () => {
  const atFiling = cases.filter(({ rule }) => !nightly.has(rule.check));

  test.each(atFiling)('$risk: $says', async (it) => {
    const rule = { ...it.rule, code: `${it.rule.code}-single` };
    const { hits, misses } = worldOf(it);
    const claims = [...hits.map(({ claimId }) => claimId), ...misses];
    for (const claimId of claims) await office.find([rule], claimId);
    expect(claims.length).toBeGreaterThan(0);
    await expectFound(it, rule.code);
  });

  test('by all rules at once, in one statement', async () => {
    const rules = atFiling.map(({ rule }) => ({ ...rule, code: `${rule.code}-joint` }));
    const claims = atFiling.flatMap((it) => worldOf(it).hits);
    for (const { claimId } of claims) await office.find(rules, claimId);
    for (const it of atFiling) {
      for (const { claimId, lines } of worldOf(it).hits) {
        const found = await office.foundIn(claimId, `${it.rule.code}-joint`);
        expect(found.map(({ lineNo }) => lineNo)).toEqual(lines);
      }
    }
  });
});
