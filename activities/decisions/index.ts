import type { Answer, Applied } from '../../domain/claim.ts';
import { lockClaimOfAct, type ClaimState } from '../../db/claim-state.ts';
import type { Tx } from '../../db/connect.ts';
import { closeAct, lockClaimAndDecision, recordRefused } from '../../db/decision.ts';
import type { Dependencies } from '../dependencies.ts';
import { PackQuestion } from '../pack-question.ts';
import { applyClaimAct } from './apply-act.ts';
import { applyClaimDecision } from './apply-decision.ts';
import { standsStill } from './stands-still.ts';

/** People's decisions and acts, each applied in one transaction that a retry finds done. */
export function createDecisionActivities(deps: Dependencies) {
  return {
    /**
     * Applies a stored decision: task, lines, facts, money, next task, audit. What cannot be done
     * is refused with a code and stays on record.
     */
    async applyDecision({ decisionId }: { decisionId: string }): Promise<Applied> {
      return settleOrRefuse(deps, {
        lock: (tx) => lockClaimAndDecision(tx, decisionId),
        apply: (tx, locked) => applyClaimDecision(tx, deps, locked),
        refuse: (tx, answer) => recordRefused(tx, { id: decisionId, result: answer }),
      });
    },

    /** Applies a stored withdrawal, hold, release or objection. */
    async applyAct({ actId }: { actId: string }): Promise<Applied> {
      return settleOrRefuse(deps, {
        lock: async (tx) => ({ claim: await lockClaimOfAct(tx, actId) }),
        apply: (tx, { claim }) => applyClaimAct(tx, deps, { claim, actId }),
        refuse: (tx, answer) => closeAct(tx, { id: actId, state: 'refused', result: answer }),
      });
    },
  };
}

type Attempt<Locked extends { claim: ClaimState }> = {
  lock: (tx: Tx) => Promise<Locked>;
  apply: (tx: Tx, locked: Locked) => Promise<Applied>;
  refuse: (tx: Tx, answer: Answer) => Promise<void>;
};

/** A question to the pack rolls the step back; the act is then refused with the question's name. */
async function settleOrRefuse<Locked extends { claim: ClaimState }>(
  { db }: Dependencies,
  { lock, apply, refuse }: Attempt<Locked>,
): Promise<Applied> {
  try {
    return await db.transaction().execute(async (tx) => apply(tx, await lock(tx)));
  } catch (error) {
    if (!(error instanceof PackQuestion)) throw error;
    const answer: Answer = { kind: 'refused', reason: error.question };
    return db.transaction().execute(async (tx) => {
      const { claim } = await lock(tx);
      await refuse(tx, answer);
      return standsStill(tx, claim.id, answer);
    });
  }
}
