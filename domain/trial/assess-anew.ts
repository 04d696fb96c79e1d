import { addText } from '../decimal-text.ts';
import type { RegionPack } from '../region-pack/index.ts';
import {
  instalmentOf,
  sharedSubjects,
  subjectKey,
  withinLimits,
  type CompiledRules,
  type LimitUse,
  type WithinLimits,
} from '../rules/index.ts';
import type { GrantHistory } from './grant-history.ts';
import type { RecordedClaim, RecordedLine } from './recorded-claim.ts';

/** Rules with the pack they were compiled from. */
export type TrialRules = { pack: Pick<RegionPack, 'schemes'>; rules: CompiledRules };

/**
 * What each line of a claim is worth under some rules, after what a history says was granted
 * before: the same calculation as when the claim was assessed. A line that they have no answer to
 * goes on using of limits what is `kept` for it, so that it leaves no more to the others.
 */
export function assessAnew(
  { pack, rules }: TrialRules,
  { claim, lines }: { claim: RecordedClaim; lines: readonly RecordedLine[] },
  history: GrantHistory,
  kept?: readonly (readonly LimitUse[])[],
): WithinLimits[] {
  const scheme = pack.schemes.find(({ code }) => code === claim.scheme);
  const instalment = instalmentOf(scheme, claim.instalment)?.code;
  const ready = lines.map(({ personId, facts }) => ({
    subjects: { person: personId, organisation: claim.organisationId },
    line: { ...facts, ...(instalment !== undefined && { instalment }) },
  }));
  const used = history.usedOf(ready.flatMap((it) => sharedSubjects(rules, it)));
  return ready.map((it, at) => {
    const earlier = history.earlier(it.subjects.person, claim.claimNo);
    const of = { ...it, earlier, grantedBefore: claim.instalment > 1 };
    const worth = withinLimits(rules, of, used);
    if (worth.assessment.kind !== 'question') return worth;
    const uses = [...(kept?.[at] ?? [])];
    for (const { limit, subject, quantity } of uses) {
      const key = subjectKey(limit, subject);
      used.set(key, addText(used.get(key) ?? '0', quantity));
    }
    return { ...worth, uses };
  });
}
