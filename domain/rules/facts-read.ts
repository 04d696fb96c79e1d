import type { Condition, Formula } from '../region-pack/formulas.ts';
import type { RegionPack, Scheme } from '../region-pack/index.ts';

/** The names of the facts that a formula reads, each once, in the order it reads them. */
export function factsRead(formula: Formula): string[] {
  const names = new Set<string>();
  readFormula(formula, (name) => names.add(name));
  return [...names];
}

/** The names of the facts that any rule naming a scheme, or naming none, may read. */
export function factsReadByScheme(pack: RegionPack, scheme: Scheme): ReadonlySet<string> {
  const names = new Set<string>([scheme.keyDate]);
  const tell = (name: string) => names.add(name);
  const condition = (it: Condition | undefined) => it && readCondition(it, tell);
  const mine = ({ schemes }: { schemes?: string[] }) => schemes?.includes(scheme.code) ?? true;
  for (const it of scheme.components) condition(it.if);
  for (const it of pack.rates) if (it.scheme === scheme.code) readFormula(it.formula, tell);
  for (const it of pack.routing.rules.filter(mine)) condition(it.if);
  for (const it of (pack.requirements ?? []).filter(mine)) {
    condition(it.if);
    condition(it.require);
  }
  for (const it of (pack.exclusions ?? []).filter(mine)) {
    condition(it.if);
    it.same.forEach(tell);
  }
  for (const it of (pack.limits ?? []).filter(mine)) {
    condition(it.if);
    [...it.per, it.counts].forEach(tell);
    if (typeof it.in === 'object' && 'yearOf' in it.in) tell(it.in.yearOf);
  }
  return names;
}

type Told = (name: string) => void;

function readFormula(formula: Formula, tell: Told): void {
  const all = (parts: readonly Formula[]) => {
    for (const part of parts) readFormula(part, tell);
  };
  if ('fact' in formula) tell(formula.fact);
  else if ('table' in formula) formula.table.by.forEach(tell);
  else if ('factors' in formula) formula.factors.by.forEach(tell);
  else if ('sum' in formula) all(formula.sum);
  else if ('subtract' in formula) all(formula.subtract);
  else if ('multiply' in formula) all(formula.multiply);
  else if ('min' in formula) all(formula.min);
  else if ('max' in formula) all(formula.max);
  else if ('round' in formula) readFormula(formula.round.of, tell);
  else if ('perUnit' in formula) {
    tell(formula.perUnit.of);
    readFormula(formula.perUnit.amount, tell);
  } else if ('tiers' in formula) {
    tell(formula.tiers.of);
    all(formula.tiers.steps.map(({ amount }) => amount));
  } else if ('percent' in formula) {
    readFormula(formula.percent.of, tell);
    if (typeof formula.percent.percent !== 'string') readFormula(formula.percent.percent, tell);
  } else if ('uplift' in formula) {
    readFormula(formula.uplift.of, tell);
    for (const { if: condition } of formula.uplift.by) readCondition(condition, tell);
  } else if ('when' in formula) {
    for (const { if: condition, then } of formula.when) {
      readCondition(condition, tell);
      readFormula(then, tell);
    }
    if (formula.otherwise) readFormula(formula.otherwise, tell);
  }
}

function readCondition(condition: Condition, tell: Told): void {
  for (const [name, test] of Object.entries(condition)) {
    if (['all', 'any', 'not', 'compare'].includes(name)) continue;
    tell(name);
    const other = dayCountedFrom(test);
    if (other !== undefined) tell(other);
  }
  for (const it of [...(condition.all ?? []), ...(condition.any ?? [])]) readCondition(it, tell);
  if (condition.not) readCondition(condition.not, tell);
  if (condition.compare) {
    readFormula(condition.compare.left, tell);
    readFormula(condition.compare.right, tell);
  }
}

/** The other day of a `within`. */
function dayCountedFrom(test: unknown): string | undefined {
  if (typeof test !== 'object' || test === null || !('within' in test)) return undefined;
  const { within } = test;
  if (typeof within !== 'object' || within === null || !('of' in within)) return undefined;
  return typeof within.of === 'string' ? within.of : undefined;
}
