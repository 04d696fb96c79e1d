import { amountOfClaim, amountsByFund, cutLines } from '../../db/claim-line.ts';
import type { ClaimState, Move } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import { recordDue } from '../../db/due-fact.ts';
import type { IsoDate } from '../../domain/days.ts';
import { isNegative, sum, type Yuan } from '../../domain/money.ts';
import { reserveForClaim } from '../../db/ledger.ts';
import { createPayments, hasPayments } from '../../db/payment.ts';
import { shrinkPayments } from '../../db/payment-part.ts';
import { hasStoppedLines } from '../../db/recheck.ts';
import type { NewTask } from '../../db/task.ts';
import { workingDaysAfter } from '../clocks.ts';
import { openCheck, startRecheck, untilRecheck } from '../look-ups/recheck.ts';
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
  const recheck = await startRecheck(step, on);
  return recheck ?? reserveMoney(step, { on, claim });
}

/**
 * Reserves and makes the payments of what is owed beyond those made. Without money the claim waits
 * in sight; its money is due all the same, counted from the approval, not from the day on which the
 * fund could pay. What was stopped meanwhile is taken out; a person looks at it.
 */
export async function reserveMoney(
  step: Step,
  { on, approvedOn = on, claim }: { on: IsoDate; approvedOn?: IsoDate; claim: ClaimState },
): Promise<Move> {
  const { tx, inForce } = step;
  const changes = await amountsByFund(tx, claim.id);
  const byFund = changes.filter(({ amount }) => !isNegative(amount));
  const over = changes.filter(({ amount }) => isNegative(amount));
  const opens = await openCheck(step, on);
  await shrinkPayments(tx, claim, over, on);
  const first = changes.every(({ part }) => part === 1) && changes.length > 0;
  const amount = first ? sum(byFund.map((it) => it.amount)) : await amountOfClaim(tx, claim.id);
  if (byFund.length === 0) return withoutMoney(step, { on, amount, ...opens });

  const need = { claimId: claim.id, unit: claim.unit, on, byFund };
  const { lacking } = await reserveForClaim(tx, need);
  const question = `no-money-in-${lacking.join('-')}`;
  const waits: Move = { stage: 'waiting-for-funds', on, amount, question, ...opens };
  const { timeLimitWorkingDays, returnDays } = inForce.pack.payment;
  if (claim.stage !== 'waiting-for-funds') {
    const dueOn = workingDaysAfter(inForce.calendar, approvedOn, timeLimitWorkingDays);
    await recordDue(tx, claim.id, { approvedOn, dueOn, byFund });
  }
  if (lacking.length > 0) return waits;
  await createPayments(tx, claim, { approvedOn, returnDays, byFund });
  return { stage: 'reserved', on, amount, ...(await untilRecheck(step)), ...opens };
}

/** Nothing to pay now: the rest may be paid already, be in hand, or wait for a person. */
async function withoutMoney(
  step: Step,
  { on, amount, opens }: { on: IsoDate; amount: Yuan; opens?: NewTask },
): Promise<Move> {
  const { tx, claim } = step;
  const task = opens && { opens };
  if (await hasPayments(tx, claim.id)) {
    return { stage: 'reserved', on, amount, ...(await untilRecheck(step)), ...task };
  }
  if (await hasStoppedLines(tx, claim.id)) return { stage: 'rechecking', on, amount, ...task };
  return { outcome: 'nothing-payable', on };
}
