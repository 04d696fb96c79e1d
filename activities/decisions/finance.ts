import { amountsByFund } from '../../db/claim-line.ts';
import type { ClaimState, Move } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import { recordDue } from '../../db/due-fact.ts';
import type { IsoDate } from '../../domain/days.ts';
import { isNegative, negate, sum } from '../../domain/money.ts';
import { openReceivables } from '../../db/instalment.ts';
import { reserveForClaim } from '../../db/ledger.ts';
import { createPayments } from '../../db/payment.ts';
import { workingDaysAfter } from '../clocks.ts';
import { awaitNext } from '../instalments.ts';
import type { Step } from '../open-step.ts';
import { cut, cutsOf, refuseAll } from './cuts.ts';

/** 财政复核: the last word on lines, then the money is reserved, fund by fund, all or nothing. */
export async function approveMoney(step: Step, decision: DecisionInForce): Promise<Move> {
  if (decision.outcome === 'refuse') return refuseAll(step, decision);
  await cut(step, decision, cutsOf(decision));
  return reserveMoney(step, { on: decision.occurredOn, claim: step.claim });
}

/**
 * Reserves and makes the payments. Without money the claim waits in sight; its money is due all
 * the same, counted from the approval, not from the day on which the fund could pay. What is below
 * zero is owed back.
 */
export async function reserveMoney(
  step: Step,
  { on, claim }: { on: IsoDate; claim: ClaimState },
): Promise<Move> {
  const { tx, inForce } = step;
  const net = await amountsByFund(tx, claim.id);
  const byFund = net.filter(({ amount }) => !isNegative(amount));
  const { id: claimId, instalment, unit } = claim;
  await openReceivables(
    tx,
    { claimId, instalment, on },
    net.filter((it) => isNegative(it.amount)).map((it) => ({ ...it, amount: negate(it.amount) })),
  );
  const amount = sum(byFund.map((it) => it.amount));
  if (byFund.length === 0) return nothingToPay(step, on);

  const { lacking } = await reserveForClaim(tx, { claimId, instalment, unit, on, byFund });
  const question = `no-money-in-${lacking.join('-')}`;
  const waits: Move = { stage: 'waiting-for-funds', on, amount, question };
  const { timeLimitWorkingDays, returnDays } = inForce.pack.payment;
  if (claim.stage !== 'waiting-for-funds') {
    const dueOn = workingDaysAfter(inForce.calendar, on, timeLimitWorkingDays);
    await recordDue(tx, claim.id, { instalment, approvedOn: on, dueOn, byFund });
  }
  if (lacking.length > 0) return waits;
  await createPayments(tx, claim, { approvedOn: on, returnDays, byFund });
  return { stage: 'reserved', on, amount };
}

async function nothingToPay(step: Step, on: IsoDate): Promise<Move> {
  const next = await awaitNext(step, on);
  return next ?? { outcome: step.claim.instalment > 1 ? 'paid' : 'nothing-payable', on };
}
