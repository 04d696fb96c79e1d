import { findAttemptStates, recordReturned } from '../db/payment-attempt.ts';
import { getReturnWindow, recordStatementRead } from '../db/payment-run.ts';
import { addDays, startOfDay, type Instant } from '../domain/days.ts';
import type { Dependencies } from './dependencies.ts';

/** Lines that are nobody's payment are counted and left; none of their text goes on from here. */
export type StatementRead = {
  returned: number;
  foreignLines: number;
  readAgainAt: Instant | null;
};

/**
 * Reads the bank's statement from the run's day on for payments that came back, of whatever run.
 * Answers when to read it again; null once the bank may return nothing of this run.
 */
export async function readStatement(
  { db, bank, clock }: Dependencies,
  runId: string,
): Promise<StatementRead> {
  const { runOn, returnableUntil } = await getReturnWindow(db, runId);
  if (returnableUntil === null) return { returned: 0, foreignLines: 0, readAgainAt: null };
  const today = clock.today();
  const over = returnableUntil < today;
  const lines = await bank.statement(runOn, over ? returnableUntil : today);
  const attempts = await findAttemptStates(
    db,
    lines.map(({ key }) => key),
  );
  const returned = lines
    .filter(({ kind, key }) => kind === 'returned' && attempts.get(key) === 'booked')
    .map(({ key, on, reason }) => ({ attemptId: key, returnedOn: on, reason }));
  const foreignLines = lines.filter(({ key }) => !attempts.has(key)).length;
  const readTo = over ? returnableUntil : addDays(today, -1);
  await db.transaction().execute(async (tx) => {
    await recordReturned(tx, returned);
    await recordStatementRead(tx, runId, { readTo, foreignLines });
  });
  const readAgainAt = over ? null : startOfDay(addDays(today, 1));
  return { returned: returned.length, foreignLines, readAgainAt };
}
