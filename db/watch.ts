import { sql } from 'kysely';
import type { Instant } from '../domain/days.ts';
import type { Tx } from './connect.ts';
import { outboxChannel } from './outbox.ts';

/**
 * Writes the mails that are due: a reminder to the holders of the task's post, an escalation to
 * the posts of the same role one unit up. Each task is told once; the mail names no person.
 */
export async function mailLateTasks(tx: Tx, asOf: Instant): Promise<number> {
  const { rows } = await sql<{ mails: number }>`
    with reminded as (
      update task set reminded_at = ${asOf} where state = 'open' and remind_at <= ${asOf}
        and reminded_at is null returning id, kind, role, unit_code, organisation_id
    ), escalated as (
      update task set escalated_at = ${asOf} where state = 'open' and escalate_at <= ${asOf}
        and escalated_at is null and not exists (select from reminded r where r.id = task.id)
      returning id, kind, role, unit_code
    ), told as (
      select 'remind:' || r.id as event, r.id, r.kind, 'task-reminder' as template, h.person_id
      from reminded r
      join post p on p.role = r.role and (p.unit_code = r.unit_code
        or p.organisation_id = r.organisation_id)
      join post_holder h on h.post_id = p.id where h.mail is not null
      union all
      select 'escalate:' || e.id, e.id, e.kind, 'task-escalation', h.person_id
      from escalated e
      join unit u on u.code = e.unit_code
      join post p on p.role = e.role and p.unit_code = coalesce(u.parent_code, u.code)
      join post_holder h on h.post_id = p.id where h.mail is not null
    ), written as (
      insert into mail_outbox (id, event, task_id, recipient, template, params)
      select gen_random_uuid(), event, id, person_id, template, jsonb_build_object('kind', kind)
      from told on conflict (event, recipient) do nothing returning id
    )
    select count(*)::int as mails from written`.execute(tx);
  return rows[0]?.mails ?? 0;
}

/** Messages for Temporal that were tried and not delivered: due again now. Answers how many. */
export async function hurryOutbox(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with late as (
      update workflow_outbox set next_at = clock_timestamp()
      where done_at is null and created_at < clock_timestamp() - interval '2 minutes'
      returning id
    ) select count(*)::int as n from late`.execute(tx);
  await sql`select pg_notify(${outboxChannel}, '')`.execute(tx);
  return rows[0]?.n ?? 0;
}
