import { getStanding, lockClaim, moveClaim, type ClaimState } from '../db/claim-state.ts';
import type { Database, Tx } from '../db/connect.ts';
import type { Standing } from '../domain/claim.ts';
import { PackQuestion } from './pack-question.ts';

/**
 * Runs a step on a claim. Where the pack has no answer the step is rolled back, the claim keeps
 * its stage and shows the question, and the workflow asks again later.
 */
export async function askingPack(
  db: Database,
  claimId: string,
  work: (tx: Tx, claim: ClaimState) => Promise<void>,
): Promise<Standing> {
  try {
    return await db.transaction().execute(async (tx) => {
      await work(tx, await lockClaim(tx, claimId));
      return getStanding(tx, claimId);
    });
  } catch (error) {
    if (!(error instanceof PackQuestion)) throw error;
    const { question } = error;
    return db.transaction().execute(async (tx) => {
      const { stage } = await lockClaim(tx, claimId);
      await moveClaim(tx, claimId, { stage, question });
      return getStanding(tx, claimId);
    });
  }
}
