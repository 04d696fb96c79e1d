import type { Formula } from '../region-pack/formulas.ts';
import type { RegionPack, Scheme } from '../region-pack/index.ts';
import { conditionsOf } from '../region-pack/places.ts';
import { factsMet, walkCondition, walkFormula } from '../region-pack/walk.ts';

const outermost = { path: [], narrowed: new Map<string, string[]>() };

/** The names of the facts that a formula reads, each once, in the order it reads them. */
export function factsRead(formula: Formula): string[] {
  const names = new Set<string>();
  const visit = factsMet((name) => names.add(name));
  walkFormula(formula, outermost, visit);
  return [...names];
}

/** The names of the facts that any rule naming a scheme, or naming none, may read. */
export function factsReadByScheme(pack: RegionPack, scheme: Scheme): ReadonlySet<string> {
  const names = new Set<string>([scheme.keyDate]);
  const tell = (name: string) => names.add(name);
  const mine = ({ schemes }: { schemes?: readonly string[] | undefined }) =>
    schemes?.includes(scheme.code) ?? true;
  for (const it of conditionsOf(pack).filter(mine)) walkCondition(it.condition, [], factsMet(tell));
  for (const it of pack.rates) {
    if (it.scheme === scheme.code) factsRead(it.formula).forEach(tell);
  }
  for (const it of (pack.exclusions ?? []).filter(mine)) it.same.forEach(tell);
  for (const it of (pack.limits ?? []).filter(mine)) {
    [...it.per, it.counts].forEach(tell);
    if (typeof it.in === 'object' && 'yearOf' in it.in) tell(it.in.yearOf);
  }
  return names;
}
