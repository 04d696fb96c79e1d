import { join } from 'node:path';
import {
  entryFaults,
  packFaults,
  packWarnings,
  regionPack,
  type RegionPack,
} from '../domain/region-pack/index.ts';
import { ignoredFiles } from './ignored-files.ts';
import { packMessages } from './pack-messages.ts';
import { readPackFiles, type MergedPack } from './region-pack-files.ts';
import { locate, type PackFault } from './region-pack-source.ts';
import { soundPart } from './sound-part.ts';
import { faultsOf } from './zod-faults.ts';

export type { PackFault } from './region-pack-source.ts';

/** A region pack that cannot be used. The message lists every fault found, for whoever wrote it. */
export class RegionPackFaulty extends Error {
  readonly faults: readonly PackFault[];

  constructor(directory: string, faults: readonly PackFault[]) {
    const lines = faults.map((it) => faultText({ ...it, file: join(directory, it.file) }));
    super(`地区包有误 / region pack is wrong:\n${lines.join('\n')}`);
    this.name = 'RegionPackFaulty';
    this.faults = faults;
  }
}

/** `rates/2019.yaml:18：[0].formula：…`, as an editor can jump to it. */
export function faultText({ file, line, path, expected }: PackFault): string {
  const where = line === undefined ? file : `${file}:${line}`;
  return [where, path, expected].filter((part) => part !== '').join('：');
}

/**
 * A pack as it was found: every fault; where there is none, the pack and what it leaves open. Files
 * that nothing reads are warned of in either case: a part that is missing may stand in one.
 */
export type CheckedPack = {
  pack: RegionPack | undefined;
  faults: PackFault[];
  warnings: PackFault[];
};

/**
 * Reads the folder of a region as one pack. Scalars are taken as the text that stands in the file.
 * Throws RegionPackFaulty with all faults when a file cannot be read as YAML or anything in it is
 * not as a pack must be.
 */
export async function loadRegionPack(directory: string): Promise<RegionPack> {
  const { pack, faults } = await checkRegionPack(directory);
  if (!pack) throw new RegionPackFaulty(directory, faults);
  return pack;
}

/** Everything wrong with the pack in a folder, at once, by file and line: form, codes, facts. */
export async function checkRegionPack(directory: string): Promise<CheckedPack> {
  const merged = await readPackFiles(directory);
  const ignored = await ignoredFiles(directory);
  const unusable = { pack: undefined, warnings: ignored };
  if (merged.unreadable.length > 0) return { ...unusable, faults: merged.unreadable };
  const { content, source } = merged;
  const read = regionPack.safeParse(content, { error: packMessages });
  const located = ({ path, expected }: { path: PropertyKey[]; expected: string }): PackFault => {
    const place = locate(source, path);
    const missing = place.file === '' && content[String(path[0])] === undefined;
    return { ...place, expected: missing ? '缺少这一部分，写在哪个文件里都可以' : expected };
  };
  if (!read.success) {
    const wrong = [...faultsOf(read.error), ...faultsOfSoundPart(merged)];
    return { ...unusable, faults: inOrder([...merged.faults, ...wrong.map(located)]) };
  }
  const faults = inOrder([...merged.faults, ...packFaults(read.data).map(located)]);
  if (faults.length > 0) return { ...unusable, faults };
  const warnings = inOrder([...ignored, ...packWarnings(read.data).map(located)]);
  return { pack: read.data, faults, warnings };
}

/** What is wrong in the entries that can be read, while others of the pack cannot. */
function faultsOfSoundPart({ content }: MergedPack): { path: PropertyKey[]; expected: string }[] {
  const sound = soundPart(content);
  if (!sound) return [];
  return entryFaults(sound.pack)
    .filter(({ definedIn }) => definedIn === undefined || !sound.dropped.has(definedIn))
    .map(({ path, expected }) => ({ path: sound.original(path), expected }));
}

function inOrder(faults: readonly PackFault[]): PackFault[] {
  return faults.toSorted((a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0));
}
