import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import {
  compileRules,
  withinLimits,
  type LineOfPerson,
  type RefusedBy,
} from '../../domain/rules/index.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { anyClaim, type Codes } from '../support/any-claim.ts';
import { anyRules, inventedCodes, type InventedRules } from '../support/any-pack.ts';
import { fractionOf, shortestText } from '../support/plain-fraction.ts';
import { plainWithinLimits, type PlainWithinLimits } from '../support/plain-limits.ts';
import { ningxia } from '../support/region-folder.ts';

const claimsOfRegions = 5000;
const claimsOfInvention = 15_000;
const claimsOfRun = 30;

const regions = fileURLToPath(new URL('../../regions/', import.meta.url));
const folders = (await readdir(regions)).toSorted();
const packs = await Promise.all(folders.map((it) => loadRegionPack(`${regions}${it}`)));

describe('the engine and the plain assessor answer alike', () => {
  test.each(packs)('for random claims under the rules of $name', (pack) => {
    const runs = fc.record({ invented: fc.constant({}), claims: someClaims(pack) });
    const tally = compareAll(pack, runs, claimsOfRegions / packs.length);
    expect(tally.granted).toBeGreaterThan(tally.lines / 50);
  });

  test('for random claims under random rules', async () => {
    const runs = fc.record({ invented: anyRules(), claims: someClaims(inventedCodes) });
    const tally = compareAll(await loadRegionPack(ningxia), runs, claimsOfInvention);
    for (const kind of ['granted', 'nothing', 'question', 'limited'] as const) {
      expect(tally[kind]).toBeGreaterThan(tally.lines / 50);
    }
  });
});

const someClaims = (codes: Codes): Arbitrary<LineOfPerson[][]> =>
  fc.array(anyClaim(codes), { minLength: claimsOfRun, maxLength: claimsOfRun });

type Tally = Record<'claims' | 'lines' | 'granted' | 'nothing' | 'question' | 'limited', number>;

/** Runs both over at least so many claims; says the seed, so that a run can be had again. */
function compareAll(
  base: RegionPack,
  runs: Arbitrary<{ invented: Partial<InventedRules>; claims: LineOfPerson[][] }>,
  claimsAtLeast: number,
): Tally {
  const tally: Tally = { claims: 0, lines: 0, granted: 0, nothing: 0, question: 0, limited: 0 };
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const alike = fc.property(runs, ({ invented, claims }) => {
    const pack = { ...base, ...invented };
    const rules = compileRules(pack);
    for (const claim of claims) {
      const used = new Map<string, string>();
      const usedPlainly = new Map<string, string>();
      tally.claims += 1;
      for (const line of claim) {
        const found = withinLimits(rules, line, used);
        const plainly = plainWithinLimits(pack, line, usedPlainly);
        expect(alikeOf(found)).toEqual(plainly);
        tally.lines += 1;
        tally[plainly.assessment.kind] += 1;
        if (isLimited(pack, plainly)) tally.limited += 1;
      }
    }
  });
  fc.assert(alike, { numRuns: Math.ceil(claimsAtLeast / claimsOfRun), seed });
  console.log(`seed ${String(seed)}: ${JSON.stringify(tally)}`);
  return tally;
}

function isLimited({ limits = [], exclusions = [] }: RegionPack, of: PlainWithinLimits): boolean {
  const { assessment } = of;
  if (assessment.kind !== 'nothing') return false;
  return [...limits, ...exclusions].some(({ code }) => code === assessment.reason);
}

/** What the engine found, less its explanation; quantities in their shortest spelling. */
function alikeOf({ assessment, uses }: ReturnType<typeof withinLimits>): PlainWithinLimits {
  const counted = uses.map(({ limit, subject, quantity }) => ({
    limit,
    subject,
    quantity: shortestText(fractionOf(quantity)),
  }));
  if (assessment.kind === 'question') return { assessment, uses: counted };
  if (assessment.kind === 'nothing') {
    const { kind, reason, by } = assessment;
    return { assessment: { kind, reason, ...(by && { by: placeOf(by) }) }, uses: counted };
  }
  const components = assessment.components.map(({ component, amount, fund, explanation }) => {
    expect(explanation.amount).toBe(amount);
    return { component, amount, fund, version: explanation.version };
  });
  const leftOut = (assessment.leftOut ?? []).map(({ component, ...by }) => ({
    component,
    ...placeOf(by),
  }));
  return { assessment: { kind: 'granted', components, leftOut }, uses: counted };
}

const placeOf = ({ rule, clause, earlier }: RefusedBy) => ({
  rule,
  clause,
  ...(earlier && { earlier }),
});
