import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { identifyProcess, isRunning, signalProcess, type ProcessIdentity } from './identity.ts';

const recordSchema = z.array(z.object({ name: z.string(), pid: z.int(), startedAt: z.string() }));

type RecordedProcess = z.output<typeof recordSchema>[number];

/** The file that names the processes we started, so that a next start finds what was left over. */
export type ProcessRecord = {
  add(name: string, pid: number): Promise<void>;
  remove(pid: number): Promise<void>;
};

export function openProcessRecord(file: string): ProcessRecord {
  let rows: RecordedProcess[] = [];
  let writing = Promise.resolve();
  const write = () => {
    writing = writing.then(() => store(file, rows));
    return writing;
  };
  return {
    async add(name, pid) {
      const identity = await identifyProcess(pid);
      if (identity === undefined) return;
      rows = [...rows, { name, ...identity }];
      await write();
    },
    async remove(pid) {
      rows = rows.filter((row) => row.pid !== pid);
      await write();
    },
  };
}

/** Ends what an earlier, killed start left running, and names it; newest first. */
export async function endLeftovers(file: string, graceSeconds = 15): Promise<string[]> {
  const ended: string[] = [];
  for (const row of (await load(file)).toReversed()) {
    if (!(await isRunning(row))) continue;
    await endProcess(row, 'SIGINT', graceSeconds);
    ended.push(row.name);
  }
  await store(file, []);
  return ended;
}

/** Asks with the signal, waits, and kills what does not listen. */
export async function endProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  graceSeconds: number,
): Promise<void> {
  signalProcess(identity.pid, signal);
  for (let waited = 0; waited < graceSeconds * 20; waited += 1) {
    if (!(await isRunning(identity))) return;
    await sleep(50);
  }
  signalProcess(identity.pid, 'SIGKILL');
  while (await isRunning(identity)) await sleep(50);
}

async function load(file: string): Promise<RecordedProcess[]> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Absent, or cut off by a crash of the machine, which ended the processes too.
    return [];
  }
}

async function store(file: string, rows: RecordedProcess[]): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(rows, undefined, 1));
  await rename(`${file}.new`, file);
}
