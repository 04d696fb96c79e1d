import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commandLineOf, identifyProcess, isRunning } from '../../cli/embedded/process/identity.ts';
import { holdLock, takeLock } from '../../cli/embedded/process/lock-file.ts';
import { endLeftovers, openProcessRecord } from '../../cli/embedded/process/record.ts';
import { startService, untilReady } from '../../cli/embedded/process/service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('identifyProcess', () => {
  test('knows a running process, and no longer when it has ended', async () => {
    const child = sleeper();
    const identity = await identifyProcess(child.pid ?? 0);
    if (identity === undefined) throw new Error('not identified');
    expect(await isRunning(identity)).toBe(true);
    expect(await commandLineOf(identity.pid)).toContain('setTimeout');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await isRunning(identity)).toBe(false);
  });

  test('takes a process with the same number and another start for another one', async () => {
    expect(await isRunning({ pid: process.pid, startedAt: 'long ago' })).toBe(false);
  });
});

describe('endLeftovers', () => {
  test('ends what an earlier start recorded and left running', async () => {
    const file = join(await temporaryFolder(), 'processes.json');
    const child = sleeper();
    const ended = once(child, 'exit');
    await openProcessRecord(file).add('worker', child.pid ?? 0);
    expect(await endLeftovers(file)).toEqual(['worker']);
    await ended;
    expect(await endLeftovers(file)).toEqual([]);
  });

  test('kills what does not listen to the signal', async () => {
    const file = join(await temporaryFolder(), 'processes.json');
    const child = sleeper("process.on('SIGINT', () => {}); console.log('deaf');");
    if (child.stdout !== null) await once(child.stdout, 'data');
    await openProcessRecord(file).add('worker', child.pid ?? 0);
    expect(await endLeftovers(file, 0.2)).toEqual(['worker']);
  });

  test('leaves a process alone that only has the number of one of ours', async () => {
    const file = join(await temporaryFolder(), 'processes.json');
    const child = sleeper();
    await writeFile(file, JSON.stringify([{ name: 'worker', pid: child.pid, startedAt: 'x' }]));
    expect(await endLeftovers(file)).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
  });

  test('takes a file cut off by a crash for an empty one', async () => {
    const file = join(await temporaryFolder(), 'processes.json');
    await writeFile(file, '[{"name":"wor');
    expect(await endLeftovers(file)).toEqual([]);
  });
});

describe('takeLock', () => {
  test('holds others off until it is released', async () => {
    const file = join(await temporaryFolder(), 'lock');
    const first = await takeLock(file);
    expect(await takeLock(file)).toMatchObject({ kind: 'held', holder: { pid: process.pid } });
    if (first.kind === 'taken') await first.release();
    expect(await takeLock(file)).toMatchObject({ kind: 'taken' });
  });

  test.each(['{"pid":1,"startedAt":"before the last boot"}', '', '{"pid":'])(
    'takes over a lock that no running process holds: %j',
    async (left) => {
      const file = join(await temporaryFolder(), 'lock');
      await writeFile(file, left);
      expect(await takeLock(file)).toMatchObject({ kind: 'taken' });
      expect(await readFile(file, 'utf8')).toContain(`"pid":${process.pid}`);
    },
  );

  test('lets one at a time work', async () => {
    const file = join(await temporaryFolder(), 'lock');
    const order: string[] = [];
    const work = (name: string) =>
      holdLock(
        file,
        () => undefined,
        async () => {
          order.push(`${name} begins`);
          await new Promise((resolve) => setTimeout(resolve, 20));
          order.push(`${name} ends`);
        },
      );
    await Promise.all([work('a'), work('b')]);
    const aFirst = ['a begins', 'a ends', 'b begins', 'b ends'];
    expect([aFirst, [...aFirst.slice(2), ...aFirst.slice(0, 2)]]).toContainEqual(order);
  });
});

describe('a service', () => {
  test('that ends before it is ready is reported with the end of its log', async () => {
    const { log, service } = await aService("console.log('cannot listen'); process.exit(3)");
    const waiting = untilReady(service, log, 10, () => Promise.resolve(undefined));
    await expect(waiting).rejects.toThrow(/program: 3[^]*cannot listen/u);
  });

  test('that is never ready is stopped when the time is over', async () => {
    const { log, service } = await aService('setTimeout(() => {}, 60_000)');
    const waiting = untilReady(service, log, 0.2, () => Promise.resolve(undefined));
    await expect(waiting).rejects.toThrow('not ready in time');
    expect(await identifyProcess(service.pid)).toBeUndefined();
  });

  test('that does not listen to the signal is killed', async () => {
    const script = "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60_000)";
    const { service } = await aService(script);
    await service.stop();
    expect(await identifyProcess(service.pid)).toBeUndefined();
    await service.stop();
  });
});

function sleeper(before = ''): ChildProcess {
  const child = spawn(process.execPath, ['-e', `${before} setTimeout(() => {}, 60_000)`]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function aService(script: string) {
  const log = join(await temporaryFolder(), 'program.log');
  const service = await startService({
    name: 'program',
    command: process.execPath,
    args: ['-e', script],
    env: {},
    log,
    stopSignal: 'SIGTERM',
    stopSeconds: 0.3,
  });
  onTestFinished(() => service.stop());
  return { log, service };
}
