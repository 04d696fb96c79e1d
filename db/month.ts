import { sql } from 'kysely';
import type { IsoDate, Month } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';

/**
 * The month a fact of this day counts in: its own while that is open, else the first open one.
 * Holds the month open until the transaction ends.
 */
export async function monthOfFact(tx: Tx, day: IsoDate): Promise<Month> {
  const { rows } = await sql<{ month: Month }>`select month_of_fact(${day}) as month`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('month_of_fact returned nothing');
  return row.month;
}

/** Opens each month that has begun since the newest one, with or without facts in it. */
export async function openMonths(tx: Tx, until: Month): Promise<void> {
  await sql`select open_months(${until})`.execute(tx);
}

/** Open months up to `until` in order; `past` are those from before the installation. */
export async function listOpenMonths(
  tx: Tx,
  until: Month,
): Promise<{ month: Month; past: boolean }[]> {
  const { rows } = await sql<{ month: Month; past: boolean }>`
    select month, month < to_char(installed_on, 'YYYY-MM') as past
    from month cross join installation
    where state = 'open' and month <= ${until} order by month`.execute(tx);
  return rows;
}

export type MonthClosing = 'closed' | 'closed-before' | 'never-opened' | 'earlier-open';

/** Closes a month for good; waits for facts under way. The trigger refuses out of order. */
export async function closeMonth(tx: Tx, month: Month): Promise<MonthClosing> {
  const { rows } = await sql<{ state: string }>`
    select state from month where month = ${month} for update`.execute(tx);
  const [row] = rows;
  if (!row) return 'never-opened';
  if (row.state === 'closed') return 'closed-before';
  const earlier = await sql`select 1 from month where month < ${month} and state = 'open'`.execute(
    tx,
  );
  if (earlier.rows.length > 0) return 'earlier-open';
  await sql`update month set state = 'closed', closed_at = clock_timestamp()
    where month = ${month}`.execute(tx);
  return 'closed';
}

export async function listMonths(
  db: Database,
): Promise<{ month: Month; state: string; closed_at: string | null }[]> {
  return db.selectFrom('month').select(['month', 'state', 'closed_at']).orderBy('month').execute();
}
