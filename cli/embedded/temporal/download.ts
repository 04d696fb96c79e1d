import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '../../../config.ts';
import { signalProcess } from '../process/identity.ts';

const script = fileURLToPath(new URL('./download-process.ts', import.meta.url));
const firstByteMs = 6000;
const stalledMs = 30_000;

/**
 * Lets the SDK download the official CLI to `target`. False when the network is closed: no first
 * byte within six seconds, or none for thirty.
 */
export async function downloadTemporal(
  target: string,
  version: string,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const folder = await mkdtemp(join(dirname(target), 'download-'));
  try {
    if (!(await runDownload(folder, version, say, signal))) return false;
    const largest = (await filesIn(folder)).toSorted((a, b) => b.size - a.size)[0];
    if (largest === undefined) return false;
    await chmod(largest.path, 0o755);
    await rename(largest.path, target);
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The SDK offers no way to stop a download, so it runs in a process that can be ended. */
async function runDownload(
  folder: string,
  version: string,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const child = spawn(process.execPath, [script, folder, version], {
    env: environmentWith({}),
    stdio: 'ignore',
  });
  const ended = once(child, 'exit').then(([code]) => code === 0);
  let bytes = 0;
  let lastGrowth = Date.now();
  for (;;) {
    const isDone = await Promise.race([ended, sleep(250, undefined, { ref: false })]);
    if (isDone !== undefined) return isDone;
    const now = (await filesIn(folder)).reduce((total, { size }) => total + size, 0);
    if (now > bytes && bytes === 0) say('下载 Temporal / downloading Temporal');
    if (now > bytes) lastGrowth = Date.now();
    bytes = Math.max(bytes, now);
    const isStalled = Date.now() - lastGrowth > (bytes === 0 ? firstByteMs : stalledMs);
    if (isStalled || signal?.aborted) {
      signalProcess(child.pid ?? 0, 'SIGKILL');
      await ended;
      return false;
    }
  }
}

async function filesIn(folder: string): Promise<{ path: string; size: number }[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.map(async (name) => {
    const path = join(folder, name);
    return { path, size: (await stat(path).catch(() => undefined))?.size ?? 0 };
  });
  return Promise.all(found);
}
