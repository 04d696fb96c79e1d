import { add, compare, isNegative, isZero, subtract, sum, ZERO, type Yuan } from '../money.ts';
import type { LineChange, Refusal } from './line-change.ts';

/** Lines of one kind, those whose sum, fund or payee changes, and what all cost now and then. */
export type Totals = { lines: number; changed: number; before: Yuan; after: Yuan };

/** Lines that were refused by one rule and would be by another, or by none. */
export type RefusalChange = Totals & { from: Refusal | null; to: Refusal | null };

/** How many gain and lose over all their lines, and how much. */
export type Balance = { winners: number; losers: number; gained: Yuan; lost: Yuan };

export type TrialTotals = {
  all: Totals;
  /** Of the lines changed, those whose sum is the same: another fund, payee or component. */
  moved: number;
  byUnit: ReadonlyMap<string, Totals>;
  byGroup: ReadonlyMap<string, Totals>;
  byScheme: ReadonlyMap<string, Totals>;
  refusals: readonly RefusalChange[];
  /** Lines that the draft has no answer to, by question: their amounts are left as they are. */
  questions: ReadonlyMap<string, Totals>;
  persons: Balance;
  organisations: Balance;
};

/** Adds up what a draft would change. */
export function totalsOf(changes: Iterable<LineChange>): TrialTotals {
  const all = newTotals();
  let moved = 0;
  const byUnit = new Map<string, Totals>();
  const byGroup = new Map<string, Totals>();
  const byScheme = new Map<string, Totals>();
  const questions = new Map<string, Totals>();
  const refusals = new Map<string, RefusalChange>();
  const persons = new Map<string, Yuan>();
  const organisations = new Map<string, Yuan>();
  for (const it of changes) {
    count(all, it);
    if (it.moved) moved += 1;
    count(within(byUnit, it.unit), it);
    count(within(byGroup, it.group), it);
    count(within(byScheme, it.scheme), it);
    if (it.question !== null) count(within(questions, it.question), it);
    else countRefusal(refusals, it);
    const difference = subtract(it.after, it.before);
    if (isZero(difference)) continue;
    persons.set(it.personId, add(persons.get(it.personId) ?? ZERO, difference));
    const { organisationId: of } = it;
    organisations.set(of, add(organisations.get(of) ?? ZERO, difference));
  }
  return {
    all,
    moved,
    byUnit: inOrder(byUnit),
    byGroup: inOrder(byGroup),
    byScheme: inOrder(byScheme),
    refusals: [...refusals.values()].toSorted((a, b) => b.lines - a.lines),
    questions: inOrder(questions),
    persons: balanceOf(persons),
    organisations: balanceOf(organisations),
  };
}

const newTotals = (): Totals => ({ lines: 0, changed: 0, before: ZERO, after: ZERO });

function within(totals: Map<string, Totals>, key: string): Totals {
  const found = totals.get(key) ?? newTotals();
  totals.set(key, found);
  return found;
}

function count(totals: Totals, { before, after, moved }: LineChange): void {
  totals.lines += 1;
  if (moved || compare(before, after) !== 0) totals.changed += 1;
  totals.before = add(totals.before, before);
  totals.after = add(totals.after, after);
}

function countRefusal(refusals: Map<string, RefusalChange>, change: LineChange): void {
  const { refusedBefore: from, refusedAfter: to } = change;
  if (from?.rule === to?.rule) return;
  const key = `${from?.rule ?? ''} ${to?.rule ?? ''}`;
  const found = refusals.get(key) ?? { from, to, ...newTotals() };
  refusals.set(key, found);
  count(found, change);
}

function balanceOf(differences: ReadonlyMap<string, Yuan>): Balance {
  const all = [...differences.values()].filter((it) => !isZero(it));
  const lost = all.filter(isNegative);
  const gained = all.filter((it) => !isNegative(it));
  return {
    winners: gained.length,
    losers: lost.length,
    gained: sum(gained),
    lost: sum(lost),
  };
}

const inOrder = (totals: ReadonlyMap<string, Totals>): Map<string, Totals> =>
  new Map([...totals].toSorted(([a], [b]) => (a < b ? -1 : 1)));
