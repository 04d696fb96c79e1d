import type { TestProject } from 'vitest/node';
import { ensureDatabase, startPostgres } from '../../cli/embedded/postgres/postgres.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { openRunFolder } from './run-folder.ts';
import { releaseShared, useShared, type Running } from './shared-server.ts';
import { templateDatabase } from './test-database.ts';

/** Global set-up of the layers that need PostgreSQL: one server a run, one migrated template. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('postgresUrl', await useShared('postgres', start));
}

export async function teardown(): Promise<void> {
  await releaseShared('postgres');
}

async function start(): Promise<Running> {
  const { home, log, record, remove } = await openRunFolder('postgres');
  const postgres = await startPostgres({ home, log, record, disposable: true });
  await migrateToLatest(await ensureDatabase(postgres, templateDatabase));
  return {
    url: postgres.urlOf('postgres'),
    async stop() {
      await postgres.stop();
      await remove();
    },
  };
}
