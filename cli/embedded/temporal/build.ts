import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { environmentWith } from '../../../config.ts';

const runFile = promisify(execFile);
const lookUpMs = 8000;

/** Whether this Go toolchain can fetch the CLI's source, asked with a short limit. */
export async function canBuildTemporal(go: string, version: string): Promise<boolean> {
  const args = ['list', '-m', `github.com/temporalio/cli@${version}`];
  const options = { env: environmentWith({}), timeout: lookUpMs, killSignal: 'SIGKILL' } as const;
  return runFile(go, args, options).then(
    () => true,
    () => false,
  );
}

export type BuildPlan = {
  go: string;
  version: string;
  target: string;
  say: (line: string) => void;
  signal: AbortSignal | undefined;
};

/** Builds the CLI beside `target` and renames it there, so that half a build is never started. */
export async function buildTemporal(plan: BuildPlan): Promise<void> {
  const { version, target, say } = plan;
  say(
    `用 Go 编译 Temporal ${version},约 4 分钟,仅此一次 / building it with Go, about 4 minutes, once`,
  );
  const folder = await mkdtemp(join(dirname(target), 'build-'));
  const started = Date.now();
  const pulse = setInterval(() => {
    say(`编译中 / still building: ${Math.round((Date.now() - started) / 1000)} s`);
  }, 15_000);
  try {
    await install(plan, folder);
    await rename(join(folder, basename(target)), target);
  } finally {
    clearInterval(pulse);
    await rm(folder, { recursive: true, force: true });
  }
}

async function install({ go, version, signal }: BuildPlan, folder: string): Promise<void> {
  const args = ['install', `github.com/temporalio/cli/cmd/temporal@${version}`];
  const env = { ...environmentWith({}), GOBIN: folder };
  const child = spawn(go, args, { env, stdio: ['ignore', 'pipe', 'pipe'], signal });
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`编译 Temporal 失败 / go install failed:\n${output.trimEnd()}`);
}
