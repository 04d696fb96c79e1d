import { findAttempts, recordReturned, type KnownAttempt } from '../db/payment-attempt.ts';
import { getReturnWindow, recordStatementRead } from '../db/payment-run.ts';
import { addDays, type Instant } from '../domain/days.ts';
import type { PaymentLine } from '../gateways/bank.ts';
import type { Dependencies } from './dependencies.ts';
import { lastWholeDay, wholeFrom } from './payment-days.ts';

/** Lines that are no payment of ours are counted and left; none of their text goes on from here. */
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
  const wholeTo = lastWholeDay(clock.now());
  const over = returnableUntil <= wholeTo;
  const lines = await bank.statement(runOn, over ? returnableUntil : clock.today());
  const payments = lines.filter((line) => line.kind !== 'foreign');
  const attempts = await findAttempts(
    db,
    payments.map(({ key }) => key),
  );
  const ours = payments.filter((line) => isOurs(line, attempts.get(line.key)));
  const returned = ours
    .filter(({ kind, key }) => kind === 'returned' && attempts.get(key)?.state === 'booked')
    .map(({ key, on, reason }) => ({ attemptId: key, returnedOn: on, reason }));
  const foreignLines = lines.length - ours.length;
  await db.transaction().execute(async (tx) => {
    await recordReturned(tx, returned);
    await recordStatementRead(tx, runId, {
      readTo: over ? returnableUntil : wholeTo,
      foreignLines,
    });
  });
  const readAgainAt = over ? null : wholeFrom(addDays(wholeTo, 1));
  return { returned: returned.length, foreignLines, readAgainAt };
}

/** Under a key of ours, another amount or a day before the booking is somebody's mistake. */
function isOurs({ amount, on }: PaymentLine, attempt: KnownAttempt | undefined): boolean {
  if (attempt?.amount !== amount) return false;
  return attempt.bookedOn === null || on >= attempt.bookedOn;
}
