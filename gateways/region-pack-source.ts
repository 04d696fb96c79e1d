export type SourceFile = { file: string; path: readonly PropertyKey[] };

/** Where the parts of a pack were read: a section from one file, or entry by entry from several. */
export type PackSource = {
  sections: Map<string, string>;
  entries: Map<string, readonly SourceFile[]>;
};

/** The file that holds a place in the merged pack, and the place as that file has it. */
export function locate(
  { sections, entries }: PackSource,
  path: readonly PropertyKey[],
): { file: string; path: string } {
  const [section, at, ...rest] = path;
  const origin = typeof at === 'number' ? entries.get(String(section))?.[at] : undefined;
  if (origin) return { file: origin.file, path: written([...origin.path, ...rest]) };
  return { file: sections.get(String(section)) ?? '', path: written(path) };
}

/** `approvals[0].steps[1].duty`; list positions count from 0. */
function written(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./u, '');
}
