import type { RegionPack, Unit, UnitChoice } from './region-pack/index.ts';

/**
 * The unit that a choice of the pack means for `own`; undefined for the parent of the top, and for
 * a kind that no unit from `own` to the top is of.
 */
export function unitOf(
  { units }: Pick<RegionPack, 'units'>,
  own: string,
  choice: UnitChoice,
): string | undefined {
  const path = pathToTop(units, own);
  if (choice === 'own') return own;
  if (choice === 'parent') return path[1]?.code;
  if (choice === 'root') return path.at(-1)?.code;
  return path.find(({ kind }) => kind === choice.kind)?.code;
}

/** The unit and everything above it; a tree that is no tree ends nowhere, and is told elsewhere. */
function pathToTop(units: readonly Unit[], own: string): Unit[] {
  const path: Unit[] = [];
  let unit = units.find(({ code }) => code === own);
  while (unit && path.length < units.length) {
    path.push(unit);
    const { parent } = unit;
    unit = units.find(({ code }) => code === parent);
  }
  return path;
}
