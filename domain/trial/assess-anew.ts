import { addText, compareText, subtractText } from '../decimal-text.ts';
import { sum } from '../money.ts';
import type { RegionPack } from '../region-pack/index.ts';
import {
  instalmentOf,
  keepingUses,
  paidByComponent,
  sharedSubjects,
  subjectKey,
  withinLimits,
  type CompiledRules,
  type LimitUse,
  type WithinLimits,
} from '../rules/index.ts';
import { takesBack } from './due-now.ts';
import type { GrantHistory } from './grant-history.ts';
import type { RecordedClaim, RecordedLine } from './recorded-claim.ts';

/** Rules with the pack they were compiled from. */
export type TrialRules = { pack: Pick<RegionPack, 'schemes' | 'lists'>; rules: CompiledRules };

/**
 * What each line of a claim is worth under some rules, after what a history says was granted
 * before: the same calculation as when the claim was assessed. What earlier payments of the claim
 * used is counted anew, and goes on counting where their money is not taken back. A line that the
 * rules have no answer to goes on using what is `kept` for it.
 */
export function assessAnew(
  of: TrialRules,
  { claim, lines }: { claim: RecordedClaim; lines: readonly RecordedLine[] },
  history: GrantHistory,
  kept?: readonly (readonly LimitUse[])[],
): WithinLimits[] {
  const { pack, rules } = of;
  const { claimNo } = claim;
  const scheme = pack.schemes.find(({ code }) => code === claim.scheme);
  const instalment = instalmentOf(scheme, claim.instalment)?.code;
  const ready = lines.map(({ lineNo, personId, facts }) => ({
    lineNo,
    subjects: { person: personId, organisation: claim.organisationId },
    line: { ...facts, ...(instalment !== undefined && { instalment }) },
  }));
  const used = history.usedOf(ready.flatMap((it) => sharedSubjects(rules, it)));
  const own = new Map(
    lines.map((it) => [it.lineNo, history.usesOf(it.personId, { claimNo, lineNo: it.lineNo })]),
  );
  for (const uses of own.values()) count(used, uses, subtractText);
  const paid = takesBack(of, claim) ? [] : lines.map((it) => usesPaidFor(rules, it, own));
  const keep = keepingUses(new Map(paid), used);
  return ready.map((it, at) => {
    const earlier = history.earlier(it.subjects.person, claimNo);
    const before = lines[at]?.before ?? [];
    const assessed = {
      ...it,
      earlier,
      grantedBefore: claim.instalment > 1,
      ...(!takesBack(of, claim) && { paid: paidByComponent(before) }),
    };
    return keep(it.lineNo, () => {
      const worth = withinLimits(rules, assessed, used);
      if (worth.assessment.kind !== 'question') return worth;
      const uses = [...(kept?.[at] ?? [])];
      count(used, uses, addText);
      return { ...worth, uses };
    });
  });
}

/** What earlier payments of a line used: of an amount no more than they granted. */
function usesPaidFor(
  { schemes }: CompiledRules,
  { lineNo, facts, before }: RecordedLine,
  own: ReadonlyMap<number, readonly LimitUse[]>,
): [number, LimitUse[]] {
  const limits = schemes.get(facts.scheme)?.limits ?? [];
  const uses = (own.get(lineNo) ?? []).map((it) => {
    const limit = limits.find((of) => of.limit.code === it.limit)?.limit;
    if (limit?.counts !== 'amount') return it;
    const parts = before.filter((of) => limit.components?.includes(of.component) !== false);
    const granted = sum(parts.map(({ amount }) => amount));
    return compareText(it.quantity, granted) > 0 ? { ...it, quantity: granted } : it;
  });
  return [lineNo, uses];
}

/** Adds to what limits have used what some lines use of them, or takes it off. */
function count(
  used: Map<string, string>,
  uses: readonly LimitUse[],
  counted: (used: string, quantity: string) => string,
): void {
  for (const { limit, subject, quantity } of uses) {
    const key = subjectKey(limit, subject);
    used.set(key, counted(used.get(key) ?? '0', quantity));
  }
}
