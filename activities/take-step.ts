import {
  getStanding,
  lockClaim,
  moveClaim,
  type ClaimState,
  type Move,
} from '../db/claim-state.ts';
import type { Database, Tx } from '../db/connect.ts';
import type { Standing } from '../domain/claim.ts';
import type { Instant } from '../domain/days.ts';
import { PackQuestion } from './pack-question.ts';

/** A step of the procedure, by the name its audit rows carry. */
export type ClaimStep = {
  name: string;
  claimId: string;
  /** Answers where the claim moves; undefined leaves it where it is. */
  work: (tx: Tx, claim: ClaimState) => Promise<Move | undefined>;
  /** Where and until when the claim waits while the pack has no answer; without, as it is. */
  asking?: { stage?: string; until?: Instant };
};

/**
 * Runs a step on a claim. Where the pack has no answer the step is rolled back, the claim shows the
 * question, and the workflow asks again later.
 */
export async function takeStep(db: Database, step: ClaimStep): Promise<Standing> {
  const { name: act, claimId, work, asking } = step;
  try {
    return await db.transaction().execute(async (tx) => {
      const move = await work(tx, await lockClaim(tx, claimId));
      return move ? moveClaim(tx, claimId, move, { act }) : getStanding(tx, claimId);
    });
  } catch (error) {
    if (!(error instanceof PackQuestion)) throw error;
    const { question } = error;
    return db.transaction().execute(async (tx) => {
      const { stage } = await lockClaim(tx, claimId);
      if (stage === 'closed') return getStanding(tx, claimId);
      return moveClaim(tx, claimId, { stage, ...asking, question }, { act });
    });
  }
}
