import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import {
  compileRules,
  lessGrantedBefore,
  sharedSubjects,
  subjectKey,
  withinLimits,
  type LineOfPerson,
  type RefusedBy,
  type WithinLimits,
} from '../../domain/rules/index.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { anyClaim, type Codes } from '../support/any-claim.ts';
import { anyRules, inventedCodes, type InventedRules } from '../support/any-pack.ts';
import { nearCases } from '../support/near-cases.ts';
import { fractionOf, shortestText } from '../support/plain-fraction.ts';
import {
  anyPaid,
  paidBefore,
  plainDue,
  type Paid,
  type PlainDue,
} from '../support/plain-instalments.ts';
import { plainWithinLimits, type PlainWithinLimits } from '../support/plain-limits.ts';
import { ningxia } from '../support/region-folder.ts';

const claimsOfEachRegion = 20_000;
const claimsOfInvention = 14_000;
const claimsOfRun = 30;
/** Comparing so many claims is work, also on a busy machine. */
const patient = { timeout: 240_000 };

const regions = fileURLToPath(new URL('../../regions/', import.meta.url));
const folders = (await readdir(regions)).toSorted();
const packs = await Promise.all(
  folders.map(async (name) => {
    const folder = `${regions}${name}`;
    const pack = await loadRegionPack(folder);
    return { name: pack.name, pack, near: await nearCases(folder, pack) };
  }),
);

describe('the engine and the plain assessor answer alike', () => {
  test.each(packs)('for random claims under the rules of $name', patient, ({ pack, near }) => {
    const mixed = fc.oneof({ weight: 4, arbitrary: near }, anyClaim(pack));
    const claims = fc.array(mixed, { minLength: claimsOfRun, maxLength: claimsOfRun });
    const runs = fc.record({
      invented: fc.constant({}),
      claims,
      sharedBefore,
      paid: anyPaid(pack.funds),
    });
    const tally = compareAll(pack, runs, claimsOfEachRegion);
    expect(tally.granted).toBeGreaterThan(tally.lines / 4);
    expect(tally.owedBack).toBeGreaterThan(tally.lines / 50);
    expect(rulesOf(pack).filter((it) => !tally.reached.has(it))).toEqual([]);
  });

  test('for random claims under random rules', patient, async () => {
    const runs = fc.record({
      invented: anyRules(),
      claims: someClaims(inventedCodes),
      sharedBefore,
      paid: anyPaid(inventedCodes.funds),
    });
    const tally = compareAll(await loadRegionPack(ningxia), runs, claimsOfInvention);
    for (const kind of ['granted', 'nothing', 'question', 'limited'] as const) {
      expect(tally[kind]).toBeGreaterThan(tally.lines / 50);
    }
  });
});

/** What the limits that many persons share have used when a claim comes. */
const sharedBefore = fc.constantFrom('0', '0', '9', '59', '95999.50', '999999');

const someClaims = (codes: Codes): Arbitrary<LineOfPerson[][]> =>
  fc.array(anyClaim(codes), { minLength: claimsOfRun, maxLength: claimsOfRun });

type Counted = 'claims' | 'lines' | 'granted' | 'nothing' | 'question' | 'limited' | 'owedBack';
type Tally = Record<Counted, number> & {
  /** How often each rule refused, asked or gave an amount. */
  reached: Map<string, number>;
};

/**
 * What a pack's claims have to reach: what refuses or asks by its code, rates by version, and of
 * every scheme a line that is granted and one that is refused.
 */
function rulesOf({ schemes, requirements, exclusions, limits, rates }: RegionPack): string[] {
  const codes = [requirements, exclusions, limits].flatMap((list) =>
    (list ?? []).map(({ code }) => code),
  );
  const answers = schemes.flatMap(({ code }) => [`${code} granted`, `${code} nothing`]);
  return [...codes, ...rates.map((it) => rateOf(it.scheme, it)), ...answers];
}

const rateOf = (scheme: string, of: { component: string; version: string }): string =>
  `${scheme}/${of.component}/${of.version}`;

function reachedBy({ assessment }: PlainWithinLimits, scheme: string): string[] {
  const answer = `${scheme} ${assessment.kind}`;
  if (assessment.kind === 'question') return [answer, assessment.question];
  if (assessment.kind === 'nothing') return [answer, assessment.reason];
  const { components, leftOut } = assessment;
  const rates = components.map((it) => rateOf(scheme, it));
  return [answer, ...rates, ...leftOut.map(({ rule }) => rule)];
}

type Run = {
  invented: Partial<InventedRules>;
  claims: LineOfPerson[][];
  sharedBefore: string;
  paid: Paid;
};

/** Runs both over at least so many claims; says the seed, so that a run can be had again. */
function compareAll(base: RegionPack, runs: Arbitrary<Run>, claimsAtLeast: number): Tally {
  const tally: Tally = {
    claims: 0,
    lines: 0,
    granted: 0,
    nothing: 0,
    question: 0,
    limited: 0,
    owedBack: 0,
    reached: new Map(),
  };
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const alike = fc.property(runs, ({ invented, claims, sharedBefore: before, paid }) => {
    const pack = { ...base, ...invented };
    const rules = compileRules(pack);
    for (const claim of claims) {
      const shared = claim.flatMap((line) => sharedSubjects(rules, line));
      const used = new Map(shared.map((it) => [subjectKey(it.limit, it.subject), before]));
      const usedPlainly = new Map(used);
      tally.claims += 1;
      for (const line of claim) {
        const found = withinLimits(rules, line, used);
        const plainly = plainWithinLimits(pack, line, usedPlainly);
        expect(alikeOf(found)).toEqual(plainly);
        if (compareDue(pack, { line, found, plainly, paid })) tally.owedBack += 1;
        tally.lines += 1;
        tally[plainly.assessment.kind] += 1;
        if (isLimited(pack, plainly)) tally.limited += 1;
        for (const it of reachedBy(plainly, line.line.scheme))
          tally.reached.set(it, (tally.reached.get(it) ?? 0) + 1);
        for (const it of reducedBy(pack, found))
          tally.reached.set(it, (tally.reached.get(it) ?? 0) + 1);
      }
    }
  });
  fc.assert(alike, { numRuns: Math.ceil(claimsAtLeast / claimsOfRun), seed });
  console.log(`seed ${String(seed)}: ${JSON.stringify({ ...tally, reached: tally.reached.size })}`);
  return tally;
}

/** Compares what is due after earlier instalments; true where some of it is owed back. */
function compareDue(
  { schemes }: RegionPack,
  of: { line: LineOfPerson; found: WithinLimits; plainly: PlainWithinLimits; paid: Paid },
): boolean {
  const { line, found, plainly, paid } = of;
  const now = found.assessment;
  if (now.kind === 'question' || plainly.assessment.kind === 'question') return false;
  const { scheme, endedOn: on } = line.line;
  const codes = schemes.find(({ code }) => code === scheme)?.components ?? [];
  const before = paidBefore(
    paid,
    codes.map(({ code }) => code),
    plainly.assessment,
  );
  const { takesBack } = paid;
  const due = alikeDue(lessGrantedBefore(now, before, { takesBack, on }));
  expect(due).toEqual(plainDue(plainly.assessment, before, takesBack));
  return 'components' in due && due.components.some(({ amount }) => amount.startsWith('-'));
}

function alikeDue(due: ReturnType<typeof lessGrantedBefore>): PlainDue {
  if ('fundChanged' in due) return due;
  const components = due.components.map(({ explanation, component, amount, fund, payee }) => {
    expect(explanation.amount).toBe(amount);
    return { component, amount, fund, payee };
  });
  return { ...due, components, by: due.by && placeOf(due.by) };
}

/** Limits that left less of the line, as its steps say. */
function reducedBy({ limits = [] }: RegionPack, { assessment }: WithinLimits): string[] {
  const parts = assessment.kind === 'granted' ? assessment.components : [];
  const steps = parts.flatMap(({ explanation }) => explanation.steps);
  return limits
    .filter(({ name }) => steps.some((it) => it.startsWith(`${name}：最多`)))
    .map(({ code }) => code);
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
  const components = assessment.components.map(({ explanation, ...it }) => {
    const { component, amount, fund, payee, counted } = it;
    const paidFor = Object.entries(counted ?? {}).map(([name, paid]) => [
      name,
      shortestText(fractionOf(paid)),
    ]);
    expect(explanation.amount).toBe(amount);
    const plain = { component, amount, fund, payee, version: explanation.version };
    return counted ? { ...plain, counted: Object.fromEntries(paidFor) } : plain;
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
