import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';
import { monthOfFact } from './month.ts';

export type RunRequest = { id: string; fund: string; runOn: IsoDate; releasedBy: string };

/** Stores the wish to pay; the run takes its payments when its workflow freezes it. */
export async function requestRun(tx: Tx, { id, fund, runOn, releasedBy }: RunRequest) {
  const month = await monthOfFact(tx, runOn);
  await tx
    .insertInto('payment_run')
    .values({ id, fund, run_on: runOn, released_by: releasedBy, month })
    .execute();
}

/** True when the run would take a payment of a claim in which this person does something else. */
export async function meetsOwnClaim(tx: Tx, run: Omit<RunRequest, 'id'>): Promise<boolean> {
  const { rows } = await sql`
    select from payment p join duty d on d.subject_id = p.claim_id
    where p.fund = ${run.fund} and p.state = 'ready' and p.approved_on <= ${run.runOn}
      and d.person_id = ${run.releasedBy} and d.duty <> 'release'
    limit 1`.execute(tx);
  return rows.length > 0;
}

export type RunView = {
  runId: string;
  fund: string;
  runOn: IsoDate;
  state: string;
  /** Lines of the bank's statement that are no payment as we sent it, at the last reading. */
  foreignLines: number;
  payments: {
    count: number;
    amount: string;
    booked: number;
    returned: number;
    unknown: number;
  };
};

export async function findRun(db: Database, runId: string): Promise<RunView | undefined> {
  const { rows } = await sql<RunView>`
    select r.id as "runId", r.fund, r.run_on as "runOn", r.state,
      r.foreign_lines as "foreignLines",
      jsonb_build_object('count', count(a.id)::int,
        'amount', coalesce(sum(p.amount), 0)::numeric(14, 2)::text,
        'booked', count(*) filter (where a.state = 'booked'),
        'returned', count(*) filter (where a.state in ('returned', 'refused')),
        'unknown', count(*) filter (where a.state in ('intended', 'unknown'))) as payments
    from payment_run r
    left join payment_attempt a on a.run_id = r.id
    left join payment p on p.id = a.payment_id
    where r.id = ${runId} group by r.id`.execute(db);
  return rows[0];
}
