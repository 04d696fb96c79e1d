import { chainFor } from '../domain/approval-chain.ts';
import { isAbove, max, ZERO, type Yuan } from '../domain/money.ts';
import type { ApprovalStep, RegionPack } from '../domain/region-pack/index.ts';

/**
 * The steps a claim of this scheme and amount passes, in order; small claims skip high levels. The
 * amount at acceptance chose the chain, and a later cut does not change it.
 */
export function stepsOf(
  pack: Pick<RegionPack, 'approvals'>,
  scheme: string,
  amount: Yuan,
  atAcceptance: Yuan | null = null,
): ApprovalStep[] {
  // A settlement may owe money back: it goes the way of the smallest claim.
  const chain = chainFor(pack, scheme, max(atAcceptance ?? amount, ZERO));
  if (!chain) throw new Error(`no approval chain for scheme ${scheme}`);
  return chain.steps.filter((it) => it.above === undefined || isAbove(amount, it.above));
}
