import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackFault, PackSource, SourceFile } from './region-pack-source.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

/** A pack's files put together, where each part came from, and what could not be put together. */
export type MergedPack = {
  content: Record<string, unknown>;
  source: PackSource;
  /** A file that is no YAML leaves the rest of the pack unjudged. */
  unreadable: PackFault[];
  faults: PackFault[];
};

/** Sections kept as one file per year or period: each file gives one entry or a list of them. */
const listFolders = ['calendar', 'rates'];

/** Files that stand in a region's folder and are no part of its pack. */
const otherFiles = new Set([
  'cases.yaml',
  'expected-figures.yaml',
  'programme.yaml',
  'reported-figures.yaml',
]);

/** Reads every file of a region's folder that is part of its pack. */
export async function readPackFiles(directory: string): Promise<MergedPack> {
  const merged: MergedPack = {
    content: {},
    source: { sections: new Map(), entries: new Map(), lines: new Map() },
    unreadable: [],
    faults: [],
  };
  const top = await yamlFiles(directory, '').catch(() => undefined);
  if (top === undefined) {
    const expected = '没有这个文件夹，或无权读取';
    return { ...merged, unreadable: [{ file: '', path: '', expected }] };
  }
  const listed = await Promise.all(
    listFolders.map((folder) => yamlFiles(directory, folder).catch(() => [])),
  );
  for (const file of [...top.filter((name) => !otherFiles.has(name)), ...listed.flat()]) {
    if (!file.endsWith('.yaml')) {
      merged.faults.push({ file, path: '', expected: '文件名须以 .yaml 结尾，否则不读' });
      continue;
    }
    const read = await readYamlFile(join(directory, file));
    merged.unreadable.push(...read.faults.map((it) => ({ file, path: '', ...it })));
    if (read.faults.length === 0) addFile(merged, file, read);
  }
  return merged;
}

/** The YAML files of a folder, the folder's name before them; throws if it is not there. */
export async function yamlFiles(directory: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(directory, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/iu.test(entry.name))
    .map(({ name }) => join(folder, name))
    .toSorted();
}

function addFile(merged: MergedPack, file: string, { content, lineOf }: YamlFile): void {
  merged.source.lines.set(file, lineOf);
  const folder = listFolders.find((it) => file.startsWith(join(it, '/')));
  if (folder !== undefined) {
    addEntries(merged, folder, file, content);
  } else if (isMapping(content)) {
    addSections(merged, file, content);
  } else {
    const expected = '文件内容应为若干部分，每部分写成“名称: 内容”';
    merged.faults.push({ file, line: 1, path: '', expected });
  }
}

function addEntries(
  { content, source }: MergedPack,
  section: string,
  file: string,
  part: unknown,
): void {
  const list = Array.isArray(part);
  const added: unknown[] = list ? part : [part];
  const before = content[section];
  content[section] = [...(Array.isArray(before) ? before : []), ...added];
  const origins: SourceFile[] = added.map((_, at) => ({ file, path: list ? [at] : [] }));
  source.entries.set(section, [...(source.entries.get(section) ?? []), ...origins]);
}

function addSections(merged: MergedPack, file: string, part: Record<string, unknown>): void {
  const { content, source, faults } = merged;
  for (const [section, value] of Object.entries(part)) {
    const other = source.sections.get(section) ?? source.entries.get(section)?.[0]?.file;
    if (other === undefined) {
      content[section] = value;
      source.sections.set(section, file);
    } else {
      const line = source.lines.get(file)?.([section]);
      const expected = `这一部分已写在 ${other}，只能写一处`;
      faults.push({ file, ...(line !== undefined && { line }), path: section, expected });
    }
  }
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
