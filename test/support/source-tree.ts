import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ignored = new Set(['node_modules', '.git', '.tisheng', 'out']);
const importPattern =
  /^(?:import|export)\b(?<clause>[^;'"=()]*?)\bfrom\s+'(?<from>[^']+)'|^import\s+'(?<bare>[^']+)'|\bimport\('(?<dynamic>[^']+)'\)/gmu;

export type Import = {
  /** The importing file, from the root: 'workflows/process-claim.ts'. */
  file: string;
  /** A file of ours from the root, or a package as it is written. */
  source: string;
  isOurs: boolean;
  isTypeOnly: boolean;
};

export type SourceFile = { path: string; text: string };

/** Every path below the root, from the root with '/', without what git ignores. */
export async function listPaths(): Promise<string[]> {
  const paths: string[] = [];
  const visit = async (folder: string) => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (ignored.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await visit(path);
      else paths.push(relative(root, path).split(sep).join('/'));
    }
  };
  await visit(root);
  return paths.toSorted();
}

export async function readSources(): Promise<SourceFile[]> {
  const paths = (await listPaths()).filter((path) => /\.(?:ts|tsx|mjs)$/u.test(path));
  return Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })),
  );
}

/** The imports and re-exports a file makes, dynamic ones too. */
export function importsOf({ path, text }: SourceFile): Import[] {
  return [...text.matchAll(importPattern)].map(({ groups }) => {
    const written = groups?.['from'] ?? groups?.['bare'] ?? groups?.['dynamic'] ?? '';
    const isOurs = written.startsWith('.');
    return {
      file: path,
      source: isOurs
        ? normalize(join(dirname(path), written))
            .split(sep)
            .join('/')
        : written,
      isOurs,
      isTypeOnly: isTypeClause(groups?.['clause'] ?? ''),
    };
  });
}

/** The first folder of a path; a file at the root is its own folder. */
export function topOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function isTypeClause(clause: string): boolean {
  if (/^\s+type\b/u.test(clause)) return true;
  const named = /^\s*\{(?<names>[^}]*)\}\s*$/u.exec(clause)?.groups?.['names'];
  if (named === undefined) return false;
  const names = named.split(',').map((name) => name.trim());
  return names.every((name) => name === '' || name.startsWith('type '));
}
