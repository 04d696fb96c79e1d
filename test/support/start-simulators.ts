import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const addresses = z.object({
  registry: z.url(),
  bank: z.url(),
  mailbox: z.url(),
  smtp: z.number(),
});

export type Simulators = z.infer<typeof addresses> & {
  state: string;
  /** kill -9, as a crash would end them. */
  kill: () => Promise<void>;
  /** SIGTERM; resolves to the exit code. Books that began here end here too. */
  stop: () => Promise<number | null>;
};

/** The real simulators in a process of their own, on free ports, with books under `state`. */
export async function startSimulators(state?: string): Promise<Simulators> {
  const directory = state ?? (await mkdtemp(path.join(tmpdir(), 'simulators-')));
  const main = path.resolve(import.meta.dirname, '../../simulators/main.ts');
  const child = spawn(process.execPath, [main, '--state', directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => Promise.reject(new Error('the simulators ended before they were ready'))),
  ]);
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal);
    await exited;
  };
  return {
    ...addresses.parse(JSON.parse(String(line))),
    state: directory,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM');
      if (state === undefined) await rm(directory, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

export type HttpReply = { status: number; json: unknown };

export async function getJson(url: string): Promise<HttpReply> {
  const response = await fetch(url);
  return { status: response.status, json: await response.json() };
}

export async function postJson(url: string, body: unknown): Promise<HttpReply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

/** Tells one simulator how to misbehave from now on. */
export async function setFaults(
  url: string,
  plan: { mode: string; share?: number; seed?: number; delayMs?: number },
): Promise<void> {
  const { status } = await postJson(`${url}/faults`, plan);
  if (status !== 200) throw new Error(`the faults were not taken: status ${status}`);
}
