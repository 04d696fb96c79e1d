import type { Formula } from './formulas.ts';
import { blockFaults } from './formula-faults.ts';
import { factBook } from './known-values.ts';
import type { PackFault } from './pack-fault.ts';
import { conditionsOf } from './places.ts';
import type { RegionPack } from './region-pack.ts';
import { testFaults } from './test-faults.ts';
import { walkCondition, walkFormula, type Visit } from './walk.ts';

/**
 * Facts that formulas and conditions ask for and nobody knows, values that a fact never has,
 * comparisons that its kind does not allow, and blocks that contradict themselves.
 */
export function factFaults(pack: RegionPack): PackFault[] {
  const book = factBook(pack);
  const faults: PackFault[] = [];
  const visit: Visit = {
    block: (formula: Formula, path) => faults.push(...blockFaults(book, formula, path)),
    test: (fact, test, path) => faults.push(...testFaults(book, fact, test, path)),
  };
  for (const { condition, path } of conditionsOf(pack)) walkCondition(condition, path, visit);
  for (const [at, { formula }] of pack.rates.entries()) {
    walkFormula(formula, { path: ['rates', at, 'formula'], narrowed: new Map() }, visit);
  }
  return faults;
}
