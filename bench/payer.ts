import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../db/connect.ts';
import { newId } from '../db/ids.ts';
import { monthOfFact } from '../db/month.ts';
import { listOpenAttempts, recordBooked } from '../db/payment-attempt.ts';
import { freezeRun } from '../db/payment-run.ts';
import { days, fund } from './office.ts';

const attemptsMax = 500;

/** How long a run gathers: real ones take a day's claims together, never one or two. */
const gatheringMs = 250;

/** Pays as payment runs do, one run after the other, each with all that is ready by then. */
export function createPayer(db: Database, releasedBy: string): { paid: () => Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return {
    /** Resolves once everything reserved before the call is paid. */
    paid() {
      next ??= Promise.all([running, setTimeout(gatheringMs)]).then(() => {
        next = undefined;
        running = payReady(db, releasedBy);
        return running;
      });
      return next;
    },
  };
}

function payReady(db: Database, releasedBy: string): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const id = newId();
    const month = await monthOfFact(tx, days.paid);
    await sql`insert into payment_run (id, fund, run_on, released_by, month)
      values (${id}, ${fund}, ${days.paid}, ${releasedBy}, ${month})`.execute(tx);
    await freezeRun(tx, { id, fund, runOn: days.paid, releasedBy, state: 'requested', month });
    const attempts = await listOpenAttempts(tx, id, attemptsMax);
    const outcomes = attempts.map((it) => ({ attemptId: it.id, bookedOn: days.paid }));
    await recordBooked(tx, outcomes);
    await sql`update payment_run set state = 'settled', statement_read_to = current_date
      where id = ${id}`.execute(tx);
  });
}
