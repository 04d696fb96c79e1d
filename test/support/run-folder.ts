import { mkdir, readdir, readlink, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { identifyProcess } from '../../cli/embedded/process/identity.ts';
import { endLeftovers, openProcessRecord } from '../../cli/embedded/process/record.ts';

const testFolder = resolve('.tisheng/test');
const namePattern = /^(?<server>[a-z]+)-(?<pid>\d+)$/u;

/** A folder for one server of this test run: runs go side by side and beside `npm start`. */
export async function openRunFolder(server: string) {
  await removeDeadRuns(server);
  const folder = join(testFolder, `${server}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  return {
    home: join(folder, 'home'),
    log: join(folder, 'server.log'),
    record: openProcessRecord(join(folder, 'processes.json')),
    remove: () => removeRunFolder(folder),
  };
}

/** What a killed run left: its server is ended, its files removed. */
async function removeDeadRuns(server: string): Promise<void> {
  for (const name of await readdir(testFolder).catch(() => [])) {
    const groups = namePattern.exec(name)?.groups;
    if (groups?.['server'] !== server) continue;
    const pid = Number(groups['pid']);
    if (pid === process.pid || (await identifyProcess(pid)) !== undefined) continue;
    await endLeftovers(join(testFolder, name, 'processes.json'));
    await removeRunFolder(join(testFolder, name));
  }
}

/** The home may lie elsewhere behind a link, when root works below a closed folder. */
async function removeRunFolder(folder: string): Promise<void> {
  const behind = await readlink(join(folder, 'home')).catch(() => undefined);
  if (behind !== undefined) await rm(behind, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}
