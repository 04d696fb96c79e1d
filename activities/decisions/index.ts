import type { Answer, Applied } from '../../domain/claim.ts';
import { lockClaim } from '../../db/claim-state.ts';
import type { Tx } from '../../db/connect.ts';
import { closeAct, recordRefused } from '../../db/decision.ts';
import type { Dependencies } from '../dependencies.ts';
import { PackQuestion } from '../pack-question.ts';
import { standingOf } from '../standing.ts';
import { applyClaimAct } from './apply-act.ts';
import { applyClaimDecision } from './apply-decision.ts';

/** People's decisions and acts, each applied in one transaction that a retry finds done. */
export function createDecisionActivities(deps: Dependencies) {
  return {
    /**
     * Applies a stored decision: task, lines, facts, money, next task, audit. What cannot be done
     * is refused with a code and stays on record.
     */
    async applyDecision({ decisionId }: { decisionId: string }): Promise<Applied> {
      const claimId = await subjectOf(deps, decisionId);
      return settleOrRefuse(deps, claimId, {
        apply: (tx) => applyClaimDecision(tx, deps, { claimId, decisionId }),
        refuse: (tx, answer) => recordRefused(tx, { id: decisionId, result: answer }),
      });
    },

    /** Applies a stored withdrawal, hold, release or objection. */
    async applyAct({ actId }: { actId: string }): Promise<Applied> {
      const { claim_id: claimId } = await deps.db
        .selectFrom('claim_act')
        .select('claim_id')
        .where('id', '=', actId)
        .executeTakeFirstOrThrow();
      return settleOrRefuse(deps, claimId, {
        apply: (tx) => applyClaimAct(tx, deps, { claimId, actId }),
        refuse: (tx, answer) => closeAct(tx, { id: actId, state: 'refused', result: answer }),
      });
    },
  };
}

type Attempt = {
  apply: (tx: Tx) => Promise<Answer>;
  refuse: (tx: Tx, answer: Answer) => Promise<void>;
};

/** A question to the pack rolls the step back; the act is then refused with the question's name. */
async function settleOrRefuse(
  { db }: Dependencies,
  claimId: string,
  { apply, refuse }: Attempt,
): Promise<Applied> {
  try {
    return await db.transaction().execute(async (tx) => {
      const answer = await apply(tx);
      return { answer, standing: await standingOf(tx, claimId) };
    });
  } catch (error) {
    if (!(error instanceof PackQuestion)) throw error;
    const answer: Answer = { kind: 'refused', reason: error.question };
    return db.transaction().execute(async (tx) => {
      await lockClaim(tx, claimId);
      await refuse(tx, answer);
      return { answer, standing: await standingOf(tx, claimId) };
    });
  }
}

async function subjectOf({ db }: Dependencies, decisionId: string): Promise<string> {
  const { subject_id: claimId } = await db
    .selectFrom('decision')
    .select('subject_id')
    .where('id', '=', decisionId)
    .executeTakeFirstOrThrow();
  return claimId;
}
