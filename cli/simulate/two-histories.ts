import type { FreedLine } from '../../db/trial.ts';
import { isZero, sum, type Yuan } from '../../domain/money.ts';
import type { LimitUse, WithinLimits } from '../../domain/rules/index.ts';
import {
  grantHistory,
  type GrantHistory,
  type RecordedClaim,
  type RecordedLine,
} from '../../domain/trial/index.ts';

/** What was granted under the rules in force, and what would have been under a draft. */
export type TwoHistories = ReturnType<typeof twoHistories>;

export function twoHistories(freed: readonly FreedLine[]) {
  const inForce = grantHistory();
  const draft = grantHistory();
  let next = 0;

  /** Forgets what was cut before a moment of the order. */
  function advanceTo(no: number): void {
    for (let it = freed[next]; it && it.cutNo < no; it = freed[next]) {
      inForce.remove(it.personId, it);
      draft.remove(it.personId, it);
      next += 1;
    }
  }

  function countAsStored(claim: RecordedClaim, line: RecordedLine): void {
    put(inForce, { claim, line, worth: line });
    put(draft, { claim, line, worth: line });
  }

  /** As the database had it, and as the draft gives it where it is tried on the claim. */
  function countAsWorked(
    claim: RecordedClaim,
    line: RecordedLine,
    { current, drafted }: { current: WithinLimits; drafted: WithinLimits | undefined },
  ): void {
    // What was cut later is stored as nothing, but it counted until then.
    const stored = line.cutNo === null ? line : worthOf(current);
    put(inForce, { claim, line, worth: stored });
    put(draft, { claim, line, worth: drafted ? worthOf(drafted) : stored });
  }

  return { inForce, draft, advanceTo, countAsStored, countAsWorked };
}

type Worth = { amount: Yuan; uses: readonly LimitUse[] };

function worthOf({ assessment, uses }: WithinLimits): Worth {
  const parts = assessment.kind === 'granted' ? assessment.components : [];
  return { amount: sum(parts.map(({ amount }) => amount)), uses };
}

/** Only what is worth something counts for others. */
function put(
  history: GrantHistory,
  of: { claim: RecordedClaim; line: RecordedLine; worth: Worth },
): void {
  const { personId, lineNo, facts } = of.line;
  const { claimNo } = of.claim;
  const { amount, uses } = of.worth;
  if (isZero(amount)) history.remove(personId, { claimNo, lineNo });
  else history.put({ personId, grant: { claimNo, lineNo, line: facts, amount }, uses });
}
