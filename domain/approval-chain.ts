import { compare, type Yuan } from './money.ts';
import type { ApprovalChain, RegionPack } from './region-pack/index.ts';

type Chains = Pick<RegionPack, 'approvals'>;

/** The chains a scheme's claims pass one of: those that name it, else those that name none. */
export function chainsFor({ approvals }: Chains, scheme: string): ApprovalChain[] {
  const named = approvals.filter(({ schemes }) => schemes?.includes(scheme));
  return named.length > 0 ? named : approvals.filter(({ schemes }) => schemes === undefined);
}

/** The chain for an amount, `from` included, `below` not; undefined where a pack leaves a gap. */
export function chainFor(pack: Chains, scheme: string, amount: Yuan): ApprovalChain | undefined {
  return chainsFor(pack, scheme).find(
    ({ from, below }) =>
      (from === undefined || compare(amount, from) >= 0) &&
      (below === undefined || compare(amount, below) < 0),
  );
}
