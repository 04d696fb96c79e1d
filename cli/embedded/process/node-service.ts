import { fileURLToPath } from 'node:url';
import type { ProcessRecord } from './record.ts';
import { readLogFrom, startService, untilReady, type Service } from './service.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export type NodeServicePlan<Ready> = {
  name: string;
  /** The program, from the root of the repository: 'worker/main.ts'. */
  program: string;
  args?: readonly string[];
  env: NodeJS.ProcessEnv;
  log: string;
  record?: ProcessRecord;
  stopSeconds: number;
  /** Reads one line of the program's output; a value says that it is up. */
  readReady: (line: unknown) => Ready | undefined;
};

/** Starts one of our own programs under this very Node, and waits for its line of JSON. */
export async function startNodeService<Ready>(
  plan: NodeServicePlan<Ready>,
): Promise<{ service: Service; ready: Ready }> {
  const service = await startService({
    name: plan.name,
    command: process.execPath,
    args: [plan.program, ...(plan.args ?? [])],
    env: plan.env,
    cwd: root,
    log: plan.log,
    stopSignal: 'SIGTERM',
    stopSeconds: plan.stopSeconds,
    ...(plan.record && { record: plan.record }),
  });
  const ready = await untilReady(service, plan.log, 60, async () => {
    const lines = (await readLogFrom(plan.log, service.logStart)).split('\n').slice(0, -1);
    return firstAnswer(lines, plan.readReady);
  });
  return { service, ready };
}

function firstAnswer<Ready>(
  lines: readonly string[],
  readReady: (line: unknown) => Ready | undefined,
): Ready | undefined {
  for (const line of lines) {
    const ready = readReady(parseQuietly(line));
    if (ready !== undefined) return ready;
  }
  return undefined;
}

function parseQuietly(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
