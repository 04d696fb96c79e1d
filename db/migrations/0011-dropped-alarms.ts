import { type Kysely, sql } from 'kysely';

/** Alarms of tasks that are decided or cancelled leave the index that the watch reads. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table task_alarm
      -- When the watch found the alarm due and its task no longer open.
      add column dropped_at timestamptz,
      add check (told_at is null or dropped_at is null);
    drop index task_alarm_at_idx;
    create index task_alarm_to_tell on task_alarm (at)
      where told_at is null and dropped_at is null;
  `.execute(db);
}
