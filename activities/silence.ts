import type { Standing } from '../domain/claim.ts';
import { addDays, shanghaiDay } from '../domain/days.ts';
import { ZERO } from '../domain/money.ts';
import type { ApprovalStep } from '../domain/region-pack/index.ts';
import type { ClaimState, Move } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import { passBySilence } from '../db/silence.ts';
import { stepsOf } from './chain.ts';
import { openReview } from './decisions/review.ts';
import type { Dependencies } from './dependencies.ts';
import { later } from './payment-days.ts';
import { takeStep } from './take-step.ts';

/** Temporal's clock rang; the worker's may be behind it by so much. */
const clockSkewHours = 1 / 60;

export function createSilenceActivities({ db, packs, clock }: Dependencies) {
  return {
    /**
     * Passes a review that nobody decided in its time, where the pack has silence mean approval:
     * for no person, so that nobody has a duty by it, with the clause as the reason. Nothing is
     * cut. A claim that is held, or decided meanwhile, is left where it stands.
     */
    async approveBySilence(claimId: string): Promise<Standing> {
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        const { waitsUntil } = claim;
        if (claim.stage !== 'review' || claim.held) return undefined;
        if (waitsUntil === null || waitsUntil > later(clock.now(), clockSkewHours))
          return undefined;
        const inForce = await packs.get(claim.packVersion);
        const { scheme, acceptedAmount } = claim;
        const amount = claim.amount ?? ZERO;
        const on = addDays(shanghaiDay(waitsUntil), 1);
        const steps = stepsOf(inForce.pack, scheme, amount, acceptedAmount);
        const passed = await passBySilence(tx, claimId, { on, reasons: reasonsOf(steps) });
        if (!passed) return undefined;
        const { level: after, month } = passed;
        const step = { tx, claim, inForce, clock };
        return openReview(step, { on, month, amount, acceptedAmount, after });
      };
      return takeStep(db, { name: 'review-by-silence', claimId, work });
    },
  };
}

/** By level of review, what the pack says for it. */
function reasonsOf(steps: readonly ApprovalStep[]): { level: number; reason: string }[] {
  return steps.flatMap(({ level = 1, silence }) =>
    silence ? [{ level, reason: `${silence.document}${silence.clause}` }] : [],
  );
}
