import { addDays } from '../domain/days.ts';
import {
  listBooked,
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
import type { IsoDate } from '../domain/days.ts';
import type { Dependencies } from './dependencies.ts';

const chunk = 100;
const parallel = 8;
/** How long after a run the bank's statement is read for money that came back. */
const returnDays = 10;

export function createRunActivities(deps: Dependencies) {
  const { db, bank, clock } = deps;
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

    /** Reads the bank's statement after the run for payments that came back. */
    async collectReturns({ runOn }: { runOn: IsoDate }): Promise<number> {
      const today = clock.today();
      const until = addDays(runOn, returnDays);
      const lines = await bank.statement(runOn, until < today ? until : today);
      const returns = lines.filter((line) => line.kind === 'returned');
      const ours = await listBooked(
        db,
        returns.map((line) => line.key),
      );
      const outcomes = returns
        .filter((line) => ours.has(line.key))
        .map((line) => ({ attemptId: line.key, returnedOn: line.on, reason: line.reason }));
      await db.transaction().execute((tx) => recordReturned(tx, outcomes));
      return outcomes.length;
    },

    /** Ends the run and tells every claim in it once. Throws while the bank owes an answer. */
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

async function sendOne(
  { bank, decrypt }: Dependencies,
  attempt: OpenAttempt,
  runOn: IsoDate,
): Promise<AttemptOutcome | undefined> {
  try {
    if (attempt.state === 'unknown') {
      const known = await bank.query(attempt.id);
      if (known.kind !== 'not-found') return outcomeOf(attempt.id, known);
    }
    const answer = await bank.submit({
      key: attempt.id,
      executionOn: runOn,
      amount: attempt.amount,
      fund: attempt.fund,
      payeeAccount: decrypt(attempt.accountCipher),
      payeeName: attempt.holder,
      remark: attempt.claimNo,
    });
    return outcomeOf(attempt.id, answer);
  } catch (error) {
    if (error instanceof BankRefused) {
      return { attemptId: attempt.id, returnedOn: runOn, reason: error.message };
    }
    if (error instanceof BankUnknown) return undefined;
    throw error;
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
