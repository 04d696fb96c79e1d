import type { z } from 'zod';
import { regionPack, type RegionPack } from '../domain/region-pack/index.ts';
import { isMapping } from './region-pack-files.ts';

/** What can be read of a pack that is wrong in places. */
export type SoundPart = {
  pack: RegionPack;
  /** Sections that miss entries: a reference that finds nothing in one of them is no fault. */
  dropped: ReadonlySet<string>;
  /** The place in the whole pack of a place in this part. */
  original: (path: readonly PropertyKey[]) => PropertyKey[];
};

const roundsMax = 10;

/** Where the entries left in a list stood before others were taken out. */
type Kept = Map<unknown[], number[]>;

/**
 * Leaves out the entries that cannot be read, so that the faults of the others are told in the same
 * run; undefined where something is wrong that stands in no list.
 */
export function soundPart(content: unknown): SoundPart | undefined {
  const copy: unknown = structuredClone(content);
  const dropped = new Set<string>();
  const kept: Kept = new Map();
  for (let round = 0; round < roundsMax; round += 1) {
    const read = regionPack.safeParse(copy);
    if (read.success) {
      return { pack: read.data, dropped, original: (path) => originalOf(copy, kept, path) };
    }
    const wrong = new Map<unknown[], Set<number>>();
    for (const issue of read.error.issues) {
      dropped.add(String(issue.path[0]));
      if (!withoutKeys(copy, issue) && !noteEntry(copy, issue, wrong)) return undefined;
    }
    for (const [list, positions] of wrong) leaveOut(list, positions, kept);
  }
  return undefined;
}

/** A key that nobody knows is taken out alone: the rest of its entry can be judged. */
function withoutKeys(copy: unknown, issue: z.core.$ZodIssue): boolean {
  if (issue.code !== 'unrecognized_keys') return false;
  const holder = chainOf(copy, issue.path)[issue.path.length]?.node;
  if (!isMapping(holder)) return false;
  for (const key of issue.keys) delete holder[key];
  return true;
}

function noteEntry(
  copy: unknown,
  { path }: z.core.$ZodIssue,
  wrong: Map<unknown[], Set<number>>,
): boolean {
  const innermost = chainOf(copy, path).findLast(
    ({ node, next }) => Array.isArray(node) && typeof next === 'number',
  );
  const { node: list, next: at } = innermost ?? {};
  if (!Array.isArray(list) || typeof at !== 'number') return false;
  wrong.set(list, (wrong.get(list) ?? new Set()).add(at));
  return true;
}

function leaveOut(list: unknown[], positions: ReadonlySet<number>, kept: Kept): void {
  const before = kept.get(list) ?? list.map((_, at) => at);
  kept.set(
    list,
    before.filter((_, at) => !positions.has(at)),
  );
  list.splice(0, list.length, ...list.filter((_, at) => !positions.has(at)));
}

/** The nodes along a path as far as they are there, each with the part that follows. */
function chainOf(
  root: unknown,
  path: readonly PropertyKey[],
): { node: unknown; next: PropertyKey | undefined }[] {
  const chain: { node: unknown; next: PropertyKey | undefined }[] = [];
  let node = root;
  for (let at = 0; node !== undefined; at += 1) {
    const next = path[at];
    chain.push({ node, next });
    if (next === undefined) break;
    node = childOf(node, next);
  }
  return chain;
}

function childOf(node: unknown, part: PropertyKey): unknown {
  if (Array.isArray(node)) return typeof part === 'number' ? node[part] : undefined;
  return isMapping(node) ? node[String(part)] : undefined;
}

function originalOf(
  root: unknown,
  kept: ReadonlyMap<unknown[], readonly number[]>,
  path: readonly PropertyKey[],
): PropertyKey[] {
  const chain = chainOf(root, path);
  const mapped = chain.flatMap(({ node, next }) => {
    if (next === undefined) return [];
    const positions = Array.isArray(node) ? kept.get(node) : undefined;
    return [typeof next === 'number' ? (positions?.[next] ?? next) : next];
  });
  return [...mapped, ...path.slice(chain.length)];
}
