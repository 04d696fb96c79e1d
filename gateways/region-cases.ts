import { join } from 'node:path';
import { caseFaults } from '../domain/region-pack/case-faults.ts';
import { workedCases, type WorkedCase } from '../domain/region-pack/cases.ts';
import type { RegionPack } from '../domain/region-pack/index.ts';
import { packMessages } from './pack-messages.ts';
import { yamlFiles } from './region-pack-files.ts';
import { written, type PackFault } from './region-pack-source.ts';
import { readYamlFile, type LineOf } from './yaml-file.ts';
import { faultsOf } from './zod-faults.ts';

/** A worked case with where it is written. */
export type WrittenCase = { file: string; line: number | undefined; it: WorkedCase };

type CaseFile = { file: string; lineOf: LineOf; cases: WorkedCase[]; faults: PackFault[] };

/**
 * The worked cases that stand beside a pack, in cases.yaml and in the folder cases, in the order of
 * the files' names; with every fault of theirs, by file and line. No cases are no fault.
 */
export async function readCases(
  directory: string,
  pack: RegionPack,
): Promise<{ cases: WrittenCase[]; faults: PackFault[] }> {
  const top = await yamlFiles(directory, '');
  const below = await yamlFiles(directory, 'cases').catch(() => []);
  const names = [...top.filter((it) => it === 'cases.yaml'), ...below];
  const files = await Promise.all(names.map((it) => readCaseFile(directory, it)));
  const cases = files.flatMap(({ file, lineOf, cases: list }) =>
    list.map((it, at) => ({ file, line: lineOf(['cases', at]), it, at, lineOf })),
  );
  const all = cases.map(({ it }) => it);
  const unknown = caseFaults(pack, all).flatMap(({ path: [at, ...rest], expected }) => {
    const written = typeof at === 'number' ? cases[at] : undefined;
    return written ? [located(written, ['cases', written.at, ...rest], expected)] : [];
  });
  return {
    cases: cases.map(({ file, line, it }) => ({ file, line, it })),
    faults: [...files.flatMap(({ faults }) => faults), ...unknown],
  };
}

async function readCaseFile(directory: string, file: string): Promise<CaseFile> {
  const { content, lineOf, faults } = await readYamlFile(join(directory, file));
  if (faults.length > 0) {
    return { file, lineOf, cases: [], faults: faults.map((it) => ({ file, path: '', ...it })) };
  }
  const read = workedCases.safeParse(content, { error: packMessages });
  if (read.success) return { file, lineOf, cases: read.data.cases, faults: [] };
  const wrong = faultsOf(read.error).map(({ path, expected }) =>
    located({ file, lineOf }, path, expected),
  );
  return { file, lineOf, cases: [], faults: wrong };
}

function located(
  { file, lineOf }: { file: string; lineOf: LineOf },
  path: readonly PropertyKey[],
  expected: string,
): PackFault {
  const line = lineOf(path);
  return { file, ...(line !== undefined && { line }), path: written(path), expected };
}
