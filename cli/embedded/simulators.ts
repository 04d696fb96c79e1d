import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { environmentWith } from '../../config.ts';
import { startNodeService } from './process/node-service.ts';
import type { ProcessRecord } from './process/record.ts';
import type { Service } from './process/service.ts';

const readyLine = z.object({
  registry: z.string(),
  bank: z.string(),
  mailbox: z.string(),
  smtp: z.int(),
});

export type SimulatorOptions = {
  state: string;
  log: string;
  ports: { registry: number; bank: number; mailbox: number; smtp: number };
  record?: ProcessRecord;
};

export type Simulators = Service & {
  registryUrl: string;
  bankUrl: string;
  mailboxUrl: string;
  smtpUrl: string;
};

/** Starts the stand-in outside world: certificate registry, bank and mailbox, in one process. */
export async function startSimulators(options: SimulatorOptions): Promise<Simulators> {
  const { state, log, ports, record } = options;
  await mkdir(state, { recursive: true });
  const { service, ready } = await startNodeService({
    name: 'simulators',
    program: 'simulators/main.ts',
    args: [
      `--state=${state}`,
      `--registry-port=${ports.registry}`,
      `--bank-port=${ports.bank}`,
      `--mailbox-port=${ports.mailbox}`,
      `--smtp-port=${ports.smtp}`,
    ],
    env: environmentWith({}),
    log,
    stopSeconds: 10,
    readReady: (line) => readyLine.safeParse(line).data,
    ...(record && { record }),
  });
  return {
    ...service,
    registryUrl: ready.registry,
    bankUrl: ready.bank,
    mailboxUrl: ready.mailbox,
    smtpUrl: `smtp://127.0.0.1:${ready.smtp}`,
  };
}
