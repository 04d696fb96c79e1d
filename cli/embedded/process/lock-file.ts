import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { identifyProcess, isRunning, type ProcessIdentity } from './identity.ts';

const holderSchema = z.object({ pid: z.int(), startedAt: z.string() });

/** Taken: ours until released. Held: by that running process. */
export type LockAnswer =
  | { kind: 'taken'; release(): Promise<void> }
  | { kind: 'held'; holder: ProcessIdentity };

/** Takes a lock that ends with its process: a file left by a killed one is taken over. */
export async function takeLock(file: string): Promise<LockAnswer> {
  const ours = await identifyProcess(process.pid);
  const beside = `${file}.${randomUUID()}`;
  await writeFile(beside, JSON.stringify(ours));
  try {
    for (;;) {
      // A link appears whole or not at all, so nobody reads a half-written lock.
      if (await linked(beside, file))
        return { kind: 'taken', release: () => rm(file, { force: true }) };
      const holder = await readHolder(file);
      if (holder !== undefined && (await isRunning(holder))) return { kind: 'held', holder };
      await setAside(file);
    }
  } finally {
    await rm(beside, { force: true });
  }
}

/** Does the work while holding the lock; waits for whoever holds it, and says so. */
export async function holdLock<Result>(
  file: string,
  say: (line: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let turn = 0; ; turn += 1) {
    const answer = await takeLock(file);
    if (answer.kind === 'taken') {
      return work().finally(() => answer.release());
    }
    if (turn === 0) {
      say(`等待进程 ${answer.holder.pid} / waiting for process ${answer.holder.pid}`);
    }
    await sleep(500);
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a stale lock away; one that another start took meanwhile is put back. */
async function setAside(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  const moved = await readHolder(aside);
  if (moved !== undefined && (await isRunning(moved))) await linked(aside, file);
  await rm(aside, { force: true });
}

async function readHolder(file: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
