import { readConfig, startSettings } from '../../config.ts';
import { choosePorts } from '../embedded/ports.ts';
import { takeLock } from '../embedded/process/lock-file.ts';
import { endLeftovers, openProcessRecord } from '../embedded/process/record.ts';
import { openStateDirectory, readOrMakeSecret } from '../embedded/state-directory.ts';
import type { StateDirectory } from '../embedded/state-directory.ts';
import { startSystem, type RunningSystem } from '../embedded/system.ts';
import { stepList } from '../step-list.ts';
import { supervise, type Supervisor } from '../supervisor.ts';

export type OwnSystem = RunningSystem & { signal: AbortSignal };

/**
 * Starts a system of its own that keeps its state in `folder`, works with it, and stops it.
 * Services
 * that the environment names are used as they are. Throws when a service ends by itself.
 */
export async function withOwnServices<Result>(
  folder: string,
  work: (system: OwnSystem) => Promise<Result>,
): Promise<Result> {
  const state = await openStateDirectory(folder);
  const lock = await takeLock(state.lock);
  if (lock.kind === 'held') {
    throw new Error(`${folder} 正由进程 ${lock.holder.pid} 使用 / is in use by that process`);
  }
  const supervisor = supervise();
  try {
    await endLeftovers(state.processes);
    const working = bringUp(state, supervisor).then(work);
    // While services are stopping, what fails because of it is of no interest.
    working.catch(() => undefined);
    return await Promise.race([working, ended(supervisor, state)]);
  } finally {
    await supervisor.stopAll(stepList());
    await endLeftovers(state.processes);
    await lock.release();
  }
}

async function bringUp(state: StateDirectory, supervisor: Supervisor): Promise<OwnSystem> {
  const { signal, watch } = supervisor;
  const settings = readConfig(startSettings);
  const secretKey =
    settings.secretKey === undefined
      ? await readOrMakeSecret(state.secret)
      : Buffer.from(settings.secretKey).toString('base64');
  const ports = await choosePorts(state.ports, settings.apiPort ? { api: settings.apiPort } : {});
  const system = await startSystem({
    state,
    ports,
    signal,
    given: { ...settings, secretKey },
    steps: stepList(process.stdout, signal),
    record: openProcessRecord(state.processes),
    onStarted: watch,
  });
  return { ...system, signal };
}

async function ended(supervisor: Supervisor, { logs }: StateDirectory): Promise<never> {
  const reason = await supervisor.untilEnd;
  throw new Error(
    reason === undefined
      ? '已停止，再次运行时继续 / stopped: the next run goes on from here'
      : `服务意外结束 / a service ended by itself: ${reason}; ${logs}`,
  );
}
