import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalProcess } from './identity.ts';
import type { ProcessRecord } from './record.ts';

/** A server process of ours: where it is, and how to end it. */
export type Service = {
  name: string;
  pid: number;
  /** Fulfilled with a sentence when the process ends, asked or not. */
  ended: Promise<string>;
  stop(): Promise<void>;
};

export type ServicePlan = {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Output is appended here; the file is set aside at 20 MB. */
  log: string;
  cwd?: string;
  account?: { uid: number; gid: number };
  stopSignal: NodeJS.Signals;
  stopSeconds: number;
  record?: ProcessRecord;
};

const logBytesMax = 20_000_000;

/**
 * Starts a process in a group of its own, so that Ctrl-C in the terminal reaches only the
 * supervisor, which then ends its services in their order.
 */
export async function startService(plan: ServicePlan): Promise<Service & { logStart: number }> {
  setAsideLongLog(plan.log);
  const output = openSync(plan.log, 'a');
  const logStart = statSync(plan.log).size;
  const child = spawn(plan.command, plan.args, {
    cwd: plan.cwd,
    env: plan.env,
    stdio: ['ignore', output, output],
    detached: true,
    windowsHide: true,
    ...plan.account,
  });
  closeSync(output);
  const ended = once(child, 'exit').then(([code, signal]) => `${plan.name}: ${signal ?? code}`);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  await plan.record?.add(plan.name, pid);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      signalProcess(pid, plan.stopSignal);
      const deadline = sleep(plan.stopSeconds * 1000, 'late', { ref: false });
      if ((await Promise.race([ended, deadline])) === 'late') signalProcess(pid, 'SIGKILL');
      await ended;
    }
    await plan.record?.remove(pid);
  };
  return { name: plan.name, pid, ended, stop, logStart };
}

/**
 * Waits until `isReady` answers a value. Throws with the end of the log when the process ends
 * first or the time is over, and then leaves no process behind.
 */
export async function untilReady<Ready>(
  service: Service,
  log: string,
  seconds: number,
  isReady: () => Promise<Ready | undefined>,
): Promise<Ready> {
  const deadline = Date.now() + seconds * 1000;
  let what = `${service.name}: ${seconds} s 内未就绪 / not ready in time`;
  while (Date.now() < deadline) {
    const ready = await isReady();
    if (ready !== undefined) return ready;
    const ended = await Promise.race([service.ended, sleep(50, undefined)]);
    if (ended === undefined) continue;
    what = ended;
    break;
  }
  await service.stop();
  throw new Error(`${what}\n${await endOfLog(log)}\n(${log})`);
}

/** What a log holds from a byte on; at most its last 256 kB. */
export async function readLogFrom(log: string, start: number): Promise<string> {
  const file = await open(log, 'r');
  try {
    const { size } = await file.stat();
    const from = Math.max(start, size - 262_144);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

export async function endOfLog(log: string): Promise<string> {
  const text = await readLogFrom(log, 0);
  return text.trimEnd().split('\n').slice(-15).join('\n');
}

function setAsideLongLog(log: string): void {
  if (existsSync(log) && statSync(log).size > logBytesMax) renameSync(log, `${log}.1`);
}
