import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { ensureDatabase, startPostgres } from '../cli/embedded/postgres/postgres.ts';
import { openStateDirectory } from '../cli/embedded/state-directory.ts';
import { findTemporal } from '../cli/embedded/temporal/program.ts';
import { startTemporal } from '../cli/embedded/temporal/temporal.ts';
import { machinePaths } from '../config.ts';
import { migrateToLatest } from '../db/migrate.ts';

export type Environment = {
  databaseUrl: string;
  client: Client;
  connection: NativeConnection;
  pids: Record<string, number>;
};

/** A PostgreSQL and a Temporal server of its own, set up as `npm start` does, gone afterwards. */
export async function withEnvironment(work: (it: Environment) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tisheng-bench-'));
  const stops: (() => Promise<void>)[] = [() => remove(folder)];
  try {
    const state = await openStateDirectory(folder);
    const program = await findTemporal(machinePaths(), console.log);
    const postgres = await startPostgres({ home: state.postgres, log: state.log('postgres') });
    stops.unshift(() => postgres.stop());
    const databaseUrl = await ensureDatabase(postgres, 'tisheng');
    await migrateToLatest(databaseUrl);
    const temporal = await startTemporal({
      program,
      log: state.log('temporal'),
      database: state.temporalDatabase,
    });
    stops.unshift(() => temporal.stop());
    const { address } = temporal;
    const connection = await NativeConnection.connect({ address });
    stops.push(() => connection.close());
    const client = new Client({ connection: await Connection.connect({ address }) });
    stops.push(() => client.connection.close());
    const pids = { temporal: temporal.pid, postgres: postgres.pid };
    await Promise.race([work({ databaseUrl, client, connection, pids }), interruption()]);
  } finally {
    // One that cannot be closed, its workers still running, must not keep the others alive.
    for (const stop of stops) await stop().catch(() => undefined);
  }
}

/** Fails when the bench is told to stop, so that its servers are stopped too. */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
    }
  });
}

/** The database's home may lie elsewhere behind a link, when root works below a closed folder. */
async function remove(folder: string): Promise<void> {
  const behind = await readlink(join(folder, 'postgres')).catch(() => undefined);
  if (behind !== undefined) await rm(behind, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}
