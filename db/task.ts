import { sql } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
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
  role: string;
  openedOn: IsoDate;
  dueAt?: Instant | undefined;
  remindAt?: Instant | undefined;
  escalateAt?: Instant | undefined;
};

/** Opens a task; a retry finds the one the first attempt opened. */
export async function openTask(tx: Tx, task: NewTask): Promise<void> {
  await sql`
    insert into task (id, kind, level, claim_id, subject_id, line_no, unit_code, organisation_id,
      role, opened_on, due_at, remind_at, escalate_at)
    values (${task.id}, ${task.kind}, ${task.level ?? 0}, ${task.claimId ?? null},
      ${task.subjectId}, ${task.lineNo ?? null}, ${task.unit ?? null},
      ${task.organisationId ?? null}, ${task.role}, ${task.openedOn}, ${task.dueAt ?? null},
      ${task.remindAt ?? null}, ${task.escalateAt ?? null})
    on conflict (id) do nothing
  `.execute(tx);
}

export async function markDecided(tx: Tx, taskId: string, on: IsoDate): Promise<void> {
  await sql`update task set state = 'decided', decided_on = ${on} where id = ${taskId}`.execute(tx);
}

/** Ends what is still open when its subject is closed: nobody has to decide it any more. */
export async function cancelOpenTasks(tx: Tx, subjectId: string): Promise<void> {
  await sql`
    update task set state = 'cancelled'
    where state = 'open' and (subject_id = ${subjectId} or claim_id = ${subjectId})
  `.execute(tx);
}

export async function countOpenTasks(tx: Tx, claimId: string, kind: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from task
    where claim_id = ${claimId} and kind = ${kind} and state = 'open'`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Takes the duty for this person; false when they hold another one in the same subject. */
export async function takeDuty(
  tx: Tx,
  taken: { subjectId: string; personId: string; duty: string },
): Promise<boolean> {
  const { rows } = await sql<{ duty: string }>`
    insert into duty (subject_id, person_id, duty)
    values (${taken.subjectId}, ${taken.personId}, ${taken.duty})
    on conflict (subject_id, person_id) do update set duty = duty.duty
    returning duty
  `.execute(tx);
  return rows[0]?.duty === taken.duty;
}
