import { sql } from 'kysely';
import type { IsoDate, Month } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';
import { notStopped } from './finding.ts';
import { tellClaims } from './payment.ts';

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
 * The releaser takes the duty in each claim. Out stay claims in which they hold another duty, those
 * of an organisation they act for, those held, those that a finding stops and those whose
 * certificates are to be looked up again first; and so does what goes to a payee of whom something
 * came back, until the right account is confirmed.
 */
export async function freezeRun(tx: Tx, run: PaymentRun): Promise<void> {
  const { rows } = await sql<{ state: string }>`
    select state from payment_run where id = ${run.id} for update`.execute(tx);
  if (rows[0]?.state !== 'requested') return;
  await sql`
    with candidates as (
      select p.id, p.claim_id from payment p join claim c on c.id = p.claim_id
      where p.fund = ${run.fund} and p.state = 'ready' and p.approved_on <= ${run.runOn}
        and c.stage in ('reserved', 'payee-correction', 'payee-confirmation') and not c.held
        and (p.recheck_at is null or p.recheck_at > clock_timestamp())
        and ${notStopped}
        and not exists (select from payment r where r.state = 'returned'
          and r.claim_id = p.claim_id and r.payee_id = p.payee_id)
        and not exists (select from post_holder h join post o on o.id = h.post_id
          where h.person_id = ${run.releasedBy}
            and o.organisation_id in (p.organisation_id, c.organisation_id))
      order by p.id for no key update of c for update of p
    ), released as (
      insert into duty (subject_id, person_id, duty)
      select distinct claim_id, ${run.releasedBy}::uuid, 'release' from candidates
      order by claim_id
      on conflict (subject_id, person_id) do update set duty = duty.duty
      returning subject_id, duty
    ), frozen as (
      update payment p set state = 'in-run', run_id = ${run.id}, attempts = p.attempts + 1
      from candidates c join released r on r.subject_id = c.claim_id and r.duty = 'release'
      where p.id = c.id
      returning p.id, p.claim_id, p.attempts, p.account_id
    ), intended as (
      insert into payment_attempt (id, payment_id, attempt, run_id, account_id)
      select gen_random_uuid(), id, attempts, ${run.id}, account_id from frozen
      returning id, payment_id
    )
    insert into audit (person_id, act, object_kind, object_id, detail)
    select ${run.releasedBy}::uuid, 'payment-frozen', 'payment', f.id,
      jsonb_build_object('claim', f.claim_id, 'attempt', i.id, 'run', ${run.id}::text)
    from frozen f join intended i on i.payment_id = f.id
  `.execute(tx);
  await sql`
    with run as (update payment_run set state = 'frozen' where id = ${run.id} returning id)
    insert into audit (person_id, act, object_kind, object_id)
    select ${run.releasedBy}::uuid, 'run-frozen', 'payment-run', id from run`.execute(tx);
}

/** Ends a run once the bank has answered for every attempt, and tells each claim it paid. */
export async function settleRun(tx: Tx, runId: string): Promise<{ open: number }> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from payment_attempt
    where run_id = ${runId} and state in ('intended', 'unknown')`.execute(tx);
  const open = rows[0]?.open ?? 0;
  if (open > 0) return { open };
  // The claim of a payment that came back was told when that was taken down.
  const { rows: paid } = await sql<{ claimId: string }>`
    with settled as (
      update payment_run set state = 'settled', settled_at = clock_timestamp()
      where id = ${runId} and state = 'frozen' returning id
    ), audited as (
      insert into audit (act, object_kind, object_id)
      select 'run-settled', 'payment-run', id from settled
    )
    select p.claim_id as "claimId" from payment p join settled on p.run_id = settled.id
    where p.state = 'paid'
  `.execute(tx);
  await tellClaims(
    tx,
    paid.map(({ claimId }) => claimId),
  );
  return { open };
}

export type ReturnWindow = { runOn: IsoDate; returnableUntil: IsoDate | null };

/** From the run's day to the last day on which the bank may return something of it, if any. */
export async function getReturnWindow(db: Database, runId: string): Promise<ReturnWindow> {
  const { rows } = await sql<ReturnWindow>`
    select r.run_on as "runOn", max(p.paid_on + p.return_days) as "returnableUntil"
    from payment_run r left join payment p on p.run_id = r.id and p.state = 'paid'
    where r.id = ${runId} group by r.id`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`no payment run ${runId}`);
  return row;
}

/** `readTo` is the last day whose statement was read when it was over. */
export async function recordStatementRead(
  tx: Tx,
  runId: string,
  { readTo, foreignLines }: { readTo: IsoDate; foreignLines: number },
): Promise<void> {
  await sql`
    update payment_run set statement_read_to = ${readTo}, foreign_lines = ${foreignLines}
    where id = ${runId}`.execute(tx);
}
