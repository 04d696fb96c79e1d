import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../free-port.ts';
import { preparePostgresHome, reachablePrograms, type PostgresHome } from './home.ts';
import { findPostgres, type PostgresPrograms } from './program.ts';
import { commandLineOf, identifyProcess } from '../process/identity.ts';
import { endProcess, type ProcessRecord } from '../process/record.ts';
import { startService, untilReady, type Service } from '../process/service.ts';

const runFile = promisify(execFile);
const superuser = 'tisheng';

export type PostgresOptions = {
  /** Its own folder; made at the first start, found again at the next. */
  home: string;
  log: string;
  port?: number;
  record?: ProcessRecord;
  /** Trades safety against a power cut for speed: for databases that nobody keeps. */
  disposable?: boolean;
};

export type Postgres = Service & {
  port: number;
  /** Connection URL of a database of this server. */
  urlOf(database: string): string;
};

/** Starts the packaged PostgreSQL server on 127.0.0.1; it survives being killed at any moment. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const home = await preparePostgresHome(options.home);
  const programs = await reachablePrograms(await findPostgres(), home.account);
  const data = join(home.folder, 'data');
  await makeCluster(programs, home, data, options.disposable ?? false);
  await clearStaleLock(data);
  await mkdir(dirname(options.log), { recursive: true });
  const password = await readFile(join(home.folder, 'password'), 'utf8');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(options.port);
    const urlOf = (database: string) =>
      `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
    const service = await launch(options, programs, home, port);
    try {
      await untilReady(service, options.log, 120, () => answers(urlOf('postgres')));
      return { ...service, port, urlOf };
    } catch (error) {
      if (attempt === 15 || !isPredecessorAlive(error)) throw error;
      await sleep(1000);
    }
  }
}

function launch(
  options: PostgresOptions,
  programs: PostgresPrograms,
  home: PostgresHome,
  port: number,
): Promise<Service> {
  const data = join(home.folder, 'data');
  return startService({
    name: 'postgres',
    command: programs.postgres,
    args: ['-D', data, '-p', String(port), ...serverSettings(options.disposable ?? false)],
    // Told everything by its flags: a user's PGDATA and the like are not for it.
    env: {},
    cwd: home.folder,
    log: options.log,
    ...(home.account && { account: home.account }),
    ...(options.record && { record: options.record }),
    stopSignal: 'SIGINT',
    stopSeconds: 60,
  });
}

/** A killed server's children go on until they notice, and hold its shared memory so long. */
function isPredecessorAlive(error: unknown): boolean {
  return error instanceof Error && error.message.includes('pre-existing shared memory block');
}

/** Makes the database unless it is there, and answers its connection URL. */
export async function ensureDatabase(postgres: Postgres, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.urlOf('postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) {
      await client.query(`create database ${client.escapeIdentifier(name)}`);
    }
  } finally {
    await client.end();
  }
  return postgres.urlOf(name);
}

/** Runs initdb into a folder beside and renames it: half a cluster is never mistaken for one. */
async function makeCluster(
  programs: PostgresPrograms,
  home: PostgresHome,
  data: string,
  disposable: boolean,
): Promise<void> {
  const present = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (present !== undefined) return;
  const fresh = `${data}.new`;
  const passwordFile = join(home.folder, 'password');
  await rm(fresh, { recursive: true, force: true });
  await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (home.account) await chown(passwordFile, home.account.uid, home.account.gid);
  const flags = [
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--auth=scram-sha-256',
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    `--pgdata=${fresh}`,
    disposable ? '--no-sync' : '--data-checksums',
  ];
  await runFile(programs.initdb, flags, { cwd: home.folder, env: {}, ...home.account });
  await rename(fresh, data);
}

/**
 * After a kill -9 the lock file names a process. One that still is this server is ended first; one
 * that is something else by now (numbers are used again) would keep the server from starting.
 */
async function clearStaleLock(data: string): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const pid = Number(text.split('\n')[0]);
  const identity = await identifyProcess(pid);
  const isThisServer = identity !== undefined && (await commandLineOf(pid)).includes(data);
  if (isThisServer) await endProcess(identity, 'SIGINT', 60);
  await rm(lock, { force: true });
}

function serverSettings(disposable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'Asia/Shanghai',
    lc_messages: 'C',
    // A conflict's detail quotes the key, and a key can hold an identity number.
    log_error_verbosity: 'terse',
    ...(disposable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function answers(url: string): Promise<true | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  // Until the server is up, refused connections are the expected answer.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
