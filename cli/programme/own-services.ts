import { bringUp } from '../bring-up.ts';
import { takeLock } from '../embedded/process/lock-file.ts';
import { endLeftovers } from '../embedded/process/record.ts';
import { openStateDirectory } from '../embedded/state-directory.ts';
import type { StateDirectory } from '../embedded/state-directory.ts';
import type { RunningSystem } from '../embedded/system.ts';
import { stepList } from '../step-list.ts';
import { supervise, type Supervisor } from '../supervisor.ts';

export type OwnSystem = RunningSystem & { signal: AbortSignal };

/**
 * Starts a system of its own that keeps its state in `folder`, works with it, and stops it.
 * Services that the environment names are used as they are. Throws when one ends by itself.
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
    const { signal } = supervisor;
    const working = bringUp(state, supervisor).then((system) => work({ ...system, signal }));
    // While services are stopping, what fails because of it is of no interest.
    working.catch(() => undefined);
    return await Promise.race([working, ended(supervisor, state)]);
  } finally {
    await supervisor.stopAll(stepList());
    await endLeftovers(state.processes);
    await lock.release();
  }
}

async function ended(supervisor: Supervisor, { logs }: StateDirectory): Promise<never> {
  const reason = await supervisor.untilEnd;
  throw new Error(
    reason === undefined
      ? '已停止，再次运行时继续 / stopped: the next run goes on from here'
      : `服务意外结束 / a service ended by itself: ${reason}; ${logs}`,
  );
}
