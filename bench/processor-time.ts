import { readdir, readFile } from 'node:fs/promises';

const ticksPerSecond = 100;

/** Seconds of processor time so far, by process; only what Linux tells, elsewhere nothing. */
export async function processorSeconds(
  pids: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
  const entries = await readdir('/proc').catch(() => []);
  const read = await Promise.all(entries.filter((it) => /^\d+$/u.test(it)).map(readStat));
  const stats = read.filter((it) => it !== undefined);
  const own = process.cpuUsage();
  const seconds: Record<string, number> = { node: (own.user + own.system) / 1e6 };
  for (const [name, pid] of Object.entries(pids)) {
    const family = stats.filter((it) => it.pid === pid || it.parent === pid);
    const ticks = family.map((it) => (it.pid === pid ? it.ticks + it.childTicks : it.ticks));
    seconds[name] = ticks.reduce((sum, it) => sum + it, 0) / ticksPerSecond;
  }
  return seconds;
}

/** `childTicks`: of children that have ended. */
type Stat = { pid: number; parent: number; ticks: number; childTicks: number };

async function readStat(pid: string): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (index: number): number => Number(fields[index] ?? 0);
  return {
    pid: Number(pid),
    parent: at(1),
    ticks: at(11) + at(12),
    childTicks: at(13) + at(14),
  };
}
