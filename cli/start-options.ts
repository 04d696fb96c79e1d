import { parseArgs } from 'node:util';
import { portNames, type PortName } from './embedded/ports.ts';

export const startUsage = `usage: npm start -- [options]
  --state DIR       where everything is kept; default .tisheng
  --demo            load the example region and run its programme; by itself on an embedded
                    database only, where --no-demo leaves it out
  --api-port N  --postgres-port N  --temporal-port N  --temporal-ui-port N
  --registry-port N  --bank-port N  --mailbox-port N  --smtp-port N
                    where none is named a free one is taken, and kept for the next start
Services named by DATABASE_URL, TEMPORAL_ADDRESS, TISHENG_REGISTRY_URL, TISHENG_BANK_URL and
TISHENG_SMTP_URL are used as they are; the others are started.`;

export type StartOptions = {
  state: string;
  /** Undefined: as the database is, embedded or given. */
  demo: boolean | undefined;
  help: boolean;
  ports: Partial<Record<PortName, number>>;
};

const text = { type: 'string' } as const;
const flags = {
  state: { type: 'string', default: '.tisheng' },
  demo: { type: 'boolean' },
  help: { type: 'boolean', default: false },
  'api-port': text,
  'postgres-port': text,
  'temporal-port': text,
  'temporal-ui-port': text,
  'registry-port': text,
  'bank-port': text,
  'mailbox-port': text,
  'smtp-port': text,
} as const;

const portFlags = {
  api: 'api-port',
  postgres: 'postgres-port',
  temporal: 'temporal-port',
  temporalUi: 'temporal-ui-port',
  registry: 'registry-port',
  bank: 'bank-port',
  mailbox: 'mailbox-port',
  smtp: 'smtp-port',
} as const;

/** Reads the command line of `npm start`; throws on an unknown flag or a bad port. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const { values } = parseArgs({ args: [...argv], options: flags, allowNegative: true });
  const ports: StartOptions['ports'] = {};
  for (const name of portNames) {
    const flag = portFlags[name];
    const written = values[flag];
    if (written !== undefined) ports[name] = readPort(flag, written);
  }
  return { state: values.state, demo: values.demo, help: values.help, ports };
}

function readPort(flag: string, written: string): number {
  const port = Number(written);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`--${flag} ${written}: 端口应为 1 至 65535 / a port is a number from 1 to 65535`);
}
