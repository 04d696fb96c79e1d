import { stepsOf } from '../../../activities/chain.ts';
import { addText } from '../../../domain/decimal-text.ts';
import { yuanFromFen, type Yuan } from '../../../domain/money.ts';
import type { ApprovalStep } from '../../../domain/region-pack/index.ts';
import type { BranchedClass } from './branches.ts';
import { fateOf } from './claims.ts';
import type { ClassDraft, LineSeed } from './classes.ts';
import { together, totalOf, type Price } from './prices.ts';
import type { Region } from './region.ts';

export type ClaimMoney = {
  /** What its lines come to when it is accepted. */
  amount: Yuan;
  /** What is paid in the end, in fen by fund. */
  payable: ReadonlyMap<string, bigint>;
  /** The levels of 审核 the claim passes, in order. */
  reviews: number[];
  /** What it uses of the limits that its claimant shares, and how much each allows. */
  shared: ReadonlyMap<string, { quantity: string; atMost: string }>;
};

/**
 * What a claim costs and whom it has to pass, by the rules and the approval chain of the region.
 */
export function claimMoney(region: Region, draft: BranchedClass): ClaimMoney {
  const paid = draft.branch !== 'refused' && draft.branch !== 'withdrawn';
  const amounts = amountsOf(region, draft);
  return {
    amount: yuanFromFen(amounts.atAcceptance),
    payable: paid ? costOf(region, draft) : new Map<string, bigint>(),
    reviews: paid ? reviewsOf(region, draft, amounts) : [],
    shared: sharedBy(region, draft),
  };
}

/** What its lines cost together, in fen by fund. */
export function costOf(region: Region, draft: ClassDraft): Map<string, bigint> {
  return together(draft.lines.map((line) => region.priceOf(line, draft).cost));
}

type Amounts = { atAcceptance: bigint; beforeNotice: bigint };

/** A line that is cut later still counts before its cut. */
function amountsOf(region: Region, draft: BranchedClass): Amounts {
  const kept = totalOf(costOf(region, draft));
  const fate = fateOf(draft.branch);
  const extra = extraLine(draft);
  const withExtra = kept + (extra ? totalOf(region.priceOf(extra, draft).cost) : 0n);
  const beforeNotice = fate === 'cut-by-objection' ? withExtra : kept;
  return { atAcceptance: fate === 'cut-at-review' ? withExtra : beforeNotice, beforeNotice };
}

/** The amount at acceptance decides the chain and the first level, what is left the others. */
function reviewsOf(
  region: Region,
  { scheme }: BranchedClass,
  { atAcceptance, beforeNotice }: Amounts,
): number[] {
  const levels: number[] = [];
  const chosenBy = yuanFromFen(atAcceptance);
  for (let amount = atAcceptance; ; amount = beforeNotice) {
    const steps = stepsOf(region.pack, scheme, yuanFromFen(amount), chosenBy);
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

/** A limit is used until a claim is cut or refused, so those count here as well. */
function sharedBy(region: Region, draft: BranchedClass): ClaimMoney['shared'] {
  const extra = fateOf(draft.branch) === undefined ? undefined : extraLine(draft);
  const lines = extra ? [...draft.lines, extra] : draft.lines;
  const used = new Map<string, { quantity: string; atMost: string }>();
  for (const { limit, quantity, atMost } of lines.flatMap((it) => sharedOf(region, it, draft))) {
    used.set(limit, { quantity: addText(used.get(limit)?.quantity ?? '0', quantity), atMost });
  }
  return used;
}

function sharedOf(region: Region, line: LineSeed, draft: ClassDraft): Price['shared'] {
  return region.priceOf(line, draft).shared;
}

function extraLine({ lines }: ClassDraft): LineSeed | undefined {
  return lines.find(({ certified }) => certified);
}
