import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const intervalMs = 50;
const pageBytes = 4_096;

/** The most memory a process has had resident so far; `stop` ends the watching. */
export type MemoryWatch = { peakBytes: () => number; stop: () => void };

/**
 * Watches the resident memory of a process, buffers outside the heap included, and tells once when
 * it is above the limit. Where neither /proc nor ps can be asked, nothing is told.
 */
export function watchMemory(pid: number, bytesMax: number, above: () => void): MemoryWatch {
  let peak = 0;
  let told = false;
  let asking = false;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    void look();
  }, intervalMs);

  async function look(): Promise<void> {
    const bytes = await residentBytes(pid);
    asking = false;
    peak = Math.max(peak, bytes);
    if (bytes <= bytesMax || told) return;
    told = true;
    above();
  }

  return { peakBytes: () => peak, stop: () => clearInterval(timer) };
}

async function residentBytes(pid: number): Promise<number> {
  try {
    const statm = await readFile(`/proc/${String(pid)}/statm`, 'utf8');
    return Number(statm.split(' ')[1]) * pageBytes;
  } catch {
    return process.platform === 'linux' ? 0 : askPs(pid);
  }
}

async function askPs(pid: number): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    return (Number(stdout.trim()) || 0) * 1_024;
  } catch {
    return 0;
  }
}
