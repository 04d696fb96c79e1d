import { z } from 'zod';
import { environmentNames, environmentWith, type Config } from '../../config.ts';
import { migrateToLatest } from '../../db/migrate.ts';
import { writeSettings } from './state-directory.ts';
import { startNodeService } from './process/node-service.ts';
import {
  startDatabase,
  startOutsideWorld,
  startWorkflowServer,
  findWorkflowServer,
  type StartPlan,
} from './servers.ts';

/** The addresses of a running system. */
export type RunningSystem = {
  isDatabaseEmbedded: boolean;
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  temporalUiUrl: string | undefined;
  registryUrl: string;
  bankUrl: string;
  smtpUrl: string;
  /** The page of the simulated mailbox; undefined when real mail goes out. */
  mailboxUrl: string | undefined;
  apiUrl: string;
  /** Base64 of 32 bytes. */
  secretKey: string;
};

/** The line of its log in which a program says that it works. */
const readyLine = z.object({ msg: z.enum(['worker ready', 'api ready']) });

/** Starts all services in their order, each after the ones it needs answer. */
export async function startSystem(plan: StartPlan): Promise<RunningSystem> {
  const { given, steps, ports } = plan;
  // Looked for first: it is the one thing that may have to be installed.
  const program = await findWorkflowServer(plan);
  const databaseUrl = await startDatabase(plan);
  await steps.run('数据库结构 / database schema', () => migrateToLatest(databaseUrl));
  const temporal = await startWorkflowServer(plan, program);
  const outside = await startOutsideWorld(plan);
  const system: RunningSystem = {
    isDatabaseEmbedded: given.databaseUrl === undefined,
    databaseUrl,
    temporalNamespace: given.temporalNamespace,
    ...temporal,
    ...outside,
    apiUrl: `http://127.0.0.1:${ports.api}`,
    secretKey: given.secretKey,
  };
  const env = environmentWith(settingsOf(system, plan));
  await writeSettings(plan.state.settings, {
    [environmentNames.databaseUrl]: system.databaseUrl,
    [environmentNames.secretKey]: system.secretKey,
  });
  await startProgram(plan, 'worker', '工作进程 / worker', env);
  await startProgram(plan, 'api', '接口 / API', env);
  return system;
}

async function startProgram(
  { steps, state, record, onStarted }: StartPlan,
  name: 'worker' | 'api',
  title: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await steps.run(title, async () => {
    const { service } = await startNodeService({
      name,
      program: `${name}/main.ts`,
      env,
      log: state.log(name),
      record,
      stopSeconds: 40,
      readReady: (line) => readyLine.safeParse(line).data,
    });
    onStarted(service);
  });
}

function settingsOf(
  system: RunningSystem,
  { given, ports }: StartPlan,
): Partial<Record<keyof Config, string>> {
  return {
    databaseUrl: system.databaseUrl,
    temporalAddress: system.temporalAddress,
    temporalNamespace: system.temporalNamespace,
    ...(system.temporalUiUrl !== undefined && { temporalUiUrl: system.temporalUiUrl }),
    registryUrl: system.registryUrl,
    bankUrl: system.bankUrl,
    smtpUrl: system.smtpUrl,
    mailFrom: given.mailFrom,
    secretKey: system.secretKey,
    apiPort: String(ports.api),
    publicUrl: given.publicUrl ?? system.apiUrl,
    logLevel: given.logLevel,
  };
}
