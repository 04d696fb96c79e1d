import type { Standing } from '../domain/claim.ts';
import type { ClaimState, Move } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import { countPayments } from '../db/payment.ts';
import { reserveMoney } from './decisions/finance.ts';
import type { Dependencies } from './dependencies.ts';
import { claimantTask } from './open-step.ts';
import { takeStep } from './take-step.ts';

export function createPaymentActivities({ db, packs, clock }: Dependencies) {
  return {
    /** Tries again to reserve the money of a claim that found none. */
    async reserveClaim(claimId: string): Promise<Standing> {
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        if (claim.stage !== 'waiting-for-funds') return undefined;
        const inForce = await packs.get(claim.packVersion);
        return reserveMoney({ tx, claim, inForce, clock }, { on: clock.today(), claim });
      };
      return takeStep(db, { name: 'reserve', claimId, work });
    },

    /** Reads the payments: all paid closes the claim, a returned one asks for the right account. */
    async settleClaim(claimId: string): Promise<Standing> {
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        if (claim.stage !== 'reserved') return undefined;
        const payments = await countPayments(tx, claimId);
        if (payments.returned > 0) {
          const inForce = await packs.get(claim.packVersion);
          const on = payments.lastReturnedOn ?? claim.lastFactOn;
          const opens = claimantTask({ tx, claim, inForce, clock }, 'payee-correction', on);
          return { stage: 'payee-correction', on, opens };
        }
        if (payments.open > 0) return undefined;
        return { outcome: 'paid', on: payments.lastPaidOn ?? claim.lastFactOn };
      };
      return takeStep(db, { name: 'settle', claimId, work });
    },
  };
}
