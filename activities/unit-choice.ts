import type { RegionPack, UnitChoice } from '../domain/region-pack/index.ts';

/** The unit that a choice of the pack means for `own`; undefined for the parent of the top. */
export function unitOf(pack: RegionPack, own: string, choice: UnitChoice): string | undefined {
  if (choice === 'own') return own;
  const parent = pack.units.find(({ code }) => code === own)?.parent;
  if (choice === 'parent') return parent;
  return parent === undefined ? own : unitOf(pack, parent, 'root');
}
