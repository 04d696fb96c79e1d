import { join } from 'node:path';
import { bringUp } from './bring-up.ts';
import { runDemo } from './demo.ts';
import { takeLock } from './embedded/process/lock-file.ts';
import { endLeftovers } from './embedded/process/record.ts';
import { openStateDirectory, type StateDirectory } from './embedded/state-directory.ts';
import type { RunningSystem } from './embedded/system.ts';
import { readStartOptions, startUsage, type StartOptions } from './start-options.ts';
import { stepList } from './step-list.ts';
import { settleWithin, supervise, type Supervisor } from './supervisor.ts';

process.exit(await start());

/** Starts what is missing, shows where to look, and runs until told to stop; the exit code. */
async function start(): Promise<number> {
  try {
    const options = readStartOptions(process.argv.slice(2));
    if (options.help) return say(startUsage, 0);
    const state = await openStateDirectory(options.state);
    const lock = await takeLock(state.lock);
    if (lock.kind === 'held') return say(alreadyRunning(state, lock.holder.pid), 1);
    return await superviseOne(options, state).finally(() => lock.release());
  } catch (error) {
    return say(messageOf(error), 1);
  }
}

async function superviseOne(options: StartOptions, state: StateDirectory): Promise<number> {
  const supervisor = supervise();
  try {
    for (const name of await endLeftovers(state.processes)) {
      say(`  已结束上次遗留的进程 / ended what an earlier start left: ${name}`);
    }
    await run(options, state, supervisor);
    return 0;
  } catch (error) {
    return say(`\n${messageOf(error)}`, 1);
  } finally {
    await supervisor.stopAll(stepList());
    // A service that was only just being started when the signal came.
    await endLeftovers(state.processes);
  }
}

async function run(
  options: StartOptions,
  state: StateDirectory,
  supervisor: Supervisor,
): Promise<void> {
  const { signal, untilEnd } = supervisor;
  const starting = bringUp(state, supervisor, options.ports);
  await Promise.race([starting, untilEnd]);
  if (signal.aborted) return settleWithin(starting, 20);
  const system = await starting;
  say(whereToLook(system, state));
  const demo = demonstrate(options, system, { signal, folder: state.folder });
  const reason = await untilEnd;
  await settleWithin(demo, 10);
  if (reason !== undefined) {
    throw new Error(`服务意外结束 / a service ended by itself: ${reason}; ${state.logs}`);
  }
}

/** The example runs on the embedded database, elsewhere only when asked for. */
async function demonstrate(
  { demo }: StartOptions,
  system: RunningSystem,
  { signal, folder }: { signal: AbortSignal; folder: string },
): Promise<void> {
  if (!(demo ?? system.isDatabaseEmbedded)) {
    say('  等待地区包 / waits for a region pack: npm run region -- install DIR');
    return;
  }
  try {
    await runDemo({ ...system, signal }, join(folder, 'example'));
  } catch (error) {
    if (!signal.aborted)
      say(`示例未完成,下次启动时继续 / the example goes on at the next start: ${messageOf(error)}`);
  }
}

function whereToLook(system: RunningSystem, state: StateDirectory): string {
  return [
    '',
    `  接口 / API          ${system.apiUrl}`,
    `  流程 / Temporal     ${system.temporalUiUrl ?? system.temporalAddress}`,
    ...(system.mailboxUrl === undefined ? [] : [`  邮箱 / mailbox      ${system.mailboxUrl}`]),
    `  日志 / logs         ${state.logs}`,
    `  命令 / commands     set -a; . ${state.settings}; set +a`,
    '  按 Ctrl-C 停止 / Ctrl-C stops everything',
    '',
  ].join('\n');
}

function alreadyRunning(state: StateDirectory, pid: number): string {
  return (
    `${state.folder} 已由进程 ${pid} 启动;请先停止它,或用 --state 另选目录。\n` +
    `${state.folder} is in use by process ${pid}: stop it first, or choose another with --state.`
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function say(text: string, code = 0): number {
  console.log(text);
  return code;
}
