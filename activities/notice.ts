import type { Standing } from '../domain/claim.ts';
import { addDays, shanghaiDay } from '../domain/days.ts';
import { ZERO } from '../domain/money.ts';
import type { ClaimState, Move } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import { stepsOf } from './chain.ts';
import type { Dependencies } from './dependencies.ts';
import { chainTask } from './open-step.ts';
import { takeStep } from './take-step.ts';

export function createNoticeActivities({ db, packs, clock }: Dependencies) {
  return {
    /** Takes the list down after its last day and opens 财政复核, from the day after. */
    async endNotice(claimId: string): Promise<Standing> {
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        if (claim.stage !== 'notice') return undefined;
        const inForce = await packs.get(claim.packVersion);
        if (claim.waitsUntil === null) throw new Error(`claim ${claimId} has no end of its notice`);
        const { scheme, amount, acceptedAmount } = claim;
        const steps = stepsOf(inForce.pack, scheme, amount ?? ZERO, acceptedAmount);
        const finance = steps.find((it) => it.kind === 'finance');
        if (!finance) throw new Error(`the chain for ${scheme} has no finance step`);
        const on = addDays(shanghaiDay(claim.waitsUntil), 1);
        const opens = chainTask({ tx, claim, inForce, clock }, finance, on);
        return { stage: 'finance', opens, notice: 'ended' };
      };
      return takeStep(db, { name: 'end-notice', claimId, work });
    },
  };
}
