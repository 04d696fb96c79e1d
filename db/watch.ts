import { sql } from 'kysely';
import type { Instant } from '../domain/days.ts';
import type { Tx } from './connect.ts';
import { outboxChannel } from './outbox.ts';

/**
 * Writes the mails of the alarms that are due, to whom the pack names; the mail names no person.
 * Each alarm is told once. One that nobody can be told of is put on record instead; one of a task
 * that is no longer open is dropped, so that it is not looked at again.
 */
export async function mailLateTasks(tx: Tx, asOf: Instant): Promise<number> {
  const { rows } = await sql<{ mails: number }>`
    with due as (
      update task_alarm a set told_at = case t.state when 'open' then ${asOf}::timestamptz end,
        dropped_at = case t.state when 'open' then null else ${asOf}::timestamptz end
      from task t
      where t.id = a.task_id and a.at <= ${asOf} and a.told_at is null and a.dropped_at is null
      returning a.task_id, a.no, a.kind, a.role, a.unit_code, t.kind as task_kind, a.told_at
    ), holders as (
      select d.*, h.person_id from due d
      left join post p on p.role = d.role and p.unit_code = d.unit_code
      left join post_holder h on h.post_id = p.id and h.mail is not null
      where d.told_at is not null
    ), written as (
      insert into mail_outbox (id, event, task_id, recipient, template, params)
      select gen_random_uuid(), kind || ':' || task_id || ':' || min(no), task_id, person_id,
        'task-' || kind, jsonb_build_object('kind', task_kind)
      from holders where person_id is not null
      group by kind, task_id, task_kind, person_id
      on conflict (event, recipient) do nothing returning id
    ), unheard as (
      insert into audit (act, object_kind, object_id, detail)
      select kind || ':nobody', 'task', task_id,
        jsonb_build_object('role', role, 'unit', unit_code)
      from holders group by task_id, no, kind, role, unit_code having count(person_id) = 0
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
