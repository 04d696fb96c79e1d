import { sql } from 'kysely';
import type { IsoDate, Month } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';

export type PaymentRun = {
  id: string;
  fund: string;
  runOn: IsoDate;
  releasedBy: string;
  state: string;
  month: Month;
};

export async function getRun(db: Database | Tx, runId: string): Promise<PaymentRun> {
  const { rows } = await sql<PaymentRun>`
    select id, fund, run_on as "runOn", released_by as "releasedBy", state, month
    from payment_run where id = ${runId}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`no payment run ${runId}`);
  return row;
}

/**
 * Takes every payment of the fund that is ready on the run's day and writes the intent to pay it.
 * The releaser takes the duty in each claim; claims in which they hold another duty stay out.
 */
export async function freezeRun(tx: Tx, run: PaymentRun): Promise<void> {
  const { rows } = await sql<{ state: string }>`
    select state from payment_run where id = ${run.id} for update`.execute(tx);
  if (rows[0]?.state !== 'requested') return;
  await sql`
    with candidates as (
      select p.id, p.claim_id from payment p join claim c on c.id = p.claim_id
      where p.fund = ${run.fund} and p.state = 'ready' and p.approved_on <= ${run.runOn}
        and not c.held
      order by p.id for update of p
    ), released as (
      insert into duty (subject_id, person_id, duty)
      select distinct claim_id, ${run.releasedBy}::uuid, 'release' from candidates
      on conflict (subject_id, person_id) do update set duty = duty.duty
      returning subject_id, duty
    ), frozen as (
      update payment p set state = 'in-run', run_id = ${run.id}, attempts = p.attempts + 1
      from candidates c join released r on r.subject_id = c.claim_id and r.duty = 'release'
      where p.id = c.id
      returning p.id, p.attempts, p.account_id
    )
    insert into payment_attempt (id, payment_id, attempt, run_id, account_id)
    select gen_random_uuid(), id, attempts, ${run.id}, account_id from frozen
  `.execute(tx);
  await sql`update payment_run set state = 'frozen' where id = ${run.id}`.execute(tx);
}

/** Ends a run once the bank has answered for every attempt, and tells each claim once. */
export async function settleRun(tx: Tx, runId: string): Promise<{ open: number }> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from payment_attempt
    where run_id = ${runId} and state in ('intended', 'unknown')`.execute(tx);
  const open = rows[0]?.open ?? 0;
  if (open > 0) return { open };
  await sql`
    with settled as (
      update payment_run set state = 'settled', settled_at = clock_timestamp()
      where id = ${runId} and state = 'frozen' returning id
    )
    insert into workflow_outbox (id, kind, workflow_id, name, payload)
    select gen_random_uuid(), 'signal', 'claim-' || p.claim_id, 'paymentsChanged', '[]'::jsonb
    from (select distinct claim_id from payment join settled on run_id = settled.id) p
  `.execute(tx);
  await sql`select pg_notify('tisheng_outbox', '')`.execute(tx);
  return { open };
}
