import { sql } from 'kysely';
import type { Database } from './connect.ts';

export type OutboxMessage = {
  id: string;
  kind: 'start' | 'update' | 'signal';
  workflowId: string;
  name: string;
  payload: unknown[];
};

const leaseSeconds = 30;

/**
 * Takes messages that are due, none for a workflow whose start is not delivered yet. Whoever dies
 * with them leaves them due again after the lease.
 */
export async function takeMessages(db: Database, limit: number): Promise<OutboxMessage[]> {
  const { rows } = await sql<OutboxMessage>`
    update workflow_outbox o set attempts = attempts + 1,
      next_at = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    from (
      select id from workflow_outbox m where done_at is null and next_at <= clock_timestamp()
        and (kind = 'start' or not exists (select from workflow_outbox s
          where s.workflow_id = m.workflow_id and s.kind = 'start' and s.done_at is null))
      order by next_at limit ${limit} for update of m skip locked
    ) due
    where o.id = due.id
    returning o.id, o.kind, o.workflow_id as "workflowId", o.name, o.payload
  `.execute(db);
  return rows;
}

export async function markDelivered(db: Database, ids: readonly string[]): Promise<void> {
  await sql`update workflow_outbox set done_at = clock_timestamp(), last_error = null
    where id = any(${ids}::uuid[])`.execute(db);
}

/** Due again later: the wait doubles up to five minutes. `error` is a code, not a payload. */
export async function postpone(db: Database, id: string, error: string): Promise<void> {
  await sql`
    update workflow_outbox set last_error = ${error}, next_at = clock_timestamp()
      + make_interval(secs => least(300, power(2, least(attempts, 9))::int))
    where id = ${id}`.execute(db);
}

const subject = /^(?:claim|publish-evaluation)-(?<id>[0-9a-f-]{36})$/u;

/**
 * Whether the claim or the evaluation of a workflow is over, so that no message changes anything in
 * it any more.
 */
export async function hasEnded(db: Database, workflowId: string): Promise<boolean> {
  const id = subject.exec(workflowId)?.groups?.['id'];
  if (id === undefined) return false;
  const { rows } = await sql`
    select from claim where id = ${id} and stage = 'closed'
    union all
    select from indicator_edition where id = ${id} and state in ('published', 'refused', 'failed')
  `.execute(db);
  return rows.length > 0;
}
