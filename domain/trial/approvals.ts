import type { IsoDate } from '../days.ts';
import { add, isNegative, isZero, subtract, ZERO, type Yuan } from '../money.ts';
import { instalmentOf, routeOf, type GrantedBefore } from '../rules/index.ts';
import type { TrialRules } from './assess-anew.ts';
import type { FundMovement } from './fund-balance.ts';
import type { LineChange } from './line-change.ts';
import type { RecordedClaim, RecordedLine, StoredPart } from './recorded-claim.ts';

/** Money of a component of a line on the day of its approval; below zero what is owed back. */
export type Approval = GrantedBefore & { on: IsoDate };

/**
 * What earlier payments granted of a line, from the funds and to the payees of the draft: where it
 * routes a component otherwise than the rules in force, it would have done so from the start.
 */
export function routedAnew(
  { inForce, draft }: { inForce: TrialRules; draft: TrialRules },
  { before, facts }: Pick<RecordedLine, 'before' | 'facts'>,
): StoredPart[] {
  const routeUnder = ({ pack, rules }: TrialRules, { component, instalment: no }: StoredPart) => {
    const scheme = pack.schemes.find(({ code }) => code === facts.scheme);
    const instalment = instalmentOf(scheme, no)?.code;
    return routeOf(rules, { ...facts, ...(instalment !== undefined && { instalment }) }, component);
  };
  return before.map((part) => {
    const [now, then] = [routeUnder(inForce, part), routeUnder(draft, part)];
    const same = now?.fund === then?.fund && now?.payee === then?.payee;
    return same ? part : { ...part, ...then };
  });
}

/** The payments of a line, each on the day on which its instalment was approved. */
export const approvalsOf = (
  { approvedOn }: RecordedClaim,
  parts: readonly StoredPart[],
  decidedOn: IsoDate,
): Approval[] =>
  parts.map(({ component, amount, fund, payee, instalment }) => {
    const on = approvedOn[instalment] ?? decidedOn;
    return { component, amount, fund, payee, on };
  });

/** Components in one order, as text to compare; one of nothing is the same as none. */
export const partsText = (parts: readonly GrantedBefore[]): string =>
  parts
    .filter(({ amount }) => !isZero(amount))
    .map(({ component, amount, fund, payee }) => [component, amount, fund, payee].join(' '))
    .toSorted()
    .join('; ');

/**
 * What the draft adds to the approvals of each fund on each day. Within a claim what one payee owes
 * back is set off against what it gets; the rest of it does not come back to the fund by itself.
 */
export function fundChanges(changes: Iterable<LineChange>): FundMovement[] {
  const shares = new Map<string, Share>();
  for (const change of changes) {
    for (const it of change.approvedBefore) count(shares, change, { it, side: 'before' });
    for (const it of change.approvedAfter) count(shares, change, { it, side: 'after' });
  }
  return [...shares.values()].flatMap(({ fund, unit, on, before, after }) => {
    const amount = subtract(owed(after), owed(before));
    return isZero(amount) ? [] : [{ fund, unit, on, amount }];
  });
}

/** What one payee gets of a claim from one fund on one day. */
type Share = Omit<FundMovement, 'amount'> & { before: Yuan; after: Yuan };

function count(
  shares: Map<string, Share>,
  { claimNo, personId, unit }: LineChange,
  { it, side }: { it: Approval; side: 'before' | 'after' },
): void {
  const { fund, on, payee, amount } = it;
  const key = [claimNo, on, fund, payee === 'person' ? personId : payee].join(' ');
  const share = shares.get(key) ?? { fund, unit, on, before: ZERO, after: ZERO };
  shares.set(key, share);
  share[side] = add(share[side], amount);
}

const owed = (amount: Yuan): Yuan => (isNegative(amount) ? ZERO : amount);
