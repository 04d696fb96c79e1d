import { Kysely, PostgresDialect } from 'kysely';
import type { Migration } from 'kysely/migration';
import type pg from 'pg';
import { createEmptyDatabase, openPool } from './test-database.ts';

export type OldDatabase = { pool: pg.Pool; db: Kysely<unknown>; close: () => Promise<void> };

/**
 * A database as earlier migrations left it, on one connection. Its constraints and triggers sleep,
 * so that a test writes only the rows a later migration is about.
 */
export async function openOldDatabase(migrations: readonly Migration[]): Promise<OldDatabase> {
  const database = await createEmptyDatabase();
  const pool = openPool(database.url);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  for (const migration of migrations) await migration.up(db);
  await pool.query('set session_replication_role = replica');
  return {
    pool,
    db,
    async close() {
      await db.destroy();
      await database.drop();
    },
  };
}
