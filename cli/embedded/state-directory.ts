import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where an installation on one machine keeps everything that must outlive a start. */
export type StateDirectory = ReturnType<typeof pathsIn>;

/** Makes the folder unless it is there. */
export async function openStateDirectory(folder: string): Promise<StateDirectory> {
  const paths = pathsIn(resolve(folder));
  await mkdir(paths.logs, { recursive: true });
  return paths;
}

/** The installation's secret in base64; made at the first start, for its owner's eyes only. */
export async function readOrMakeSecret(file: string): Promise<string> {
  const made = randomBytes(32).toString('base64');
  const fresh = await open(file, 'wx', 0o600).catch(unlessExists);
  if (fresh === undefined) return (await readFile(file, 'utf8')).trim();
  try {
    await fresh.writeFile(`${made}\n`);
    await fresh.sync();
  } finally {
    await fresh.close();
  }
  return made;
}

/** What commands beside a running system need, for a shell to read; for its owner's eyes only. */
export async function writeSettings(
  file: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  await rm(file, { force: true });
  await writeFile(file, lines.join(''), { mode: 0o600 });
}

function pathsIn(folder: string) {
  return {
    folder,
    postgres: join(folder, 'postgres'),
    temporalDatabase: join(folder, 'temporal.db'),
    simulators: join(folder, 'simulators'),
    logs: join(folder, 'logs'),
    log: (service: string) => join(folder, 'logs', `${service}.log`),
    lock: join(folder, 'start.lock'),
    ports: join(folder, 'ports.json'),
    processes: join(folder, 'processes.json'),
    secret: join(folder, 'secret.key'),
    settings: join(folder, 'settings.env'),
  };
}

function unlessExists(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EEXIST') throw error;
}
