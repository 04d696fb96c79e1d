import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { packFaults, regionPack, type RegionPack } from '../domain/region-pack/index.ts';
import { locate, type PackSource, type SourceFile } from './region-pack-source.ts';
import { faultsOf } from './zod-faults.ts';

/** One thing wrong with a pack: in which file, where in it, and what was expected. */
export type PackFault = { file: string; path: string; expected: string };

/** A region pack that cannot be used. The message lists every fault found, for whoever wrote it. */
export class RegionPackFaulty extends Error {
  readonly faults: readonly PackFault[];

  constructor(directory: string, faults: readonly PackFault[]) {
    const lines = faults.map(({ file, path, expected }) =>
      [join(directory, file), path, expected].filter((part) => part !== '').join('：'),
    );
    super(`地区包有误 / region pack is wrong:\n${lines.join('\n')}`);
    this.name = 'RegionPackFaulty';
    this.faults = faults;
  }
}

/** Sections kept as one file per year or period: each file gives one entry or a list of them. */
const listFolders = ['calendar', 'rates'];

/** Files that stand in a region's folder and are no part of its pack. */
const otherFiles = new Set([
  'cases.yaml',
  'expected-figures.yaml',
  'programme.yaml',
  'reported-figures.yaml',
]);

/**
 * Reads the folder of a region as one pack. Scalars are taken as the text that stands in the file.
 * Throws RegionPackFaulty with all faults when a file cannot be read as YAML or anything in it is
 * not as a pack must be.
 */
export async function loadRegionPack(directory: string): Promise<RegionPack> {
  const files = await Promise.all(
    (await packFiles(directory)).map((it) => readPart(directory, it)),
  );
  const unreadable = files.flatMap(({ faults }) => faults);
  if (unreadable.length > 0) throw new RegionPackFaulty(directory, unreadable);

  const { content, source, faults } = merge(files);
  const read = regionPack.safeParse(content, { error: z.locales.zhCN().localeError });
  const wrong = read.success ? packFaults(read.data) : faultsOf(read.error);
  const located = wrong.map(({ path, expected }) => ({ ...locate(source, path), expected }));
  const all = [...faults, ...located];
  if (!read.success || all.length > 0) throw new RegionPackFaulty(directory, all);
  return read.data;
}

async function packFiles(directory: string): Promise<string[]> {
  const top = await yamlFiles(directory, '').catch(() => {
    throw new RegionPackFaulty(directory, [
      { file: '', path: '', expected: '没有这个文件夹，或无权读取' },
    ]);
  });
  const listed = await Promise.all(
    listFolders.map((folder) => yamlFiles(directory, folder).catch(() => [])),
  );
  return [...top.filter((name) => !otherFiles.has(name)), ...listed.flat()];
}

async function yamlFiles(directory: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(directory, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map(({ name }) => join(folder, name))
    .toSorted();
}

type Part = { file: string; content: unknown; faults: PackFault[] };

async function readPart(directory: string, file: string): Promise<Part> {
  const document = parseDocument(await readFile(join(directory, file), 'utf8'), {
    schema: 'failsafe',
  });
  const faults = [...document.errors, ...document.warnings].map(({ linePos, message }) => {
    const line = linePos?.[0].line;
    const path = line === undefined ? '' : `第 ${line} 行`;
    return { file, path, expected: message.split('\n')[0] ?? message };
  });
  return { file, faults, content: faults.length > 0 ? undefined : document.toJS() };
}

function merge(parts: readonly Part[]): {
  content: Record<string, unknown>;
  source: PackSource;
  faults: PackFault[];
} {
  const content: Record<string, unknown> = {};
  const source: PackSource = { sections: new Map(), entries: new Map() };
  const faults: PackFault[] = [];
  for (const { file, content: part } of parts) {
    const folder = listFolders.find((it) => file.startsWith(join(it, '/')));
    if (folder !== undefined) {
      addEntries(folder, file, part, { content, source });
    } else if (isMapping(part)) {
      faults.push(...addSections(file, part, { content, source }));
    } else {
      faults.push({ file, path: '', expected: '文件内容应为若干部分，每部分写成“名称: 内容”' });
    }
  }
  return { content, source, faults };
}

type Merged = { content: Record<string, unknown>; source: PackSource };

function addEntries(section: string, file: string, part: unknown, { content, source }: Merged) {
  const list = Array.isArray(part);
  const added: unknown[] = list ? part : [part];
  const before = content[section];
  content[section] = [...(Array.isArray(before) ? before : []), ...added];
  const origins: SourceFile[] = added.map((_, at) => ({ file, path: list ? [at] : [] }));
  source.entries.set(section, [...(source.entries.get(section) ?? []), ...origins]);
}

function addSections(
  file: string,
  part: Record<string, unknown>,
  { content, source }: Merged,
): PackFault[] {
  return Object.entries(part).flatMap(([section, value]) => {
    const other = source.sections.get(section) ?? source.entries.get(section)?.[0]?.file;
    if (other !== undefined) {
      return [{ file, path: section, expected: `这一部分已写在 ${other}，只能写一处` }];
    }
    content[section] = value;
    source.sections.set(section, file);
    return [];
  });
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
