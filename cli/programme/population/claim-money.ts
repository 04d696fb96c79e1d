import { stepsOf } from '../../../activities/chain.ts';
import { fenOf, yuanFromFen } from '../../../domain/money.ts';
import type { ApprovalStep } from '../../../domain/region-pack/index.ts';
import type { BranchedClass } from './branches.ts';
import { fateOf } from './claims.ts';
import type { ClassDraft, LineSeed } from './classes.ts';
import type { Region } from './region.ts';

export type ClaimMoney = {
  /** What is paid in the end, in fen by fund. */
  payable: ReadonlyMap<string, bigint>;
  /** The levels of 审核 the claim passes, in order. */
  reviews: number[];
};

/**
 * What a claim costs and whom it has to pass, by the rules and the approval chain of the region.
 */
export function claimMoney(region: Region, draft: BranchedClass): ClaimMoney {
  const paid = draft.branch !== 'refused' && draft.branch !== 'withdrawn';
  return {
    payable: paid ? payableOf(region, draft) : new Map<string, bigint>(),
    reviews: paid ? reviewsOf(region, draft) : [],
  };
}

/** What its lines cost together, in fen. */
export function costOf(region: Region, { lines }: ClassDraft): bigint {
  return lines.reduce((sum, line) => sum + fenOf(region.priceOf(line).amount), 0n);
}

function payableOf(region: Region, { lines }: ClassDraft): Map<string, bigint> {
  const byFund = new Map<string, bigint>();
  for (const line of lines) {
    const { amount, fund } = region.priceOf(line);
    if (fund !== '') byFund.set(fund, (byFund.get(fund) ?? 0n) + fenOf(amount));
  }
  return byFund;
}

/** A line that is cut later still counts towards the levels before its cut. */
function reviewsOf(region: Region, draft: BranchedClass): number[] {
  const kept = costOf(region, draft);
  const fate = fateOf(draft.branch);
  const extra = draft.lines.find(({ certified }) => certified);
  const withExtra = kept + (extra ? costOfLine(region, extra) : 0n);
  const beforeNotice = fate === 'cut-by-objection' ? withExtra : kept;
  const atFirst = fate === 'cut-at-review' ? withExtra : beforeNotice;
  const levels: number[] = [];
  for (let amount = atFirst; ; amount = beforeNotice) {
    const steps = stepsOf(region.pack, draft.scheme, yuanFromFen(amount), yuanFromFen(atFirst));
    const next = levelAfter(steps, levels.at(-1) ?? 0);
    if (next === undefined) return levels;
    levels.push(next);
  }
}

function levelAfter(steps: readonly ApprovalStep[], after: number): number | undefined {
  return steps
    .filter(({ kind }) => kind === 'review')
    .map(({ level = 1 }) => level)
    .find((level) => level > after);
}

function costOfLine(region: Region, line: LineSeed): bigint {
  return fenOf(region.priceOf(line).amount);
}
