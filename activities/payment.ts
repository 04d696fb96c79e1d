import type { Standing } from '../domain/claim.ts';
import type { ClaimState, Move } from '../db/claim-state.ts';
import type { Tx } from '../db/connect.ts';
import { countPayments, lookAgain, type PaymentCounts } from '../db/payment.ts';
import { listUnaskedPayees } from '../db/returned-payee.ts';
import { reserveMoney } from './decisions/finance.ts';
import type { Dependencies } from './dependencies.ts';
import { awaitNext } from './instalments.ts';
import { awaitLookUps } from './look-ups/await-look-ups.ts';
import { startRecheck } from './look-ups/recheck.ts';
import { claimantTask, type Step } from './open-step.ts';
import { lastWholeDay, later, wholeFrom } from './payment-days.ts';
import { takeStep } from './take-step.ts';

const beingPaid = new Set(['reserved', 'paid', 'payee-correction', 'payee-confirmation']);

export function createPaymentActivities({ db, packs, clock }: Dependencies) {
  return {
    /**
     * Reserves the money of a claim that found none, or whose certificates were looked up again.
     * While a look-up is owed, it says which source to ask now.
     */
    async reserveClaim(claimId: string): Promise<Standing> {
      let asks: string | undefined;
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        if (claim.stage !== 'waiting-for-funds' && claim.stage !== 'rechecking') return undefined;
        const step = { tx, claim, inForce: await packs.get(claim.packVersion), clock };
        if (claim.stage === 'waiting-for-funds') await startRecheck(step);
        const awaited = await awaitLookUps(step, 'rechecking');
        if (awaited.open) {
          ({ asks } = awaited);
          return awaited.move;
        }
        const approvedOn = claim.stage === 'rechecking' ? claim.lastFactOn : clock.today();
        return reserveMoney(step, { on: clock.today(), approvedOn, claim });
      };
      const asking = { until: later(clock.now(), 24) };
      const standing = await takeStep(db, { name: 'reserve', claimId, work, asking });
      return asks === undefined ? standing : { ...standing, asks };
    },

    /**
     * Reads the payments: a returned one asks for the right account of its payee; all paid waits
     * for as long as the bank may return money, then closes the claim.
     */
    async settleClaim(claimId: string): Promise<Standing> {
      const asking = { until: later(clock.now(), 24) };
      const work = async (tx: Tx, claim: ClaimState): Promise<Move | undefined> => {
        if (!beingPaid.has(claim.stage)) return undefined;
        const payments = await countPayments(tx, claimId);
        if (payments.returned > 0) {
          const inForce = await packs.get(claim.packVersion);
          return askForAccounts({ tx, claim, inForce, clock }, payments);
        }
        if (payments.open > 0) return recheckReady({ tx, claim, clock, packs }, payments);
        const inForce = await packs.get(claim.packVersion);
        return endOfPayment({ tx, claim, clock, inForce }, payments);
      };
      return takeStep(db, { name: 'settle', claimId, work, asking });
    },
  };
}

/** One task for each payee of whom something came back; undefined when all were asked for. */
async function askForAccounts(
  step: Step,
  { lastReturnedOn: back }: PaymentCounts,
): Promise<Move | undefined> {
  const { tx, claim } = step;
  const payees = await listUnaskedPayees(tx, claim.id);
  if (payees.length === 0) return undefined;
  const on = back !== null && back > claim.lastFactOn ? back : claim.lastFactOn;
  const opens = payees.map((payee) => claimantTask(step, 'payee-correction', on, payee));
  return { stage: 'payee-correction', on, opens };
}

/**
 * Before a run takes what is ready, certificates are looked up again that were last looked up too
 * long ago. With a payment in hand there is nothing to look up.
 */
async function recheckReady(
  { tx, claim, clock, packs }: Pick<Step, 'tx' | 'claim' | 'clock'> & Pick<Dependencies, 'packs'>,
  { recheckAt }: PaymentCounts,
): Promise<Move | undefined> {
  const now = clock.now();
  if (recheckAt !== null && recheckAt <= now) {
    const inForce = await packs.get(claim.packVersion);
    const started = await startRecheck({ tx, claim, inForce, clock });
    if (started) return started;
  }
  if (recheckAt !== claim.waitsUntil) await lookAgain(tx, claim.id, recheckAt);
  return undefined;
}

/**
 * A claim with everything paid closes when the bank may return nothing, and nobody holds it or a
 * line of it. The hour after the last day's statement is whole is for its payment run to read it.
 */
async function endOfPayment(
  step: Step,
  { lastPaidOn, returnableUntil, unread, stopped }: PaymentCounts,
): Promise<Move | undefined> {
  const { tx, claim, clock } = step;
  const on = lastPaidOn ?? claim.lastFactOn;
  const over = returnableUntil === null || returnableUntil <= lastWholeDay(clock.now());
  if (over && unread === 0 && stopped === 0 && !claim.held) {
    return (await awaitNext(step, on)) ?? { outcome: 'paid', on };
  }
  const until = over ? later(clock.now(), 24) : later(wholeFrom(returnableUntil), 1);
  if (claim.stage !== 'paid') return { stage: 'paid', on, until };
  // Nothing has changed but the hour: no transition, no audit row, however often it looks.
  await lookAgain(tx, claim.id, until);
  return undefined;
}
