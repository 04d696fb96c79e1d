import { amountOfClaim, listShares, type Share } from '../../db/claim-line.ts';
import type { ClaimState, Move } from '../../db/claim-state.ts';
import type { DecisionInForce } from '../../db/decision.ts';
import { recordDue } from '../../db/due-fact.ts';
import type { IsoDate } from '../../domain/days.ts';
import { deadlineDay } from '../../domain/deadline.ts';
import { absolute, add, isNegative, sum, type Yuan } from '../../domain/money.ts';
import { openReceivables } from '../../db/instalment.ts';
import { reserveForClaim, type FundPart } from '../../db/ledger.ts';
import { findNotice } from '../../db/notice.ts';
import { createPayments, hasPayments } from '../../db/payment.ts';
import { listWaiting, shrinkPayments } from '../../db/payment-part.ts';
import { hasStoppedLines } from '../../db/recheck.ts';
import type { NewTask } from '../../db/task.ts';
import { awaitNext, takesBack } from '../instalments.ts';
import { openCheck, startRecheck, untilRecheck } from '../look-ups/recheck.ts';
import type { Step } from '../open-step.ts';
import { dayOrQuestion } from '../pack-question.ts';
import { cut, cutsOf, refuseAll } from './cuts.ts';

/** 财政复核: the last word on lines, then the money is reserved, fund by fund, all or nothing. */
export async function approveMoney(step: Step, decision: DecisionInForce): Promise<Move> {
  if (decision.outcome === 'refuse') return refuseAll(step, decision);
  await cut(step, decision, cutsOf(decision));
  const { occurredOn: on } = decision;
  const recheck = await startRecheck(step, on);
  return recheck ?? reserveMoney(step, { on, claim: step.claim });
}

/**
 * Reserves and makes the payments of what is owed beyond those made. Without money the claim waits
 * in sight; its money is due all the same, and no later for the wait. What was stopped meanwhile
 * is taken out; a person looks at it. What was paid ahead and not earned is owed back.
 */
export async function reserveMoney(
  step: Step,
  { on, approvedOn = on, claim }: { on: IsoDate; approvedOn?: IsoDate; claim: ClaimState },
): Promise<Move> {
  const { tx, inForce } = step;
  const { id: claimId, instalment, unit } = claim;
  const changes = await listShares(tx, claimId);
  const shares = changes.filter(({ amount }) => !isNegative(amount));
  const byFund = totalsByFund(shares);
  const opens = await openCheck(step, on);
  await takeOut(step, { on, over: changes.filter(({ amount }) => isNegative(amount)) });
  const all = instalment > 1 || (changes.length > 0 && changes.every(({ part }) => part === 1));
  const amount = all ? sum(byFund.map((it) => it.amount)) : await amountOfClaim(tx, claimId);
  if (byFund.length === 0) return withoutMoney(step, { on, amount, ...opens });

  const { lacking } = await reserveForClaim(tx, { claimId, unit, on, byFund });
  const question = `no-money-in-${lacking.join('-')}`;
  const waits: Move = { stage: 'waiting-for-funds', on, amount, question, ...opens };
  const { returnDays } = inForce.pack.payment;
  if (claim.stage !== 'waiting-for-funds') {
    const dueOn = await lastDayToPay(step, approvedOn);
    await recordDue(tx, claimId, { instalment, approvedOn, dueOn, byFund });
  }
  if (lacking.length > 0) return waits;
  await createPayments(tx, claim, { approvedOn, returnDays, shares });
  return { stage: 'reserved', on, amount, ...(await untilRecheck(step)), ...opens };
}

/** Counted from the approval, or from the end of the claim's notice where the pack says so. */
async function lastDayToPay({ tx, claim, inForce }: Step, approvedOn: IsoDate): Promise<IsoDate> {
  const { of, ...length } = inForce.pack.payment.timeLimit;
  const notice = of === 'notice-end' ? await findNotice(tx, claim.id) : undefined;
  const from = notice?.endsOn ?? approvedOn;
  return dayOrQuestion(deadlineDay({ from, ...length }, inForce.calendar));
}

/** Nothing to pay now: the rest may be paid already, be in hand, or wait for a person. */
async function withoutMoney(
  step: Step,
  { on, amount, opens }: { on: IsoDate; amount: Yuan; opens?: NewTask },
): Promise<Move> {
  const { tx, claim } = step;
  const task = opens && { opens };
  if (await hasPayments(tx, claim)) {
    return { stage: 'reserved', on, amount, ...(await untilRecheck(step)), ...task };
  }
  if (await hasStoppedLines(tx, claim.id)) return { stage: 'rechecking', on, amount, ...task };
  const next = await awaitNext(step, on);
  return next ?? { outcome: claim.instalment > 1 ? 'paid' : 'nothing-payable', on };
}

/**
 * What lines come to less than their payments: taken out of those that wait for a run; where money
 * was paid ahead and not earned, owed back.
 */
async function takeOut(
  step: Step,
  { on, over }: { on: IsoDate; over: readonly Share[] },
): Promise<void> {
  const { tx, claim } = step;
  if (over.length === 0) return;
  const waiting = takesBack(step) ? await listWaiting(tx, claim.id) : undefined;
  const inWait = ({ fund, payeeId, amount }: Share): boolean =>
    waiting?.some(
      (it) => it.fund === fund && it.payeeId === payeeId && !isNegative(add(it.amount, amount)),
    ) ?? true;
  await shrinkPayments(tx, claim, over.filter(inWait), on);
  const owed = totalsByFund(over.filter((it) => !inWait(it)));
  const { id: claimId, instalment } = claim;
  await openReceivables(
    tx,
    { claimId, instalment, on },
    owed.map(({ fund, amount }) => ({ fund, amount: absolute(amount) })),
  );
}

/** Money is due and reserved for a claim by fund, whoever of its payees gets it. */
function totalsByFund(shares: readonly Share[]): FundPart[] {
  const funds = Map.groupBy(shares, ({ fund }) => fund);
  return [...funds].map(([fund, [first, ...rest]]) => ({
    fund,
    amount: sum([first, ...rest].flatMap((it) => it?.amount ?? [])),
    part: first?.part ?? 1,
  }));
}
