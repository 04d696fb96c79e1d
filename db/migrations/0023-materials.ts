import { type Kysely, sql } from 'kysely';

/** The documents that a claim carries, each with its number or the name of its file. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table claim add column materials jsonb not null default '[]'`.execute(db);
}
