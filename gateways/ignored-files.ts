import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { meant } from '../domain/region-pack/nearest.ts';
import type { PackFault } from './region-pack-source.ts';

/** Folders of a region whose files are read; everything else is read at the top only. */
const folders = ['calendar', 'rates', 'cases'];
const looksWritten = /\.ya?ml/iu;
const isRead = /\.ya?ml$/iu;

/** Files that look like part of a pack and are read by nothing: most are misplaced or misnamed. */
export async function ignoredFiles(directory: string): Promise<PackFault[]> {
  return (await filesOf(directory, [])).flatMap((parts) => {
    const [folder = '', ...below] = parts;
    const inPlace = below.length === 0 || (below.length === 1 && folders.includes(folder));
    const name = parts.at(-1) ?? '';
    if (inPlace && isRead.test(name)) return [];
    const close =
      below.length === 1
        ? meant(
            `${folder}/`,
            folders.map((it) => `${it}/`),
          )
        : '';
    const expected = inPlace
      ? '这个文件不读：文件名须以 .yaml 结尾'
      : `这个文件不读：只读最上层和 ${folders.join('、')} 里的文件，不读更深的${close}`;
    return [{ file: join(...parts), path: '', expected }];
  });
}

/** Paths of the files that look like YAML, part by part; hidden ones are nobody's. */
async function filesOf(directory: string, at: readonly string[]): Promise<string[][]> {
  const entries = await readdir(join(directory, ...at), { withFileTypes: true }).catch(() => []);
  const shown = entries.filter(({ name }) => !name.startsWith('.'));
  const files = shown
    .filter((entry) => !entry.isDirectory() && looksWritten.test(entry.name))
    .map(({ name }) => [...at, name]);
  const below = shown.filter((entry) => entry.isDirectory() && at.length < foldersMax);
  const inner = await Promise.all(below.map(({ name }) => filesOf(directory, [...at, name])));
  return [...files, ...inner.flat()].toSorted((a, b) => join(...a).localeCompare(join(...b)));
}

/** A folder that holds a whole project is not searched to its end. */
const foldersMax = 3;
