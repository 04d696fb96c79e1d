import { sql } from 'kysely';
import type { Instant } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';
import { outboxChannel } from './outbox.ts';

/** A source that certificates of a claim wait for, and when it is asked next; null for now. */
export type OpenLookUp = { source: string; nextAt: Instant | null };

export async function listOpenLookUps(tx: Tx, claimId: string): Promise<OpenLookUp[]> {
  const { rows } = await sql<OpenLookUp>`
    select l.look_up_source as source, min(w.next_at) as "nextAt"
    from claim_line l
    left join look_up w on w.claim_id = l.claim_id and w.source = l.look_up_source
    where l.claim_id = ${claimId} and l.certificate_state = 'pending'
    group by l.look_up_source order by l.look_up_source`.execute(tx);
  return rows;
}

export type Waiting = {
  claimId: string;
  source: string;
  now: Instant;
  nextAt: Instant;
  /** A word for why there was no answer; none where the answer was that nothing is known yet. */
  error?: string;
};

/** Puts down that a claim waits for a source, for the operators to see, and until when. */
export async function noteWait(db: Database | Tx, it: Waiting): Promise<void> {
  await sql`
    insert into look_up as w (claim_id, source, since, tries, asked_at, last_error, next_at)
    values (${it.claimId}, ${it.source}, ${it.now}, 1, ${it.now}, ${it.error ?? null}, ${it.nextAt})
    on conflict (claim_id, source) do update set tries = w.tries + 1,
      asked_at = excluded.asked_at, last_error = excluded.last_error,
      next_at = excluded.next_at`.execute(db);
}

/** Ends the wait where nothing of the claim waits for the source any more. */
export async function endWait(tx: Tx, claimId: string, source: string): Promise<void> {
  await sql`
    delete from look_up w where w.claim_id = ${claimId} and w.source = ${source}
      and not exists (select from claim_line l where l.claim_id = w.claim_id
        and l.look_up_source = w.source and l.certificate_state = 'pending')`.execute(tx);
}

/** Tells the workflow of each claim to try again. */
export async function hurryClaims(tx: Tx, claimIds: readonly string[]): Promise<void> {
  if (claimIds.length === 0) return;
  await sql`
    with told as (
      insert into workflow_outbox (id, kind, workflow_id, name, payload)
      select gen_random_uuid(), 'signal', 'claim-' || c.id, 'tryAgain', '[]'::jsonb
      from (select distinct unnest(${claimIds}::uuid[]) as id) c returning id
    )
    select pg_notify(${outboxChannel}, '') from told`.execute(tx);
}

/**
 * Makes every look-up at a source due now, and its unanswered requests to be written once more.
 * Answers the claims that wait for it.
 */
export async function hurrySource(tx: Tx, source: string, now: Instant): Promise<string[]> {
  await sql`update look_up set next_at = ${now}
    where source = ${source} and next_at > ${now}`.execute(tx);
  await sql`update exchange_request set written_at = null
    where source = ${source} and answered_at is null`.execute(tx);
  const { rows } = await sql<{ claimId: string }>`
    select distinct claim_id as "claimId" from claim_line
    where look_up_source = ${source} and certificate_state = 'pending'`.execute(tx);
  return rows.map(({ claimId }) => claimId);
}
