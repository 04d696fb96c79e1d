import { addDays, startOfDay } from './days.ts';
import type { Instant, IsoDate } from './days.ts';
import type { CertificateSource, LookUpWay } from './region-pack/index.ts';

type Sources = { certificateSources?: readonly CertificateSource[] };

/** The source that look-ups go to where a pack names none. */
export const registrySource = 'registry';

const unlessGiven: readonly LookUpWay[] = [{ by: 'registry' }];

export const sourceOfKind = (pack: Sources, kind: string): CertificateSource | undefined =>
  pack.certificateSources?.find((it) => it.kind === kind);

/** The source asked at this place of the pack's list; undefined where a person looks it up. */
export function sourceAt(pack: Sources, kind: string, way: number): string | undefined {
  const found = wayAt(pack, kind, way);
  return found === undefined || found.by === 'manual' ? undefined : (found.source ?? found.by);
}

export const wayAt = (pack: Sources, kind: string, way: number): LookUpWay | undefined =>
  (sourceOfKind(pack, kind)?.lookUp ?? unlessGiven)[way];

/**
 * When a certificate that was not found is asked for again: the first of the pack's days that is
 * still to come, counted from the day of filing. Undefined when all have passed, as in a claim of
 * past years, and where the pack names none.
 */
export function askedAgainAt(
  source: CertificateSource | undefined,
  { filedOn, now }: { filedOn: IsoDate; now: Instant },
): Instant | undefined {
  return source?.notFound?.askAgainAfterDays
    .map((days) => startOfDay(addDays(filedOn, days)))
    .toSorted()
    .find((at) => at > now);
}
