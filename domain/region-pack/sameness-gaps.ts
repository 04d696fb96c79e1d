import { askableFields } from './facts-given.ts';
import type { Formula } from './formulas.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import { factsMet, walkFormula } from './walk.ts';

type Scheme = RegionPack['schemes'][number];

/**
 * Limits and exclusions that tell lines apart by a fact which a claimant may leave out: whoever
 * does stands beside those who fill it in.
 */
export function samenessGaps(pack: RegionPack): PackFault[] {
  const sure = new Map(pack.schemes.map((it) => [it.code, factsSure(pack, it)]));
  // A rule for all schemes is meant for those whose lines say some of it.
  const namesSome = (facts: readonly string[]) =>
    [...sure].filter(([, given]) => facts.some((it) => given.has(it))).map(([code]) => code);
  const gapsOf = (
    schemes: readonly string[] | undefined,
    facts: readonly string[],
    path: PropertyKey[],
  ): PackFault[] =>
    facts.flatMap((fact, at) => {
      if (!mayBeAbsent(pack, fact)) return [];
      const asked = schemes ?? namesSome(facts);
      const open = asked.filter((it) => sure.get(it)?.has(fact) === false);
      if (open.length === 0) return [];
      const expected =
        `按 ${fact} 区分，而 ${open.join('、')} 可以不填 ${fact}：` +
        `没有填的与填了的不算相同；须填的写进 asks`;
      return [{ path: [...path, at], expected }];
    });
  return [
    ...(pack.exclusions ?? []).flatMap((it, at) =>
      gapsOf(it.schemes, it.same, ['exclusions', at, 'same']),
    ),
    ...(pack.limits ?? []).flatMap((it, at) => gapsOf(it.schemes, it.per, ['limits', at, 'per'])),
  ];
}

const mayBeAbsent = ({ facts = [] }: RegionPack, fact: string): boolean =>
  askableFields.some((it) => it === fact) ||
  facts.some(({ code, of }) => code === fact && (of === 'line' || of === 'claim'));

/** What no line of a scheme is filed without: what is asked for, and what every rate reads. */
function factsSure(pack: RegionPack, scheme: Scheme): ReadonlySet<string> {
  const rates = pack.rates.filter((it) => it.scheme === scheme.code);
  const read = rates.map(({ formula }) => factsIn(formula));
  const always = [...(read[0] ?? [])].filter((it) => read.every((of) => of.has(it)));
  const ofOccupation = (fact: string) =>
    fact === 'class' || (pack.facts ?? []).some((it) => it.code === fact && it.of === 'occupation');
  return new Set([
    ...(scheme.asks ?? []),
    ...always,
    ...(always.some(ofOccupation) ? ['occupation'] : []),
    ...(scheme.quantity ? [scheme.quantity] : []),
  ]);
}

function factsIn(formula: Formula): ReadonlySet<string> {
  const found = new Set<string>();
  walkFormula(
    formula,
    { path: [], narrowed: new Map() },
    factsMet((it) => found.add(it)),
  );
  return found;
}
