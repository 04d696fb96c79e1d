import { type Kysely, sql } from 'kysely';

/** What the office entered and what was signed cannot be altered afterwards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create trigger append_only before update or delete or truncate on reported_figure
      for each statement execute function append_only();
    create trigger append_only before update or delete or truncate on report_file
      for each statement execute function append_only();
  `.execute(db);
}
