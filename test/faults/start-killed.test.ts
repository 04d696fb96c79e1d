import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isRunning } from '../../cli/embedded/process/identity.ts';
import { endLeftovers } from '../../cli/embedded/process/record.ts';
import { environmentNames, environmentWith } from '../../config.ts';

const processRows = z.array(z.object({ name: z.string(), pid: z.int(), startedAt: z.string() }));
const names = ['postgres', 'temporal', 'simulators', 'worker', 'api'];

type Started = { child: ChildProcess; output(): string; ended: Promise<unknown[]> };

describe('npm start', () => {
  let state: string;
  let running: Started | undefined;

  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), 'tisheng-start-'));
  });

  afterAll(async () => {
    running?.child.kill('SIGKILL');
    await endLeftovers(join(state, 'processes.json'));
    // As root the database lies where an unprivileged account can reach it.
    const home = await realpath(join(state, 'postgres')).catch(() => state);
    await rm(home, { recursive: true, force: true });
    await rm(state, { recursive: true, force: true });
  });

  test('brings up every service, and their health is good', async () => {
    running = await startUntilUp(state);
    expect((await processes(state)).map(({ name }) => name)).toEqual(names);
    expect(await health(state)).toMatchObject({ database: true, temporal: true });
  });

  test('refuses a second start on the same state, and says who holds it', async () => {
    const second = start(state);
    expect(await second.ended).toEqual([1, null]);
    expect(second.output()).toContain(`in use by process ${running?.child.pid}`);
  });

  test('comes up again at the same addresses after kill -9 of all its processes', async () => {
    const before = await processes(state);
    const portsBefore = await ports(state);
    running?.child.kill('SIGKILL');
    for (const { pid } of before) process.kill(pid, 'SIGKILL');
    await running?.ended;
    running = await startUntilUp(state);
    expect(await ports(state)).toEqual(portsBefore);
    expect(await health(state)).toMatchObject({ database: true, temporal: true });
  });

  test('ends what a kill -9 of the supervisor alone left running, and comes up again', async () => {
    const before = await processes(state);
    running?.child.kill('SIGKILL');
    await running?.ended;
    running = await startUntilUp(state);
    for (const name of names) expect(running.output()).toContain(`an earlier start left: ${name}`);
    expect(await stillRunning(before)).toEqual([]);
  });

  test('stops every process in order on SIGTERM, and ends well', async () => {
    const before = await processes(state);
    running?.child.kill('SIGTERM');
    expect(await running?.ended).toEqual([0, null]);
    const stopped = [...(running?.output().matchAll(/stopping (?<name>\w+)/gu) ?? [])];
    expect(stopped.map(({ groups }) => groups?.['name'])).toEqual(names.toReversed());
    expect(await stillRunning(before)).toEqual([]);
    expect(await processes(state)).toEqual([]);
  });
});

function start(state: string): Started {
  const args = ['cli/start.ts', '--no-demo', '--state', state];
  const child = spawn(process.execPath, args, { env: withoutServices() });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, ended: once(child, 'exit') };
}

async function startUntilUp(state: string): Promise<Started> {
  const started = start(state);
  while (!started.output().includes('Ctrl-C stops everything')) {
    const ended = await Promise.race([started.ended, sleep(100)]);
    if (ended !== undefined) throw new Error(`the start ended:\n${started.output()}`);
  }
  return started;
}

/** The embedded services are the subject: those of the person who runs the tests are left out. */
function withoutServices(): NodeJS.ProcessEnv {
  const named: string[] = Object.values(environmentNames);
  const ours = Object.entries(environmentWith({})).filter(([name]) => !named.includes(name));
  return Object.fromEntries(ours);
}

async function processes(state: string) {
  return processRows.parse(JSON.parse(await readFile(join(state, 'processes.json'), 'utf8')));
}

async function stillRunning(rows: { name: string; pid: number; startedAt: string }[]) {
  const alive = await Promise.all(
    rows.map(async (row) => ((await isRunning(row)) ? row.name : '')),
  );
  return alive.filter((name) => name !== '');
}

async function ports(state: string): Promise<unknown> {
  return JSON.parse(await readFile(join(state, 'ports.json'), 'utf8'));
}

async function health(state: string): Promise<unknown> {
  const { api } = z.object({ api: z.int() }).parse(await ports(state));
  const answer = await fetch(`http://127.0.0.1:${api}/v1/health`);
  return answer.json();
}
