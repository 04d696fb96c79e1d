import { Connection } from '@temporalio/client';
import { freePort } from '../free-port.ts';
import type { ProcessRecord } from '../process/record.ts';
import { startService, untilReady, type Service } from '../process/service.ts';

export type TemporalOptions = {
  /** Path of the `temporal` program. */
  program: string;
  log: string;
  /** The SQLite file that holds every workflow; absent: in memory, gone at the end. */
  database?: string;
  namespace?: string;
  port?: number;
  uiPort?: number;
  record?: ProcessRecord;
};

export type Temporal = Service & { address: string; uiUrl: string | undefined };

/**
 * Starts the CLI's development server on 127.0.0.1 only: it knows no sign-in. Histories are in
 * WAL mode; a power cut may lose the last commits, which the outbox and the relay make good.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const port = await freePort(options.port);
  const uiPort = options.database === undefined ? undefined : await freePort(options.uiPort);
  const namespace = options.namespace ?? 'default';
  const service = await startService({
    name: 'temporal',
    command: options.program,
    args: ['server', 'start-dev', ...flags(options, port, uiPort)],
    // Told everything by its flags: a user's own Temporal settings are not for it.
    env: {},
    log: options.log,
    stopSignal: 'SIGTERM',
    stopSeconds: 20,
    ...(options.record && { record: options.record }),
  });
  await untilReady(service, options.log, 60, () => answers(`127.0.0.1:${port}`, namespace));
  return {
    ...service,
    address: `127.0.0.1:${port}`,
    uiUrl: uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`,
  };
}

function flags(options: TemporalOptions, port: number, uiPort: number | undefined): string[] {
  const { database, namespace } = options;
  return [
    '--ip=127.0.0.1',
    `--port=${port}`,
    ...(uiPort === undefined ? ['--headless'] : [`--ui-port=${uiPort}`]),
    ...(database === undefined ? [] : [`--db-filename=${database}`, ...writeAheadLog]),
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    // One partition a queue: on one node it matches better and keeps the order of priorities.
    '--dynamic-config-value=matching.numTaskqueueReadPartitions=1',
    '--dynamic-config-value=matching.numTaskqueueWritePartitions=1',
    '--log-level=warn',
    '--disable-config-file',
    '--disable-config-env',
  ];
}

const writeAheadLog = ['--sqlite-pragma=journal_mode=wal', '--sqlite-pragma=synchronous=1'];

/** Ready when the namespace answers: the port is open a little earlier. */
async function answers(address: string, namespace: string): Promise<true | undefined> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 2000 });
    try {
      await connection.workflowService.describeNamespace({ namespace });
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return undefined;
  }
}
