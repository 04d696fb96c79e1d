import { execFile } from 'node:child_process';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

/** An unprivileged account of this machine: PostgreSQL refuses to run as root. */
export type Account = { uid: number; gid: number };

/**
 * The account the server runs under: undefined (ours) unless we are root, then `postgres`, which
 * is made when absent, or `nobody` where no account can be made.
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const account =
    (await findAccount('postgres')) ??
    (await makeAccount('postgres')) ??
    (await findAccount('nobody'));
  if (account !== undefined) return account;
  throw new Error(
    '以 root 运行时需要一个普通账户(postgres 或 nobody)来运行 PostgreSQL,请先创建 / ' +
      'as root, PostgreSQL needs an account called postgres or nobody: please create one',
  );
}

/** Whether the account can read this path and pass every folder above it. */
export async function canReach(account: Account, path: string): Promise<boolean> {
  for (let at = resolve(path); ; at = dirname(at)) {
    const { mode, uid, gid, isDirectory } = await describe(at);
    const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
    const needed = at === resolve(path) ? (isDirectory ? 0o5 : 0o4) : 0o1;
    if (((mode >> shift) & needed) !== needed) return false;
    if (dirname(at) === at) return true;
  }
}

async function describe(path: string) {
  const found = await stat(path);
  return { mode: found.mode, uid: found.uid, gid: found.gid, isDirectory: found.isDirectory() };
}

async function findAccount(name: string): Promise<Account | undefined> {
  try {
    const uid = Number((await runFile('id', ['-u', name])).stdout);
    const gid = Number((await runFile('id', ['-g', name])).stdout);
    return uid > 0 ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}

async function makeAccount(name: string): Promise<Account | undefined> {
  try {
    const shell = await access('/usr/sbin/nologin').then(
      () => '/usr/sbin/nologin',
      () => '/bin/false',
    );
    const flags = ['--system', '--user-group', '--no-create-home', '--shell', shell];
    await runFile('useradd', [...flags, name]);
  } catch {
    // No useradd here, or a read-only system: `nobody` is next.
    return undefined;
  }
  return findAccount(name);
}
