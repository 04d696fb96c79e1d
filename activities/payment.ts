import type { Standing } from '../domain/claim.ts';
import { endOfDay, instant, type Instant } from '../domain/days.ts';
import type { ClaimState, Move } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import { countPayments, type PaymentCounts } from '../db/payment.ts';
import { reserveMoney } from './decisions/finance.ts';
import type { Clock, Dependencies } from './dependencies.ts';
import { claimantTask } from './open-step.ts';
import { takeStep } from './take-step.ts';

const hourMs = 3_600_000;

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

    /**
     * Reads the payments: a returned one asks for the right account; all paid waits for as long
     * as the bank may return money, then closes the claim.
     */
    async settleClaim(claimId: string): Promise<Standing> {
      const asking = { until: later(clock.now(), 24) };
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        if (claim.stage !== 'reserved' && claim.stage !== 'paid') return undefined;
        const payments = await countPayments(tx, claimId);
        if (payments.returned > 0) {
          const inForce = await packs.get(claim.packVersion);
          const on = payments.lastReturnedOn ?? claim.lastFactOn;
          const opens = claimantTask({ tx, claim, inForce, clock }, 'payee-correction', on);
          return { stage: 'payee-correction', on, opens };
        }
        if (payments.open > 0) return undefined;
        return endOfPayment(payments, claim, clock);
      };
      return takeStep(db, { name: 'settle', claimId, work, asking });
    },
  };
}

/**
 * A claim with everything paid closes when the bank may return nothing. The hour after the last
 * day is for its payment run to read the statement of that day.
 */
function endOfPayment(
  { lastPaidOn, returnableUntil, unread }: PaymentCounts,
  claim: ClaimState,
  clock: Clock,
): Move | undefined {
  const on = lastPaidOn ?? claim.lastFactOn;
  if (returnableUntil === null || returnableUntil < clock.today()) {
    if (unread === 0) return { outcome: 'paid', on };
    return { stage: 'paid', on, until: later(clock.now(), 1) };
  }
  if (claim.stage === 'paid') return undefined;
  return { stage: 'paid', on, until: later(endOfDay(returnableUntil), 1) };
}

const later = (at: Instant, hours: number): Instant =>
  instant(new Date(Date.parse(at) + hours * hourMs).toISOString());
