import {
  getStanding,
  lockClaim,
  moveClaim,
  type ClaimState,
  type Move,
} from '../db/claim-state.ts';
import type { Database, Tx } from '../db/connect.ts';
import type { Standing } from '../domain/claim.ts';
import { PackQuestion } from './pack-question.ts';

/**
 * Runs a step on a claim, which answers where the claim moves; undefined leaves it where it is.
 * Where the pack has no answer the step is rolled back, the claim keeps its stage, or takes the
 * stage named in `asking`, and shows the question, and the workflow asks again later.
 */
export async function askingPack(
  db: Database,
  claimId: string,
  work: (tx: Tx, claim: ClaimState) => Promise<Move | undefined>,
  asking?: { stage: string },
): Promise<Standing> {
  try {
    return await db.transaction().execute(async (tx) => {
      const move = await work(tx, await lockClaim(tx, claimId));
      return move ? moveClaim(tx, claimId, move) : getStanding(tx, claimId);
    });
  } catch (error) {
    if (!(error instanceof PackQuestion)) throw error;
    const { question } = error;
    return db.transaction().execute(async (tx) => {
      const { stage } = await lockClaim(tx, claimId);
      if (stage === 'closed') return getStanding(tx, claimId);
      return moveClaim(tx, claimId, { stage, ...asking, question });
    });
  }
}
