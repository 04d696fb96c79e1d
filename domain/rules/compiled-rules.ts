import type {
  Exclusion,
  Limit,
  RegionPack,
  RateVersion,
  Requirement,
  Scheme,
  SchemeComponent,
} from '../region-pack/index.ts';
import type { Compiled, CompiledCondition } from './compiled.ts';
import type { Catalogue } from './facts.ts';
import { factsRead, factsReadByScheme } from './facts-read.ts';
import { compileCondition, compileFormula } from './formula.ts';
import { compileRouting, type CompiledRouting } from './routing.ts';
import { compileScope, type AppliesTo } from './rule-scope.ts';
import { vocabularyOf, type Vocabulary } from './vocabulary.ts';

/** One version of a rate with its formula ready, and the facts that its explanation repeats. */
export type CompiledRate = { version: RateVersion; amountOf: Compiled; reads: readonly string[] };

export type CompiledRequirement = {
  requirement: Requirement;
  applies: AppliesTo;
  holds: CompiledCondition;
};
export type CompiledLimit = { limit: Limit; applies: AppliesTo };
export type CompiledExclusion = { exclusion: Exclusion; applies: AppliesTo };

/** A scheme with every rule that names it, or names none. */
export type CompiledScheme = {
  scheme: Scheme;
  components: readonly { component: SchemeComponent; holds: CompiledCondition | undefined }[];
  requirements: readonly CompiledRequirement[];
  exclusions: readonly CompiledExclusion[];
  limits: readonly CompiledLimit[];
  /** Every fact that a rule of the scheme may read. */
  reads: ReadonlySet<string>;
};

/** A pack's rules, made ready once: looking up and applying one costs no parsing. */
export type CompiledRules = {
  schemes: ReadonlyMap<string, CompiledScheme>;
  /** By scheme and component, in no order; at most one is in force on a day. */
  rates: ReadonlyMap<string, readonly CompiledRate[]>;
  occupations: Catalogue;
  courses: Catalogue;
  unitKinds: ReadonlyMap<string, string>;
  routing: CompiledRouting;
  words: Vocabulary;
};

export const rateKey = (scheme: string, component: string): string => `${scheme}/${component}`;

export function compileRules(pack: RegionPack): CompiledRules {
  const words = vocabularyOf(pack);
  return {
    schemes: new Map(pack.schemes.map((it) => [it.code, compileScheme(pack, it, words)])),
    rates: compileRates(pack, words),
    occupations: new Map(pack.occupations.map((it) => [it.code, { ...it.facts, class: it.class }])),
    courses: new Map(pack.courses.map((it) => [it.code, it.facts ?? {}])),
    unitKinds: new Map(pack.units.map((it) => [it.code, it.kind])),
    routing: compileRouting(pack.routing, words),
    words,
  };
}

function compileRates(
  pack: RegionPack,
  words: Vocabulary,
): ReadonlyMap<string, readonly CompiledRate[]> {
  const rates = new Map<string, CompiledRate[]>();
  for (const version of pack.rates) {
    const key = rateKey(version.scheme, version.component);
    const known = rates.get(key) ?? [];
    const amountOf = compileFormula(version.formula, words);
    known.push({ version, amountOf, reads: factsRead(version.formula) });
    rates.set(key, known);
  }
  return rates;
}

/** A line that a quantity limits is worth less by its rates: money is capped after that. */
const amountsLast = (limits: readonly Limit[]): Limit[] => [
  ...limits.filter(({ counts }) => counts !== 'amount'),
  ...limits.filter(({ counts }) => counts === 'amount'),
];

function compileScheme(pack: RegionPack, scheme: Scheme, words: Vocabulary): CompiledScheme {
  const names = ({ schemes }: { schemes?: string[] }) => schemes?.includes(scheme.code) ?? true;
  const concerns = ({ components }: { components?: string[] }) =>
    components?.some((code) => scheme.components.some((it) => it.code === code)) ?? true;
  return {
    scheme,
    components: scheme.components.map((component) => ({
      component,
      holds: component.if && compileCondition(component.if, words),
    })),
    requirements: (pack.requirements ?? [])
      .filter(names)
      .filter(concerns)
      .map((requirement) => ({
        requirement,
        applies: compileScope(requirement, words),
        holds: compileCondition(requirement.require, words),
      })),
    exclusions: (pack.exclusions ?? []).filter(names).map((exclusion) => ({
      exclusion,
      applies: compileScope(exclusion, words),
    })),
    limits: amountsLast((pack.limits ?? []).filter(names)).map((limit) => ({
      limit,
      applies: compileScope(limit, words),
    })),
    reads: factsReadByScheme(pack, scheme),
  };
}
