import { isIsoDate, type IsoDate } from '../days.ts';
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
import type { ReadFact } from './facts.ts';
import { factsRead, factsReadByScheme } from './facts-read.ts';
import { compileCondition, compileFormula } from './formula.ts';
import { compileSubject, type Counting } from './limit-subjects.ts';
import type { LineFacts } from './line-facts.ts';
import { compilePayee, type PayTo } from './pay-to.ts';
import { compileRouting, type FundOf } from './routing.ts';
import { compileScope, type AppliesTo, type Scope } from './rule-scope.ts';
import { vocabularyOf, wordsOf, type Vocabulary } from './vocabulary.ts';

type NamedFact = { name: string; read: ReadFact };

/** One version of a rate with its formula ready, and the facts that its explanation repeats. */
export type CompiledRate = {
  version: RateVersion;
  /** Where it is written, as an explanation says it. */
  clause: string;
  amountOf: Compiled;
  reads: readonly NamedFact[];
};

export type CompiledRequirement = {
  requirement: Requirement;
  applies: AppliesTo;
  holds: CompiledCondition;
};
export type CompiledLimit = Counting & {
  limit: Limit;
  counts: ReadFact;
  /** What a line granted before counts under, if it does. */
  earlier: Counting;
};
export type CompiledExclusion = {
  exclusion: Exclusion;
  applies: AppliesTo;
  same: readonly ReadFact[];
};

/** A component with the rates it ever had, at most one of them in force on a day. */
export type CompiledComponent = {
  component: SchemeComponent;
  holds: CompiledCondition | undefined;
  rates: readonly CompiledRate[];
  fundOf: FundOf;
  payTo: PayTo;
  /** Quantities of which limits ask how much it pays for. */
  counted: readonly NamedFact[];
};

/** A scheme with every rule that names it, or names none. */
export type CompiledScheme = {
  scheme: Scheme;
  /** The day whose rules apply; undefined where the line has none. */
  keyDay: (line: LineFacts) => IsoDate | undefined;
  components: readonly CompiledComponent[];
  requirements: readonly CompiledRequirement[];
  exclusions: readonly CompiledExclusion[];
  limits: readonly CompiledLimit[];
  /** Every fact that a rule of the scheme may read. */
  reads: ReadonlySet<string>;
};

/** A pack's rules, made ready once: looking up and applying one costs no parsing. */
export type CompiledRules = {
  schemes: ReadonlyMap<string, CompiledScheme>;
  words: Vocabulary;
};

export const rateKey = (scheme: string, component: string): string => `${scheme}/${component}`;

export function compileRules(pack: RegionPack): CompiledRules {
  const words = vocabularyOf(pack);
  return {
    schemes: new Map(
      pack.schemes.map((it) => [it.code, compileScheme(pack, it, wordsOf(words, it))]),
    ),
    words,
  };
}

function compileComponent(
  pack: RegionPack,
  { code: scheme }: Scheme,
  { component, words, counted }: ComponentOf,
): CompiledComponent {
  const rates = pack.rates.filter((it) => it.scheme === scheme && it.component === component.code);
  return {
    component,
    holds: component.if && compileCondition(component.if, words),
    rates: rates.map((version) => ({
      version,
      clause: `${version.document} ${version.clause}`,
      amountOf: compileFormula(version.formula, words),
      // An explanation is shown and kept: no birthday stands in it.
      reads: factsRead(version.formula)
        .filter((name) => name !== 'bornOn')
        .map((name) => ({ name, read: words.reader(name) })),
    })),
    fundOf: compileRouting(pack.routing, { scheme, component: component.code }, words),
    payTo: compilePayee(component, words),
    counted: counted.map((name) => ({ name, read: words.reader(name) })),
  };
}

type ComponentOf = {
  component: SchemeComponent;
  words: Vocabulary;
  /** The quantities that limits of the scheme count. */
  counted: readonly string[];
};

const countedFacts = (limits: readonly Limit[]): string[] => {
  const counts = new Set(limits.map((it) => it.counts));
  return [...counts].filter((it) => it !== 'lines' && it !== 'amount');
};

/**
 * A line that a quantity limits is worth less by its rates, and so are its components one by one:
 * money is capped after that.
 */
const amountsLast = (limits: readonly Limit[]): Limit[] =>
  limits.toSorted((a, b) => turnOf(a) - turnOf(b));

function turnOf({ counts, components }: Limit): number {
  if (counts === 'amount') return 2;
  return components ? 1 : 0;
}

/** The scope of lines granted before: a new limit, or one of some groups, may count the rest. */
function earlierScope({ countsBefore = false, ...limit }: Limit): Scope {
  if (!countsBefore) return limit;
  const { from: _, groups: __, ...scope } = limit;
  return scope;
}

function compileScheme(pack: RegionPack, scheme: Scheme, words: Vocabulary): CompiledScheme {
  const names = ({ schemes }: { schemes?: string[] }) => schemes?.includes(scheme.code) ?? true;
  const concerns = ({ components }: { components?: string[] }) =>
    components?.some((code) => scheme.components.some((it) => it.code === code)) ?? true;
  const limits = (pack.limits ?? []).filter(names).filter(concerns);
  return {
    scheme,
    keyDay: keyDayReader(scheme, words),
    components: scheme.components.map((component) =>
      compileComponent(pack, scheme, { component, words, counted: countedFacts(limits) }),
    ),
    requirements: (pack.requirements ?? [])
      .filter(names)
      .filter(concerns)
      .map((requirement) => ({
        requirement,
        applies: compileScope(requirement, words),
        holds: compileCondition(requirement.require, words),
      })),
    exclusions: (pack.exclusions ?? [])
      .filter(names)
      .filter(concerns)
      .map((exclusion) => ({
        exclusion,
        applies: compileScope(exclusion, words),
        same: exclusion.same.map(words.reader),
      })),
    limits: amountsLast(limits).map((limit) => {
      const subject = compileSubject(limit, words, pack.version);
      return {
        limit,
        counts: words.reader(limit.counts),
        applies: compileScope(limit, words),
        ...subject,
        earlier: { applies: compileScope(earlierScope(limit), words), ...subject },
      };
    }),
    reads: factsReadByScheme(pack, scheme),
  };
}

/** A day of the region's own is looked at; those that the product knows are days. */
function keyDayReader({ keyDate }: Scheme, words: Vocabulary): CompiledScheme['keyDay'] {
  if (keyDate === 'startedOn') return ({ startedOn }) => startedOn;
  if (keyDate === 'endedOn') return ({ endedOn }) => endedOn;
  const read = words.reader(keyDate);
  return (line) => {
    const day = read(line);
    return day !== undefined && isIsoDate(day) ? day : undefined;
  };
}
