import { machinePaths, type Config } from '../../config.ts';
import type { StepList } from '../step-list.ts';
import type { Ports } from './ports.ts';
import { ensureDatabase, startPostgres } from './postgres/postgres.ts';
import type { ProcessRecord } from './process/record.ts';
import type { Service } from './process/service.ts';
import { startSimulators } from './simulators.ts';
import type { StateDirectory } from './state-directory.ts';
import { findTemporal } from './temporal/program.ts';
import { startTemporal } from './temporal/temporal.ts';

/** What the environment gave; a service that is undefined here is started. */
export type GivenServices = {
  databaseUrl?: string | undefined;
  temporalAddress?: string | undefined;
  temporalNamespace: string;
  registryUrl?: string | undefined;
  bankUrl?: string | undefined;
  smtpUrl?: string | undefined;
  mailFrom: string;
  publicUrl?: string | undefined;
  logLevel: Config['logLevel'];
  /** Base64 of 32 bytes. */
  secretKey: string;
};

export type StartPlan = {
  state: StateDirectory;
  ports: Ports;
  given: GivenServices;
  steps: StepList;
  record: ProcessRecord;
  /** Ends a download or build under way. */
  signal: AbortSignal;
  /** Told of each service once it runs; they are to be stopped in reverse order. */
  onStarted: (service: Service) => void;
};

/** Path of the `temporal` program, or undefined when a server is given. */
export async function findWorkflowServer(plan: StartPlan): Promise<string | undefined> {
  if (plan.given.temporalAddress !== undefined) return undefined;
  return plan.steps.run('查找 Temporal / looking for Temporal', (say) =>
    findTemporal(machinePaths(), say, { signal: plan.signal }),
  );
}

/** Connection URL of the database: the given one, or the embedded server's. */
export async function startDatabase(plan: StartPlan): Promise<string> {
  const { given, state, ports, record } = plan;
  if (given.databaseUrl !== undefined) return given.databaseUrl;
  return plan.steps.run('数据库 / PostgreSQL', async () => {
    const postgres = await startPostgres({
      home: state.postgres,
      log: state.log('postgres'),
      port: ports.postgres,
      record,
    });
    plan.onStarted(postgres);
    return ensureDatabase(postgres, 'tisheng');
  });
}

export async function startWorkflowServer(
  plan: StartPlan,
  program: string | undefined,
): Promise<{ temporalAddress: string; temporalUiUrl: string | undefined }> {
  const { given, state, ports, record } = plan;
  if (program === undefined) {
    return { temporalAddress: given.temporalAddress ?? '', temporalUiUrl: undefined };
  }
  return plan.steps.run('流程引擎 / Temporal', async () => {
    const temporal = await startTemporal({
      program,
      log: state.log('temporal'),
      database: state.temporalDatabase,
      namespace: given.temporalNamespace,
      port: ports.temporal,
      uiPort: ports.temporalUi,
      record,
    });
    plan.onStarted(temporal);
    return { temporalAddress: temporal.address, temporalUiUrl: temporal.uiUrl };
  });
}

/** Certificate registry, bank and mail: the given ones; simulators stand in for those not given. */
export async function startOutsideWorld(plan: StartPlan) {
  const { registryUrl, bankUrl, smtpUrl } = plan.given;
  if (registryUrl !== undefined && bankUrl !== undefined && smtpUrl !== undefined) {
    return { registryUrl, bankUrl, smtpUrl, mailboxUrl: undefined };
  }
  const { state, ports, record } = plan;
  const title = '模拟的证书库、银行、邮箱 / simulated registry, bank and mailbox';
  return plan.steps.run(title, async () => {
    const log = state.log('simulators');
    const simulators = await startSimulators({ state: state.simulators, log, ports, record });
    plan.onStarted(simulators);
    return {
      registryUrl: registryUrl ?? simulators.registryUrl,
      bankUrl: bankUrl ?? simulators.bankUrl,
      smtpUrl: smtpUrl ?? simulators.smtpUrl,
      mailboxUrl: smtpUrl === undefined ? simulators.mailboxUrl : undefined,
    };
  });
}
