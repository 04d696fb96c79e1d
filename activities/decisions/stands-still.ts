import type { Answer, Applied } from '../../domain/claim.ts';
import { getStanding } from '../../db/claim-state.ts';
import type { Tx } from '../../db/connect.ts';

/** An answer that moves nothing, with where the claim stands. */
export async function standsStill(tx: Tx, claimId: string, answer: Answer): Promise<Applied> {
  return { answer, standing: await getStanding(tx, claimId) };
}
