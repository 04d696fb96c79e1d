import type { FreedLine, ReplacedLine } from '../../db/trial.ts';
import { isZero, sum, ZERO, type Yuan } from '../../domain/money.ts';
import { recordedGrant, type LimitUse, type WithinLimits } from '../../domain/rules/index.ts';
import {
  grantHistory,
  type GrantHistory,
  type RecordedClaim,
  type RecordedLine,
} from '../../domain/trial/index.ts';

/** What was granted under the rules in force, and what would have been under a draft. */
export type TwoHistories = ReturnType<typeof twoHistories>;

export function twoHistories(freed: readonly FreedLine[], replaced: readonly ReplacedLine[]) {
  const inForce = grantHistory();
  const draft = grantHistory();
  const events = eventsOf(freed, replaced);
  let next = 0;

  /** Counts and forgets what was granted, replaced and cut before a moment of the order. */
  function advanceTo(no: number): void {
    for (let it = events[next]; it && it.no < no; it = events[next]) {
      it.happens(inForce);
      it.happens(draft);
      next += 1;
    }
  }

  function countAsStored(claim: RecordedClaim, line: RecordedLine): void {
    const worth = storedWorth(line);
    put(inForce, { claim, line, worth });
    put(draft, { claim, line, worth });
  }

  /** As the database had it, and as the draft gives it where it has an answer. */
  function countAsWorked(
    claim: RecordedClaim,
    line: RecordedLine,
    { current, drafted }: { current: WithinLimits; drafted: Worth | undefined },
  ): void {
    // What was cut later is stored as nothing, but it counted until then.
    const stored = line.cutNo === null ? storedWorth(line) : worthOf(current);
    put(inForce, { claim, line, worth: stored });
    put(draft, { claim, line, worth: drafted ?? stored });
  }

  return { inForce, draft, advanceTo, countAsStored, countAsWorked };
}

type Event = { no: number; happens: (history: GrantHistory) => void };

function eventsOf(freed: readonly FreedLine[], replaced: readonly ReplacedLine[]): Event[] {
  const events = freed.map((it): Event => ({
    no: it.cutNo,
    happens: (history) => history.remove(it.personId, it),
  }));
  for (const it of replaced) {
    const { personId, uses, parts } = it;
    const grant = { ...recordedGrant(it), parts };
    events.push(
      { no: it.fromNo, happens: (history) => history.put({ personId, grant, uses }) },
      { no: it.toNo, happens: (history) => history.remove(personId, it) },
    );
  }
  return events.toSorted((a, b) => a.no - b.no);
}

type Part = { component: string; amount: Yuan };

/** What counts of a line for others: by component, in all, and of limits. */
export type Worth = { amount: Yuan; parts: readonly Part[]; uses: readonly LimitUse[] };

const storedWorth = ({ amount, before, parts, uses }: RecordedLine): Worth => ({
  amount,
  parts: [...before, ...parts],
  uses,
});

function worthOf({ assessment, uses }: WithinLimits): Worth {
  const parts = assessment.kind === 'granted' ? assessment.components : [];
  return { amount: sum(parts.map(({ amount }) => amount)), parts, uses };
}

function byComponent(parts: readonly Part[]): Record<string, Yuan> {
  const found = new Map<string, Yuan>();
  for (const { component, amount } of parts) {
    found.set(component, sum([found.get(component) ?? ZERO, amount]));
  }
  return Object.fromEntries(found);
}

/** Only what is worth something counts for others. */
function put(
  history: GrantHistory,
  of: { claim: RecordedClaim; line: RecordedLine; worth: Worth },
): void {
  const { personId, lineNo, facts } = of.line;
  const { claimNo, organisationId: organisation } = of.claim;
  const { amount, parts: all, uses } = of.worth;
  const parts = byComponent(all);
  if (isZero(amount)) history.remove(personId, { claimNo, lineNo });
  else {
    const grant = { claimNo, lineNo, line: facts, amount, parts, organisation };
    history.put({ personId, grant, uses });
  }
}
