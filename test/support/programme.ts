import { join } from 'node:path';
import { together } from '../../cli/programme/population/prices.ts';
import { filedFacts } from '../../cli/programme/population/line-facts.ts';
import { fenOf } from '../../domain/money.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { compileRules, withinLimits } from '../../domain/rules/index.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { buildPopulation, type Population } from '../../cli/programme/population/population.ts';
import type { PlannedClaim, PlannedLine } from '../../cli/programme/population/claims.ts';
import { scale } from '../../cli/programme/population/numbers/shares.ts';
import { loadProgrammeSpec } from '../../cli/programme/programme-spec.ts';

export const ningxia = join(import.meta.dirname, '../../regions/ningxia');
export const pack = await loadRegionPack(ningxia);
export const spec = await loadProgrammeSpec(ningxia);

const built = new Map<string, Population>();

/** Ningxia's population at a scale; made once for each scale and seed. */
export function aPopulation({ at = '0.01', seed = '1' } = {}): Population {
  const key = `${at} ${seed}`;
  const population = built.get(key) ?? aNewPopulation({ at, seed });
  built.set(key, population);
  return population;
}

export function aNewPopulation({ at = '0.01', seed = '1' } = {}): Population {
  return buildPopulation({ pack, spec, scale: scale(at), seed });
}

export type CountedLine = PlannedLine & { claim: PlannedClaim };

/** The lines that count in the end: accepted, and cut by nobody afterwards. */
export function countedLines({ claims }: Population): CountedLine[] {
  return claims
    .filter(({ branch }) => branch !== 'refused' && branch !== 'withdrawn')
    .flatMap((claim) =>
      claim.lines.filter(({ fate }) => fate === undefined).map((line) => ({ ...line, claim })),
    );
}

/** Fen paid of a fund in the months of a year. */
export function paidIn({ claims }: Population, fund: string, year: string): bigint {
  return claims
    .filter(({ dates }) => dates.paidIn.startsWith(year))
    .reduce((sum, { payable }) => sum + (payable.get(fund) ?? 0n), 0n);
}

/**
 * The claims that are not worth what the population planned, by the rules of the region for their
 * lines as they are filed, in the order of filing, with limits used up by what came before.
 */
export function claimsWorthAnother({ claims }: Population, region: RegionPack): string[] {
  const rules = compileRules(region);
  const used = new Map<string, string>();
  return claims.flatMap((claim) => {
    const costs = claim.lines.map((line) => {
      const subjects = { person: line.trainee.identityNumber, organisation: claim.organisation.id };
      const of = { line: filedFacts(claim, line), subjects, earlier: [] };
      const { assessment } = withinLimits(rules, of, used);
      if (assessment.kind === 'question') throw new Error(assessment.question);
      const kept = line.fate === undefined && assessment.kind === 'granted';
      const paid = kept ? assessment.components : [];
      return together(paid.map(({ fund, amount }) => new Map([[fund, fenOf(amount)]])));
    });
    if (claim.branch === 'refused' || claim.branch === 'withdrawn') return [];
    const worth = (cost: ReadonlyMap<string, bigint>) => {
      const paid = [...cost].filter(([, fen]) => fen > 0n).map((it) => it.join(' '));
      return paid.toSorted().join(', ');
    };
    const [got, planned] = [worth(together(costs)), worth(claim.payable)];
    return got === planned ? [] : [`${claim.scheme} ${claim.key}: ${got}, planned ${planned}`];
  });
}
