import type { LineOf } from './yaml-file.ts';

export type SourceFile = { file: string; path: readonly PropertyKey[] };

/** One thing wrong with a pack: in which file and line, where in it, and what was expected. */
export type PackFault = { file: string; line?: number; path: string; expected: string };

/** Where the parts of a pack were read: a section from one file, or entry by entry from several. */
export type PackSource = {
  sections: Map<string, string>;
  entries: Map<string, readonly SourceFile[]>;
  lines: Map<string, LineOf>;
};

/** The file that holds a place in the merged pack, and the place and line as that file has it. */
export function locate(
  { sections, entries, lines }: PackSource,
  path: readonly PropertyKey[],
): Omit<PackFault, 'expected'> {
  const [section, at, ...rest] = path;
  const origin = typeof at === 'number' ? entries.get(String(section))?.[at] : undefined;
  const file = origin?.file ?? sections.get(String(section)) ?? '';
  const inFile = origin ? [...origin.path, ...rest] : path;
  const line = lines.get(file)?.(inFile);
  return { file, ...(line !== undefined && { line }), path: written(inFile) };
}

/** `approvals[0].steps[1].duty`; list positions count from 0. */
export function written(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./u, '');
}
