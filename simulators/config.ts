import { parseArgs } from 'node:util';
import { z } from 'zod';

/** Where the books lie and what the servers listen on; port 0 takes a free port. */
export type SimulatorSettings = {
  state: string;
  host: string;
  registryPort: number;
  bankPort: number;
  mailboxPort: number;
  smtpPort: number;
};

export const usage = `usage: node simulators/main.ts --state DIRECTORY
  [--host 127.0.0.1] [--registry-port 0] [--bank-port 0] [--mailbox-port 0] [--smtp-port 0]
Each flag can also be a variable: SIMULATORS_STATE, SIMULATORS_HOST, SIMULATORS_REGISTRY_PORT, ...`;

const port = z.coerce.number().int().min(0).max(65_535);
const settings = z.object({
  state: z.string('--state is missing').min(1, '--state is empty'),
  host: z.string().min(1).default('127.0.0.1'),
  'registry-port': port.default(0),
  'bank-port': port.default(0),
  'mailbox-port': port.default(0),
  'smtp-port': port.default(0),
});

const flags = {
  state: { type: 'string' },
  host: { type: 'string' },
  'registry-port': { type: 'string' },
  'bank-port': { type: 'string' },
  'mailbox-port': { type: 'string' },
  'smtp-port': { type: 'string' },
} as const;

/** Flags win over variables; throws an error that names every wrong setting at once. */
export function readSettings(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): SimulatorSettings {
  const { values } = parseArgs({ args: [...argv], options: flags });
  const fromEnv = Object.fromEntries(
    Object.keys(flags).flatMap((flag) => {
      const value = env[`SIMULATORS_${flag.toUpperCase().replaceAll('-', '_')}`];
      return value ? [[flag, value]] : [];
    }),
  );
  const read = settings.safeParse({ ...fromEnv, ...values });
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`${problems.join('\n')}\n${usage}`);
  }
  return {
    state: read.data.state,
    host: read.data.host,
    registryPort: read.data['registry-port'],
    bankPort: read.data['bank-port'],
    mailboxPort: read.data['mailbox-port'],
    smtpPort: read.data['smtp-port'],
  };
}
