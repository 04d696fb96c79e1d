import { join } from 'node:path';
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
