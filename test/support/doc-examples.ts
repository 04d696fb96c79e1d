import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** One example of docs/regions.md: what kind it is, the line it stands on, what it says. */
export type DocExample = { kind: string; line: number; content: Record<string, unknown> };

export const regionsDoc: string = readFileSync(
  fileURLToPath(new URL('../../docs/regions.md', import.meta.url)),
  'utf8',
);

/** Every YAML example of docs/regions.md, its scalars as text. */
export function docExamples(): DocExample[] {
  const fences = [...regionsDoc.matchAll(/^```yaml ?(?<kind>\S*)\n(?<text>[\s\S]*?)^```$/gmu)];
  return fences.map(({ index, groups }) => ({
    kind: groups?.['kind'] ?? '',
    line: regionsDoc.slice(0, index).split('\n').length,
    content: parse(groups?.['text'] ?? '', { schema: 'failsafe' }),
  }));
}

/** The `pack` examples put together: lists are joined, everything else stands once. */
export function packOfExamples(examples: readonly DocExample[]): Record<string, unknown> {
  const pack: Record<string, unknown> = {};
  for (const { kind, content } of examples) {
    if (kind !== 'pack') continue;
    for (const [section, value] of Object.entries(content)) {
      const before = pack[section];
      pack[section] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value;
    }
  }
  return pack;
}
