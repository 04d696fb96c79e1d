import { getClaimState, type ClaimState } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import type { Standing } from '../domain/claim.ts';

/** What a step tells its workflow: where the claim stands now. */
export async function standingOf(tx: Tx, claimId: string): Promise<Standing> {
  return asStanding(await getClaimState(tx, claimId));
}

export function asStanding(claim: ClaimState): Standing {
  return {
    stage: claim.stage,
    version: claim.version,
    held: claim.held,
    outcome: claim.outcome,
    noticeEndsAt: claim.noticeEndsAt,
  };
}
