import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, lstat, mkdir, realpath, rename, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canReach, postgresAccount, type Account } from './account.ts';
import { programsIn, type PostgresPrograms } from './program.ts';

/** Where root keeps what the unprivileged account must reach, when the checkout is closed to it. */
const openFolder = '/var/lib/tisheng';

/** The folder the server's files lie in, and the account that owns it; undefined: our own. */
export type PostgresHome = { folder: string; account: Account | undefined };

/**
 * Makes the folder, or finds the one of an earlier start. As root it belongs to an unprivileged
 * account; where `wanted` lies below a folder closed to that account (such as /root), it is a link
 * to a folder under /var/lib/tisheng.
 */
export async function preparePostgresHome(wanted: string): Promise<PostgresHome> {
  await mkdir(dirname(wanted), { recursive: true });
  const present = await lstat(wanted).catch(() => undefined);
  if (present !== undefined) return ownedHome(await realpath(wanted));
  const account = await postgresAccount();
  return handOver(await makeHome(wanted, account), account);
}

/** The programs themselves, or a copy of them that the account can run. */
export async function reachablePrograms(
  programs: PostgresPrograms,
  account: Account | undefined,
): Promise<PostgresPrograms> {
  if (account === undefined || (await canReach(account, programs.postgres))) return programs;
  const copy = join(openFolder, 'programs', `postgres-${programs.version}`);
  if ((await stat(copy).catch(() => undefined)) === undefined) await copyWhole(programs, copy);
  return programsIn(copy, programs.version);
}

/** As root the server runs as whoever made the folder; as anybody else it must be our own. */
async function ownedHome(folder: string): Promise<PostgresHome> {
  const { uid, gid } = await stat(folder);
  const ours = process.getuid?.();
  // Ours as root: a start that ended between making the folder and handing it over.
  if (uid === 0 && ours === 0) return handOver(folder, await postgresAccount());
  if (ours === undefined || uid === ours) return { folder, account: undefined };
  if (ours === 0) return { folder, account: { uid, gid } };
  throw new Error(
    `数据库目录属于另一个账户,请用原账户启动,或用 --state 另选目录 / the database in ${folder} ` +
      `belongs to account ${uid}: start as that account, or choose another folder with --state`,
  );
}

async function handOver(folder: string, account: Account | undefined): Promise<PostgresHome> {
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  return { folder, account };
}

async function makeHome(wanted: string, account: Account | undefined): Promise<string> {
  if (account === undefined || (await canReach(account, dirname(wanted)))) {
    await mkdir(wanted, { mode: 0o700 });
    return wanted;
  }
  const home = join(openFolder, 'data', randomBytes(6).toString('hex'));
  await makeOpenFolder(dirname(home));
  await mkdir(home, { mode: 0o700 });
  await symlink(home, wanted);
  return home;
}

/** Copies beside and renames, so that nobody sees half a copy; the first of two starts wins. */
async function copyWhole(programs: PostgresPrograms, copy: string): Promise<void> {
  await makeOpenFolder(dirname(copy));
  const beside = `${copy}.${process.pid}`;
  await cp(programs.native, beside, { recursive: true, verbatimSymlinks: true });
  await rename(beside, copy).catch(async (error: unknown) => {
    if ((await stat(copy).catch(() => undefined)) === undefined) throw error;
  });
}

async function makeOpenFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const at of [openFolder, folder]) await chmod(at, 0o755);
}
