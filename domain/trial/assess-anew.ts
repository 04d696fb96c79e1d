import type { RegionPack } from '../region-pack/index.ts';
import {
  instalmentOf,
  sharedSubjects,
  withinLimits,
  type CompiledRules,
  type WithinLimits,
} from '../rules/index.ts';
import type { GrantHistory } from './grant-history.ts';
import type { RecordedClaim, RecordedLine } from './recorded-claim.ts';

/** Rules with the pack they were compiled from. */
export type TrialRules = { pack: Pick<RegionPack, 'schemes'>; rules: CompiledRules };

/**
 * What each line of a claim is worth under some rules, after what a history says was granted
 * before: the same calculation as when the claim was assessed.
 */
export function assessAnew(
  { pack, rules }: TrialRules,
  { claim, lines }: { claim: RecordedClaim; lines: readonly RecordedLine[] },
  history: GrantHistory,
): WithinLimits[] {
  const scheme = pack.schemes.find(({ code }) => code === claim.scheme);
  const instalment = instalmentOf(scheme, claim.instalment)?.code;
  const ready = lines.map(({ personId, facts }) => ({
    subjects: { person: personId, organisation: claim.organisationId },
    line: { ...facts, ...(instalment !== undefined && { instalment }) },
  }));
  const used = history.usedOf(ready.flatMap((it) => sharedSubjects(rules, it)));
  return ready.map((it) => {
    const earlier = history.earlier(it.subjects.person, claim.claimNo);
    return withinLimits(rules, { ...it, earlier, grantedBefore: claim.instalment > 1 }, used);
  });
}
