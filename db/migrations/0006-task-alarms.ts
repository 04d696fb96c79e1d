import { type Kysely, sql } from 'kysely';

/** Who is told of an open task and when, entry by entry; starts not yet delivered, by workflow. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table task_alarm (
      task_id uuid not null references task,
      no smallint not null,
      kind text not null check (kind in ('reminder', 'escalation')),
      at timestamptz not null,
      role text not null,
      -- Null where the pack means the unit above and the claim's unit is the top.
      unit_code text references unit,
      told_at timestamptz,
      primary key (task_id, no)
    );
    create index on task_alarm (at) where told_at is null;

    -- Tasks open before this table keep what they were promised: their post, then one unit up.
    insert into task_alarm (task_id, no, kind, at, role, unit_code)
      select id, 1, 'reminder', remind_at, role, unit_code from task
      where state = 'open' and unit_code is not null
        and remind_at is not null and reminded_at is null;
    insert into task_alarm (task_id, no, kind, at, role, unit_code)
      select t.id, 2, 'escalation', t.escalate_at, t.role, u.parent_code
      from task t join unit u on u.code = t.unit_code
      where t.state = 'open' and t.escalate_at is not null and t.escalated_at is null;
    alter table task drop column remind_at, drop column escalate_at,
      drop column reminded_at, drop column escalated_at;

    create index workflow_outbox_start on workflow_outbox (workflow_id)
      where kind = 'start' and done_at is null;
  `.execute(db);
}
