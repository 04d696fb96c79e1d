import { cutLines, listShares, type Share } from '../../db/claim-line.ts';
import type { ClaimState, Move } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import { recordDue } from '../../db/due-fact.ts';
import type { IsoDate } from '../../domain/days.ts';
import { sum, type Yuan } from '../../domain/money.ts';
import { reserveForClaim } from '../../db/ledger.ts';
import { createPayments } from '../../db/payment.ts';
import { workingDaysAfter } from '../clocks.ts';
import type { Step } from '../open-step.ts';
import { cutsOf } from './cuts.ts';

/** 财政复核: the last word on lines, then the money is reserved, fund by fund, all or nothing. */
export async function approveMoney(step: Step, decision: DecisionInForce): Promise<Move> {
  const { tx, claim } = step;
  const { occurredOn: on, month } = decision;
  if (decision.outcome === 'refuse') {
    await cutLines(tx, claim.id, { all: decision.reason ?? 'refused' }, { on, month });
    return { outcome: 'refused', on };
  }
  await cutLines(tx, claim.id, cutsOf(decision), { on, month });
  return reserveMoney(step, { on, claim });
}

/**
 * Reserves and makes the payments. Without money the claim waits in sight; its money is due all
 * the same, counted from the approval, not from the day on which the fund could pay.
 */
export async function reserveMoney(
  step: Step,
  { on, claim }: { on: IsoDate; claim: ClaimState },
): Promise<Move> {
  const { tx, inForce } = step;
  const shares = await listShares(tx, claim.id);
  const byFund = totalsByFund(shares);
  const amount = sum(byFund.map((it) => it.amount));
  if (byFund.length === 0) return { outcome: 'nothing-payable', on };

  const need = { claimId: claim.id, unit: claim.unit, on, byFund };
  const { lacking } = await reserveForClaim(tx, need);
  const question = `no-money-in-${lacking.join('-')}`;
  const waits: Move = { stage: 'waiting-for-funds', on, amount, question };
  const { timeLimitWorkingDays, returnDays } = inForce.pack.payment;
  if (claim.stage !== 'waiting-for-funds') {
    const dueOn = workingDaysAfter(inForce.calendar, on, timeLimitWorkingDays);
    await recordDue(tx, claim.id, { approvedOn: on, dueOn, byFund });
  }
  if (lacking.length > 0) return waits;
  await createPayments(tx, claim, { approvedOn: on, returnDays, shares });
  return { stage: 'reserved', on, amount };
}

/** Money is due and reserved for a claim by fund, whoever of its payees gets it. */
function totalsByFund(shares: readonly Share[]): { fund: string; amount: Yuan }[] {
  const funds = Map.groupBy(shares, ({ fund }) => fund);
  return [...funds].map(([fund, parts]) => ({ fund, amount: sum(parts.map((it) => it.amount)) }));
}
