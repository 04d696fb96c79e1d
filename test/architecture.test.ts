import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { importsOf, listPaths, readSources, topOf, type Import } from './support/source-tree.ts';

type Rule = {
  /** Folders it may import, or single files of ours. */
  ours: readonly string[];
  /** Of these it may import types only. */
  types?: readonly string[];
  /** Packages it may import; absent: any. */
  packages?: readonly RegExp[];
};

const anything = ['activities', 'api', 'bench', 'cli', 'config.ts', 'db', 'domain', 'gateways'];
const everything = [...anything, 'report', 'simulators', 'test', 'web', 'worker', 'workflows'];

/** Which folder may import what; docs/architecture.md shows the same table. */
const rules: Record<string, Rule> = {
  domain: { ours: [], packages: [/^decimal\.js$/u, /^zod$/u] },
  report: { ours: ['domain'] },
  db: { ours: ['domain'] },
  gateways: { ours: ['domain'] },
  activities: { ours: ['domain', 'report', 'gateways', 'db'] },
  workflows: {
    ours: ['domain'],
    types: ['activities'],
    packages: [/^@temporalio\/(?:workflow|common)$/u, /^zod$/u],
  },
  api: { ours: ['domain', 'db', 'gateways', 'workflows/messages.ts', 'config.ts'] },
  worker: { ours: everything },
  web: { ours: [], types: ['api'] },
  simulators: { ours: [] },
  cli: { ours: everything },
  bench: { ours: everything },
  test: { ours: everything },
  'config.ts': { ours: [], packages: [/^zod$/u] },
  'vitest.config.ts': { ours: [], packages: [/^vitest\/config$/u] },
  'bootstrap.mjs': { ours: [], packages: [/^node:/u] },
};

const configReaders = ['api', 'bench', 'cli', 'test', 'worker'];

/** Imports that break the table, each with its reason; a mended one must leave the list. */
const exceptions: { file: string; source: string; reason: string }[] = [];

describe('imports', async () => {
  const sources = await readSources();
  const forbidden = sources.flatMap(importsOf).filter((it) => !isAllowed(it));

  test('follow the table of folders', () => {
    const unexpected = forbidden.filter((it) => !exceptions.some((known) => isSame(known, it)));
    expect(unexpected.map(describeImport)).toEqual([]);
  });

  test('leave no mended exception on the list', () => {
    const mended = exceptions.filter((known) => !forbidden.some((it) => isSame(known, it)));
    expect(mended).toEqual([]);
  });

  test('are read by the table at all', () => {
    const domainDate = { file: 'domain/x.ts', source: 'node:fs', isOurs: false, isTypeOnly: false };
    const runtimeStep = importsOf({
      path: 'workflows/x.ts',
      text: "import { createSteps } from '../activities/steps.ts';",
    });
    const typeStep = importsOf({
      path: 'workflows/x.ts',
      text: "import { type Steps } from '../activities/steps.ts';",
    });
    expect([domainDate, ...runtimeStep, ...typeStep].map(isAllowed)).toEqual([false, false, true]);
  });
});

describe('the tree', async () => {
  const paths = await listPaths();
  const sources = await readSources();

  test('has only the top-level folders that the folder map names', () => {
    const folders = new Set(paths.filter((path) => path.includes('/')).map(topOf));
    const known = [...Object.keys(rules), '.ci', 'docs', 'regions'];
    expect([...folders].filter((folder) => !known.includes(folder))).toEqual([]);
  });

  test('has a rule for every file of code', () => {
    expect(sources.map(({ path }) => topOf(path)).filter((top) => !(top in rules))).toEqual([]);
  });

  test('has no folder named for nothing in particular', () => {
    const banned = /(?:^|\/)(?:utils?|helpers?|common|shared|types|services|managers|misc|lib)\//u;
    expect(paths.filter((path) => banned.test(path))).toEqual([]);
  });

  test('has no file over 300 lines and no line over 100 columns', () => {
    const long = sources.flatMap(({ path, text }) => {
      const lines = text.trimEnd().split('\n');
      const wide = lines.flatMap((line, at) => (isWide(line) ? [`${path}:${at + 1}`] : []));
      return lines.length > 300 ? [path, ...wide] : wide;
    });
    expect(long).toEqual([]);
  });

  test('reads the environment in the files made for it', () => {
    const readers = ['config.ts', 'bootstrap.mjs', 'simulators/main.ts', 'simulators/config.ts'];
    const reading = sources.filter(({ text }) => /\bprocess\.env\b/u.test(withoutTexts(text)));
    const others = reading.map(({ path }) => path).filter((path) => !readers.includes(path));
    expect(others).toEqual([]);
  });

  test('keeps money as decimal text, never as a number', () => {
    const money =
      /\b\w*(?:amount|balance|fee|feePaid|paidTotal|price|subsidy)\??: (?:number|bigint)\b/iu;
    const folders = ['activities', 'api', 'db', 'domain', 'gateways', 'report', 'workflows'];
    const found = sources.filter(
      ({ path, text }) => folders.includes(topOf(path)) && money.test(text),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });
});

describe('the packages', () => {
  test('resolve Temporal to the one protobufjs of version 8', async () => {
    const lock: { packages: Record<string, { version?: string }> } = JSON.parse(
      await readFile('package-lock.json', 'utf8'),
    );
    const copies = Object.entries(lock.packages).filter(
      ([path, { version }]) => path.endsWith('/protobufjs') && version?.startsWith('8.'),
    );
    expect(copies.map(([path]) => path)).toEqual(['node_modules/protobufjs']);
    const proto = createRequire(createRequire(import.meta.url).resolve('@temporalio/proto'));
    expect(proto('protobufjs/package.json').version).toMatch(/^8\./u);
  });

  test('name no registry in the lock file', async () => {
    expect(await readFile('package-lock.json', 'utf8')).not.toContain('"resolved"');
  });
});

function isAllowed({ file, source, isOurs, isTypeOnly }: Import): boolean {
  const top = topOf(file);
  const rule = rules[top];
  if (rule === undefined) return false;
  if (!isOurs) return rule.packages?.some((pattern) => pattern.test(source)) ?? true;
  if (source === 'config.ts') return configReaders.includes(top);
  const allowed = isTypeOnly ? [...rule.ours, ...(rule.types ?? [])] : rule.ours;
  return [...allowed, top].some((it) => it === source || it === topOf(source));
}

function isSame(known: { file: string; source: string }, found: Import): boolean {
  return known.file === found.file && known.source === found.source;
}

function describeImport({ file, source }: Import): string {
  return `${file} imports ${source}`;
}

/** What no formatter can break is let through: addresses, patterns, and the sentences of tests. */
function isWide(line: string): boolean {
  const unbreakable = /https?:\/\/|^\s*\/[^/*]|^\s*(?:test|describe)(?:\.\w+)?\(/u;
  return line.length > 100 && !unbreakable.test(line);
}

function withoutTexts(text: string): string {
  return text.replaceAll(/^\s*(?:\/\/|\*|\/\*\*).*$/gmu, '');
}
