import type { RegionPack } from './region-pack/index.ts';

/**
 * The reporting category of a trainee with these attributes: the group of lowest precedence that
 * names one of them, else the group that asks for none.
 */
export function assignGroup(
  pack: Pick<RegionPack, 'groups'>,
  attributes: readonly string[],
): string {
  const ordered = pack.groups.toSorted((a, b) => a.precedence - b.precedence);
  const named = ordered.find((group) => group.attributes.some((it) => attributes.includes(it)));
  const group = named ?? ordered.find((it) => it.attributes.length === 0);
  if (!group) throw new Error('the pack has no group for everybody else');
  return group.code;
}
