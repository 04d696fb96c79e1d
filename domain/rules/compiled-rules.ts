import type { RegionPack, RateVersion, Scheme } from '../region-pack/index.ts';
import { compileFormula, type Compiled } from './formula.ts';

export type CompiledRate = { version: RateVersion; amountOf: Compiled };

/** A pack's rates, made ready once: looking up and applying one costs no parsing. */
export type CompiledRules = {
  schemes: ReadonlyMap<string, Scheme>;
  /** By scheme and component, in no order; at most one is in force on a day. */
  rates: ReadonlyMap<string, readonly CompiledRate[]>;
  occupationClasses: ReadonlyMap<string, string>;
  routing: RegionPack['routing'];
};

export const rateKey = (scheme: string, component: string): string => `${scheme}/${component}`;

export function compileRules(pack: RegionPack): CompiledRules {
  const rates = new Map<string, CompiledRate[]>();
  for (const version of pack.rates) {
    const key = rateKey(version.scheme, version.component);
    const known = rates.get(key) ?? [];
    known.push({ version, amountOf: compileFormula(version.formula) });
    rates.set(key, known);
  }
  return {
    schemes: new Map(pack.schemes.map((scheme) => [scheme.code, scheme])),
    rates,
    occupationClasses: new Map(pack.occupations.map((it) => [it.code, it.class])),
    routing: pack.routing,
  };
}
