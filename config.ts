import { z } from 'zod';

/** Every setting the programs know, and the environment variable each one comes from. */
export const environmentNames = {
  databaseUrl: 'DATABASE_URL',
  temporalAddress: 'TEMPORAL_ADDRESS',
  temporalNamespace: 'TEMPORAL_NAMESPACE',
  temporalUiUrl: 'TISHENG_TEMPORAL_UI_URL',
  apiHost: 'TISHENG_API_HOST',
  apiPort: 'TISHENG_API_PORT',
  publicUrl: 'TISHENG_PUBLIC_URL',
  rosterBytesMax: 'TISHENG_ROSTER_BYTES_MAX',
  secretKey: 'TISHENG_SECRET_KEY',
  registryUrl: 'TISHENG_REGISTRY_URL',
  lookUpSources: 'TISHENG_LOOK_UP_SOURCES',
  lookUpRates: 'TISHENG_LOOK_UPS_PER_SECOND',
  bankUrl: 'TISHENG_BANK_URL',
  smtpUrl: 'TISHENG_SMTP_URL',
  mailFrom: 'TISHENG_MAIL_FROM',
  queues: 'TISHENG_QUEUES',
  logLevel: 'TISHENG_LOG_LEVEL',
} as const;

export const queueNames = ['claims', 'verify', 'payment', 'report', 'notify'] as const;

/** `name=value` pairs with commas between them, as a map. */
const pairs = <Value>(value: z.ZodType<Value, string>) =>
  z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((it) => it.trim() || []))
    .pipe(z.array(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*=./u, 'name=value')))
    .transform((list) =>
      list.map((it) => [it.slice(0, it.indexOf('=')), it.slice(it.indexOf('=') + 1)] as const),
    )
    .pipe(z.array(z.tuple([z.string(), value])))
    .transform((list) => new Map(list));

const setting = z.object({
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/u }),
  temporalAddress: z.string().regex(/^[^\s:/]+:\d{1,5}$/u, 'host:port'),
  temporalNamespace: z.string().default('default'),
  temporalUiUrl: z.url({ protocol: /^https?$/u }).optional(),
  apiHost: z.string().default('127.0.0.1'),
  apiPort: z.coerce.number().int().min(1).max(65_535).default(8080),
  publicUrl: z.url({ protocol: /^https?$/u }).optional(),
  rosterBytesMax: z.coerce.number().int().min(1_000).max(100_000_000).default(20_000_000),
  secretKey: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/u, '32 bytes in base64')
    .transform((text) => Uint8Array.from(Buffer.from(text, 'base64'))),
  registryUrl: z.url({ protocol: /^https?$/u }),
  /** Further sources of certificates: a registry's address, or file:///folder of an exchange. */
  lookUpSources: pairs(z.url({ protocol: /^(?:https?|file)$/u })),
  /** Requests a second that a source takes of the whole office, by its name. */
  lookUpRates: pairs(
    z
      .string()
      .regex(/^\d{1,4}(?:\.\d{1,3})?$/u, 'a number')
      .transform(Number)
      .refine((rate) => rate > 0, 'above 0'),
  ),
  bankUrl: z.url({ protocol: /^https?$/u }),
  smtpUrl: z.url({ protocol: /^smtps?$/u }),
  mailFrom: z.string().min(3),
  queues: z
    .string()
    .default(queueNames.join(','))
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(queueNames)).min(1)),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = z.output<typeof setting>;

/** What the worker needs: every service it calls. */
export const workerSettings = setting.pick({
  databaseUrl: true,
  temporalAddress: true,
  temporalNamespace: true,
  secretKey: true,
  registryUrl: true,
  lookUpSources: true,
  lookUpRates: true,
  bankUrl: true,
  smtpUrl: true,
  mailFrom: true,
  publicUrl: true,
  queues: true,
  logLevel: true,
});

/** What the API needs: it stores and asks workflows, and calls no outside service. */
export const apiSettings = setting.pick({
  databaseUrl: true,
  temporalAddress: true,
  temporalNamespace: true,
  temporalUiUrl: true,
  secretKey: true,
  apiHost: true,
  apiPort: true,
  publicUrl: true,
  rosterBytesMax: true,
  logLevel: true,
});

/** What a command beside a running system needs. */
export const databaseSettings = setting.pick({ databaseUrl: true, logLevel: true });

/** What importing a list needs: its identity numbers are kept under the installation's key. */
export const listSettings = setting.pick({ databaseUrl: true, secretKey: true });

/** What the supervisor of `npm start` reads; what is absent it starts itself. */
export const startSettings = setting
  .pick({
    databaseUrl: true,
    temporalAddress: true,
    secretKey: true,
    registryUrl: true,
    bankUrl: true,
    smtpUrl: true,
    publicUrl: true,
  })
  .partial()
  .extend({
    temporalNamespace: setting.shape.temporalNamespace,
    mailFrom: setting.shape.mailFrom.default('tisheng@localhost'),
    apiPort: z.coerce.number().int().min(1).max(65_535).optional(),
    logLevel: setting.shape.logLevel,
  });

/** Reads the settings a program needs; throws one error that names all that is missing or wrong. */
export function readConfig<Needs extends z.ZodObject>(
  needs: Needs,
  env: NodeJS.ProcessEnv = process.env,
): z.output<Needs> {
  const given = Object.entries(environmentNames).map(([field, name]) => [field, env[name]]);
  const filled = given.filter(([, value]) => value !== undefined && value !== '');
  const read = needs.safeParse(Object.fromEntries(filled));
  if (read.success) return read.data;
  throw new Error(`环境变量缺失或有误 / missing or wrong settings:\n${problems(read.error, env)}`);
}

/** The environment of a child process: ours, with these settings changed. */
export function environmentWith(
  settings: Partial<Record<keyof Config, string>>,
): NodeJS.ProcessEnv {
  const named = Object.entries(environmentNames).flatMap(([field, name]) => {
    const value = Object.entries(settings).find(([key]) => key === field)?.[1];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...process.env, ...Object.fromEntries(named) };
}

/** Where programs are looked for and where a user's caches lie; undefined when not set. */
export function machinePaths(env: NodeJS.ProcessEnv = process.env) {
  return { search: env['PATH'] ?? '', cacheHome: env['XDG_CACHE_HOME'] };
}

/** Values never appear in the message: some of them are secrets. */
function problems(error: z.ZodError, env: NodeJS.ProcessEnv): string {
  const lines = error.issues.map((issue) => {
    const name = nameOf(String(issue.path[0]));
    const state = env[name] === undefined || env[name] === '' ? '未设置 / not set' : issue.message;
    return `  ${name}: ${state}`;
  });
  return [...new Set(lines)].join('\n');
}

function nameOf(field: string): string {
  return Object.entries(environmentNames).find(([key]) => key === field)?.[1] ?? field;
}
