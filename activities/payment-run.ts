import type { IsoDate } from '../domain/days.ts';
import {
  listOpenAttempts,
  markSent,
  recordBooked,
  recordReturned,
  type AttemptOutcome,
  type OpenAttempt,
} from '../db/payment-attempt.ts';
import { freezeRun, getRun, settleRun } from '../db/payment-run.ts';
import type { BankAnswer } from '../gateways/bank.ts';
import { BankRefused, BankUnknown } from '../gateways/bank.ts';
import type { Dependencies } from './dependencies.ts';
import { readStatement, type StatementRead } from './payment-returns.ts';

const chunk = 100;
const parallel = 8;

export function createRunActivities(deps: Dependencies) {
  const { db } = deps;
  return {
    /** Writes down the intent to pay everything the fund has ready on the run's day. */
    async freezePayments({ runId }: { runId: string }): Promise<void> {
      const run = await getRun(db, runId);
      await db.transaction().execute((tx) => freezeRun(tx, run));
    },

    /**
     * Sends every frozen payment under its own key and takes down the answers. Throws while any
     * state is unknown: the next try asks the bank by key before it sends the same order again.
     */
    async sendPayments({ runId }: { runId: string }): Promise<void> {
      const run = await getRun(db, runId);
      for (;;) {
        const open = await listOpenAttempts(db, runId, chunk);
        if (open.length === 0) return;
        await markSent(
          db,
          open.map(({ id }) => id),
        );
        const outcomes = await sendAll(deps, open, run.runOn);
        await db.transaction().execute(async (tx) => {
          await recordBooked(tx, outcomes);
          await recordReturned(tx, outcomes);
        });
        if (outcomes.length < open.length) throw new BankUnknown('busy');
      }
    },

    /** Reads what came back; answers when to read again, null once nothing more can come. */
    collectReturns: ({ runId }: { runId: string }): Promise<StatementRead> =>
      readStatement(deps, runId),

    /** Ends the run and tells every claim it paid, once. Throws while the bank owes an answer. */
    async settlePayments({ runId }: { runId: string }): Promise<void> {
      const { open } = await db.transaction().execute((tx) => settleRun(tx, runId));
      if (open > 0) throw new BankUnknown('busy');
    },
  };
}

/** A few at a time; the answers that came, in any order. What stays unknown is left out. */
async function sendAll(
  deps: Dependencies,
  attempts: readonly OpenAttempt[],
  runOn: IsoDate,
): Promise<AttemptOutcome[]> {
  const waiting = [...attempts];
  const outcomes: AttemptOutcome[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = await sendOne(deps, next, runOn);
      if (outcome) outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return outcomes;
}

/** The bank's word on one attempt; undefined while it has given none. */
async function sendOne(
  deps: Dependencies,
  attempt: OpenAttempt,
  runOn: IsoDate,
): Promise<AttemptOutcome | undefined> {
  try {
    if (attempt.state === 'unknown') {
      const { id: key, amount } = attempt;
      const known = await deps.bank.query({ key, executionOn: runOn, amount });
      if (known.kind !== 'not-found') return outcomeOf(attempt.id, known);
    }
    return await submit(deps, attempt, runOn);
  } catch (error) {
    // A question turned away says nothing about the payment: the bank may have made it.
    if (error instanceof BankUnknown || error instanceof BankRefused) return undefined;
    throw error;
  }
}

/** Sends the order; only here can the bank refuse the payment. */
async function submit(
  { bank, decrypt }: Dependencies,
  attempt: OpenAttempt,
  runOn: IsoDate,
): Promise<AttemptOutcome | undefined> {
  const order = {
    key: attempt.id,
    executionOn: runOn,
    amount: attempt.amount,
    fund: attempt.fund,
    payeeAccount: decrypt(attempt.accountCipher),
    payeeName: attempt.holder,
    remark: attempt.claimNo,
  };
  try {
    return outcomeOf(attempt.id, await bank.submit(order));
  } catch (error) {
    if (!(error instanceof BankRefused)) throw error;
    return { attemptId: attempt.id, returnedOn: runOn, reason: error.message };
  }
}

function outcomeOf(attemptId: string, answer: BankAnswer): AttemptOutcome | undefined {
  switch (answer.kind) {
    case 'booked':
      return { attemptId, bookedOn: answer.bookedOn, bankReference: answer.bankReference };
    case 'returned':
      return {
        attemptId,
        bookedOn: answer.bookedOn,
        bankReference: answer.bankReference,
        returnedOn: answer.on,
        reason: answer.reason,
      };
    case 'rejected':
      return { attemptId, returnedOn: answer.on, reason: answer.reason };
    case 'accepted':
      return undefined;
  }
}
