import { sql } from 'kysely';
import type { Database } from './connect.ts';

export type OutboxMessage = {
  id: string;
  kind: 'start' | 'update' | 'signal';
  workflowId: string;
  name: string;
  payload: unknown[];
  attempts: number;
};

const leaseSeconds = 30;

/** Takes messages that are due; whoever dies with them leaves them due again after the lease. */
export async function takeMessages(db: Database, limit: number): Promise<OutboxMessage[]> {
  const { rows } = await sql<OutboxMessage>`
    update workflow_outbox o set attempts = attempts + 1,
      next_at = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    from (
      select id from workflow_outbox where done_at is null and next_at <= clock_timestamp()
      order by next_at limit ${limit} for update skip locked
    ) due
    where o.id = due.id
    returning o.id, o.kind, o.workflow_id as "workflowId", o.name, o.payload, o.attempts
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
