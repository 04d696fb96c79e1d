import type { Yuan } from '../domain/money.ts';
import { isAbove } from '../domain/money.ts';
import type { ApprovalStep, RegionPack } from '../domain/region-pack/index.ts';

/** The steps a claim of this scheme and amount passes, in order; small claims skip high levels. */
export function stepsOf(pack: RegionPack, scheme: string, amount: Yuan): ApprovalStep[] {
  const chain =
    pack.approvals.find((it) => it.schemes?.includes(scheme)) ??
    pack.approvals.find((it) => it.schemes === undefined);
  if (!chain) throw new Error(`no approval chain for scheme ${scheme}`);
  return chain.steps.filter((it) => it.above === undefined || isAbove(amount, it.above));
}
