import type { Standing } from '../domain/claim.ts';
import { closeClaim, moveClaim } from '../db/claim-state.ts';
import { countPayments } from '../db/payment.ts';
import { reserveMoney } from './decisions/finance.ts';
import type { Dependencies } from './dependencies.ts';
import { openClaimantTask } from './open-step.ts';
import { askingPack } from './standing.ts';

export function createPaymentActivities({ db, packs, clock }: Dependencies) {
  return {
    /** Tries again to reserve the money of a claim that found none. */
    async reserveClaim(claimId: string): Promise<Standing> {
      return askingPack(db, claimId, async (tx, claim) => {
        if (claim.stage !== 'waiting-for-funds') return;
        const inForce = await packs.get(claim.packVersion);
        await reserveMoney({ tx, claim, inForce, clock }, { on: clock.today(), claim });
      });
    },

    /** Reads the payments: all paid closes the claim, a returned one asks for the right account. */
    async settleClaim(claimId: string): Promise<Standing> {
      return askingPack(db, claimId, async (tx, claim) => {
        if (claim.stage !== 'reserved') return;
        const payments = await countPayments(tx, claimId);
        if (payments.returned > 0) {
          const inForce = await packs.get(claim.packVersion);
          const on = payments.lastReturnedOn ?? claim.lastFactOn;
          await openClaimantTask({ tx, claim, inForce, clock }, 'payee-correction', on);
          await moveClaim(tx, claimId, { stage: 'payee-correction', on });
        } else if (payments.open === 0) {
          const on = payments.lastPaidOn ?? claim.lastFactOn;
          await closeClaim(tx, claimId, { outcome: 'paid', on });
        }
      });
    },
  };
}
