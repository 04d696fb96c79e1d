import { sql, type RawBuilder } from 'kysely';
import type { Instant, IsoDate, Month } from '../domain/days.ts';
import type { Tx } from './connect.ts';

/** A task to open: for a unit's role, or for the organisation that claims. */
export type NewTask = {
  id: string;
  kind: string;
  level?: number;
  claimId?: string;
  subjectId: string;
  lineNo?: number | null;
  unit?: string;
  organisationId?: string;
  /** What it is about, where it is an organisation's that is paid beside the claimant. */
  accountId?: string | null;
  role: string;
  openedOn: IsoDate;
  dueAt: Instant;
  alarms: readonly NewAlarm[];
};

/** Which post is told of a task still open then; no unit where the pack means one above the top. */
export type NewAlarm = {
  kind: 'reminder' | 'escalation';
  at: Instant;
  role: string;
  unit: string | null;
};

/** Opens a task; a retry finds the one the first attempt opened. */
export async function openTask(tx: Tx, task: NewTask): Promise<void> {
  await sql`with ${opened([task])} select from opened`.execute(tx);
}

/** For a with clause: opens tasks with their alarms. */
export const opened = (tasks: readonly NewTask[]): RawBuilder<unknown> => sql`
  opening as (
    select * from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as t(id uuid, kind text,
      level smallint, "claimId" uuid, "subjectId" uuid, "lineNo" integer, unit text,
      "organisationId" uuid, "accountId" uuid, role text, "openedOn" date,
      "dueAt" timestamptz, alarms jsonb)
  ), opened as (
    insert into task (id, kind, level, claim_id, subject_id, line_no, unit_code, organisation_id,
      account_id, role, opened_on, due_at)
    select id, kind, coalesce(level, 0), "claimId", "subjectId", "lineNo", unit, "organisationId",
      "accountId", role, "openedOn", "dueAt" from opening
    on conflict (id) do nothing returning id
  ), alarmed as (
    insert into task_alarm (task_id, no, kind, at, role, unit_code)
    select o.id, a.no, a.kind, a.at, a.role, a.unit
    from opening o join opened using (id) cross join rows from (jsonb_to_recordset(o.alarms)
      as (kind text, at timestamptz, role text, unit text)) with ordinality
      as a (kind, at, role, unit, no)
  )`;

/**
 * Takes the duty for the person who decides and marks the task decided. Answers the month the
 * decision counts in; undefined, with nothing decided, when they hold another duty in the subject.
 */
export async function decideTask(
  tx: Tx,
  decided: { taskId: string; subjectId: string; personId: string; duty: string; on: IsoDate },
): Promise<Month | undefined> {
  const { rows } = await sql<{ month: Month }>`
    with taken as (
      insert into duty (subject_id, person_id, duty)
      values (${decided.subjectId}, ${decided.personId}, ${decided.duty})
      on conflict (subject_id, person_id) do update set duty = duty.duty
      returning duty
    )
    update task t set state = 'decided', decided_on = ${decided.on}
    from taken where t.id = ${decided.taskId} and taken.duty = ${decided.duty}
    returning month_of_fact(${decided.on}) as month
  `.execute(tx);
  return rows[0]?.month;
}
