import type { Material, Scheme } from './region-pack/index.ts';

/** A document as it is handed in: its number, or the name of its file. */
export type FiledMaterial = { code: string; reference: string };

/** A document of a claim; without `reference` it is shared, or was not handed in. */
export type MaterialView = Omit<Material, 'groups'> & { reference?: string };

type Asking = Pick<Scheme, 'materials'>;

/** What belongs to a claim with lines of these groups, whoever brings it. */
export function materialsFor({ materials = [] }: Asking, groups: readonly string[]): Material[] {
  return materials.filter((it) => it.groups?.some((group) => groups.includes(group)) ?? true);
}

/** What such a claim must carry: never what the office gets by sharing. */
export const demanded = (scheme: Asking, groups: readonly string[]): Material[] =>
  materialsFor(scheme, groups).filter(({ shared }) => shared !== true);

/** What belongs to a claim or was handed in with it, each with its reference. */
export function materialsOf(
  scheme: Asking,
  groups: readonly string[],
  filed: readonly FiledMaterial[],
): MaterialView[] {
  const references = new Map(filed.map(({ code, reference }) => [code, reference]));
  const belonging = new Set(materialsFor(scheme, groups));
  return (scheme.materials ?? [])
    .filter((it) => belonging.has(it) || references.has(it.code))
    .map((it) => {
      const { groups: _, ...material } = it;
      const reference = references.get(it.code);
      return { ...material, ...(reference !== undefined && { reference }) };
    });
}
