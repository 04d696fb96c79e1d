import { type Kysely, sql } from 'kysely';

/** What an edition's approvers sign: its months and units kept, a draft, the day, the reason. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table edition_breakdown (
      edition_id uuid primary key references indicator_edition,
      months jsonb not null,
      units jsonb not null
    );
    create trigger append_only before update or delete or truncate on edition_breakdown
      for each statement execute function append_only();

    alter table indicator_edition add approved_on date;
    alter table indicator_edition add reason text;
    alter table indicator_edition drop constraint indicator_edition_state_check;
    alter table indicator_edition add constraint indicator_edition_state_check check (
      state in ('requested', 'compiled', 'approved', 'published', 'refused', 'failed'));

    alter table report_file add kind text not null default 'final'
      check (kind in ('draft', 'final'));
    alter table report_file alter kind drop default;
    alter table report_file drop constraint report_file_pkey;
    alter table report_file add primary key (edition_id, kind);
  `.execute(db);
}
