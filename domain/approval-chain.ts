import { compare, max, type Yuan, ZERO } from './money.ts';
import type { ApprovalChain, RegionPack } from './region-pack/index.ts';

type Chains = Pick<RegionPack, 'approvals'>;

/** The chains a scheme's claims pass one of: those that name it, else those that name none. */
export function chainsFor({ approvals }: Chains, scheme: string): ApprovalChain[] {
  const named = approvals.filter(({ schemes }) => schemes?.includes(scheme));
  return named.length > 0 ? named : approvals.filter(({ schemes }) => schemes === undefined);
}

/**
 * The chain for an amount, `from` included, `below` not; undefined where a pack leaves a gap. What
 * is owed back goes the way of the smallest.
 */
export function chainFor(pack: Chains, scheme: string, amount: Yuan): ApprovalChain | undefined {
  const worth = max(amount, ZERO);
  return chainsFor(pack, scheme).find(
    ({ from, below }) =>
      (from === undefined || compare(worth, from) >= 0) &&
      (below === undefined || compare(worth, below) < 0),
  );
}
