import { parsedTest, type Condition, type FactTest, type Formula } from './formulas.ts';

type Path = readonly PropertyKey[];

/** The values that facts can still have where a formula stands, after the branches above it. */
export type Narrowed = ReadonlyMap<string, readonly string[]>;

/** What a walk meets: every block of a formula, every test of a fact in a condition. */
export type Visit = {
  block: (formula: Formula, path: Path, narrowed: Narrowed) => void;
  test: (fact: string, test: FactTest, path: Path) => void;
};

/** Tells the name of every fact that a walk meets, in the order in which rules read them. */
export const factsMet = (tell: (fact: string) => void): Visit => ({
  block: (it) => {
    if ('fact' in it) tell(it.fact);
    if ('perUnit' in it) tell(it.perUnit.of);
    if ('tiers' in it) tell(it.tiers.of);
    if ('table' in it) it.table.by.forEach(tell);
    if ('factors' in it) it.factors.by.forEach(tell);
  },
  test: (fact, test) => {
    tell(fact);
    if (!Array.isArray(test) && 'within' in test) tell(test.within.of);
  },
});

/** Goes through a formula and everything in it, from the outside inwards. */
export function walkFormula(
  formula: Formula,
  at: { path: Path; narrowed: Narrowed },
  visit: Visit,
): void {
  const { path, narrowed } = at;
  visit.block(formula, path, narrowed);
  const inner = (it: Formula, ...to: PropertyKey[]) =>
    walkFormula(it, { path: [...path, ...to], narrowed }, visit);
  for (const name of ['sum', 'subtract', 'multiply', 'min', 'max'] as const) {
    for (const [i, it] of partsOf(formula, name).entries()) inner(it, name, i);
  }
  if ('round' in formula) inner(formula.round.of, 'round', 'of');
  if ('perUnit' in formula) inner(formula.perUnit.amount, 'perUnit', 'amount');
  if ('tiers' in formula) {
    formula.tiers.steps.forEach((it, i) => inner(it.amount, 'tiers', 'steps', i, 'amount'));
  }
  if ('percent' in formula) {
    inner(formula.percent.of, 'percent', 'of');
    const { percent } = formula.percent;
    if (typeof percent !== 'string') inner(percent, 'percent', 'percent');
  }
  if ('uplift' in formula) {
    inner(formula.uplift.of, 'uplift', 'of');
    formula.uplift.by.forEach((it, i) =>
      walkCondition(it.if, [...path, 'uplift', 'by', i, 'if'], visit),
    );
  }
  if ('when' in formula) walkBranches(formula, at, visit);
}

function partsOf(formula: Formula, name: string): readonly Formula[] {
  const parts = Object.entries(formula).find(([key]) => key === name)?.[1];
  return Array.isArray(parts) ? parts : [];
}

function walkBranches(
  formula: Extract<Formula, { when: unknown }>,
  { path, narrowed }: { path: Path; narrowed: Narrowed },
  visit: Visit,
): void {
  const left = new Map(narrowed);
  const passed = new Map<string, Set<string>>();
  for (const [i, { if: condition, then }] of formula.when.entries()) {
    walkCondition(condition, [...path, 'when', i, 'if'], visit);
    const listed = Object.entries(condition).filter(isList);
    const inside = new Map([...left, ...listed.map(remaining(passed))]);
    walkFormula(then, { path: [...path, 'when', i, 'then'], narrowed: inside }, visit);
    // Only a branch that asks for one fact and nothing else leaves the others to the rest.
    const [only] = listed;
    if (only && Object.keys(condition).length === 1) {
      passed.set(only[0], new Set([...(passed.get(only[0]) ?? []), ...only[1]]));
    }
  }
  if (!formula.otherwise) return;
  const without = new Map([...passed].map(([fact, values]) => [`not ${fact}`, [...values]]));
  const rest = new Map([...left, ...without]);
  walkFormula(formula.otherwise, { path: [...path, 'otherwise'], narrowed: rest }, visit);
}

const isList = (entry: [string, unknown]): entry is [string, string[]] =>
  Array.isArray(entry[1]) && !nested.has(entry[0]);

const remaining =
  (passed: ReadonlyMap<string, ReadonlySet<string>>) =>
  ([fact, values]: [string, string[]]): [string, string[]] => [
    fact,
    values.filter((it) => !(passed.get(fact)?.has(it) ?? false)),
  ];

const nested = new Set(['all', 'any', 'not', 'compare']);

/** Goes through every test of a condition, also those within `all`, `any`, `not` and `compare`. */
export function walkCondition(condition: Condition, path: Path, visit: Visit): void {
  for (const [fact, test] of Object.entries(condition)) {
    if (!nested.has(fact)) visit.test(fact, parsedTest.parse(test), [...path, fact]);
  }
  const { all = [], any = [], not, compare } = condition;
  all.forEach((it, i) => walkCondition(it, [...path, 'all', i], visit));
  any.forEach((it, i) => walkCondition(it, [...path, 'any', i], visit));
  if (not) walkCondition(not, [...path, 'not'], visit);
  for (const side of compare ? (['left', 'right'] as const) : []) {
    const formula = compare?.[side];
    const at = { path: [...path, 'compare', side], narrowed: new Map<string, string[]>() };
    if (formula) walkFormula(formula, at, visit);
  }
}
