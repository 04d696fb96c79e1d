import fc, { type Arbitrary } from 'fast-check';
import { edgeDay } from './any-day.ts';

/** What a formula and a condition can be about: names of facts by kind, with values of theirs. */
export type Subject = {
  numbers: readonly string[];
  days: readonly string[];
  /** Codes of facts with one value, and of those with several. */
  choices: Readonly<Record<string, readonly string[]>>;
  sets: Readonly<Record<string, readonly string[]>>;
  levels: readonly string[];
};

/** Round figures, and those that leave half a fen when a share of them is taken. */
const amounts = ['0.00', '0.01', '0.03', '0.05', '0.25', '33.33', '100.10', '800.00', '1200.00'];
const anyAmount = fc.oneof(
  fc.constantFrom(...amounts),
  fc.integer({ min: 0, max: 9_999_999 }).map((fen) => (fen / 100).toFixed(2)),
);
const anyFactor = fc.constantFrom('0', '0.005', '0.333', '0.5', '0.95', '1', '1.3', '2', '-1');
const anyPercent = fc.constantFrom('0.5', '10', '12.5', '30', '33.3', '50', '95', '100', '-10');
const anyCount = fc.constantFrom('0', '0.5', '1', '2', '3', '6', '12', '20', '40', '80', '120');
const anyStep = fc.constantFrom('0.01', '0.05', '0.1', '0.3', '1', '5', '7', '10', '100');

type Tied = { formula: unknown; condition: unknown };

/** Any formula and any condition, as a pack writes them, not deeper than a person would write. */
export function anyFormula(subject: Subject): {
  formula: Arbitrary<unknown>;
  condition: Arbitrary<unknown>;
} {
  const number = fc.constantFrom(...subject.numbers);
  const depth = fc.createDepthIdentifier();
  return fc.letrec<Tied>((tie) => {
    const formula = tie('formula');
    const condition = tie('condition');
    const several = fc.array(formula, { minLength: 2, maxLength: 3 });
    return {
      formula: fc.oneof(
        { maxDepth: 3, depthIdentifier: depth },
        { weight: 3, arbitrary: fc.record({ amount: anyAmount }) },
        { weight: 1, arbitrary: fc.record({ factor: anyFactor }) },
        { weight: 1, arbitrary: fc.record({ fact: number }) },
        { weight: 2, arbitrary: anyTable(subject) },
        { weight: 1, arbitrary: fc.record({ sum: several }) },
        { weight: 1, arbitrary: fc.record({ subtract: several }) },
        { weight: 1, arbitrary: fc.record({ multiply: several }) },
        { weight: 1, arbitrary: fc.record({ min: several }) },
        { weight: 1, arbitrary: fc.record({ max: several }) },
        { weight: 2, arbitrary: anyPerUnit(number, formula) },
        { weight: 1, arbitrary: anyTiers(number, formula) },
        { weight: 2, arbitrary: anyShare(formula) },
        { weight: 2, arbitrary: anyUplift(formula, condition) },
        { weight: 2, arbitrary: anyWhen(formula, condition) },
        { weight: 2, arbitrary: anyRounding(formula) },
      ),
      condition: fc.oneof(
        { maxDepth: 3, depthIdentifier: depth },
        { weight: 5, arbitrary: anyTest(subject) },
        { weight: 1, arbitrary: fc.record({ all: parts(condition) }) },
        { weight: 1, arbitrary: fc.record({ any: parts(condition) }) },
        { weight: 1, arbitrary: fc.record({ not: condition }) },
        { weight: 1, arbitrary: anyComparison(formula) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(anyTest(subject), anyTest(subject), fc.record({ any: parts(condition) }))
            .map(([first, second, any]) => ({ ...first, ...second, ...any })),
        },
      ),
    };
  });
}

const parts = (condition: Arbitrary<unknown>) =>
  fc.array(condition, { minLength: 1, maxLength: 3 });

/** A table of one or two facts; now and then a code is not in it, or a row is too short. */
function anyTable({ choices }: Subject): Arbitrary<unknown> {
  const fact = fc.constantFrom(...Object.keys(choices));
  const cells = (names: readonly string[], cell: Arbitrary<string>): Arbitrary<unknown> => {
    const [first, ...rest] = names;
    if (first === undefined) return cell;
    const columns = (choices[first] ?? []).map((code) => [code, cells(rest, cell)] as const);
    return fc
      .tuple(fc.record(Object.fromEntries(columns)), fc.nat(19))
      .map(([rows, short]) =>
        short > 0 ? rows : Object.fromEntries(Object.entries(rows).slice(1)),
      );
  };
  return fc
    .tuple(fc.uniqueArray(fact, { minLength: 1, maxLength: 2 }), fc.boolean())
    .chain(([by, money]) => {
      const cell = money ? anyAmount : anyFactor;
      return cells(by, cell).map((rows) =>
        money ? { table: { by, rows } } : { factors: { by, rows } },
      );
    });
}

const anyPerUnit = (of: Arbitrary<string>, amount: Arbitrary<unknown>) =>
  fc.record({
    perUnit: fc.record(
      { of, amount, atLeast: anyCount, atMost: anyCount },
      { requiredKeys: ['of', 'amount'] },
    ),
  });

const anyTiers = (of: Arbitrary<string>, amount: Arbitrary<unknown>) =>
  fc
    .tuple(
      of,
      fc.uniqueArray(fc.constantFrom('0.5', '1', '3', '6', '10', '20', '80'), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.array(amount, { minLength: 4, maxLength: 4 }),
      fc.boolean(),
    )
    .map(([fact, ends, rates, open]) => {
      const steps = ends
        .toSorted((a, b) => Number(a) - Number(b))
        .map((upTo, at) => ({ upTo, amount: rates[at] }));
      return { tiers: { of: fact, steps: open ? [...steps, { amount: rates[3] }] : steps } };
    });

const anyShare = (formula: Arbitrary<unknown>) =>
  fc.record({
    percent: fc.record({ of: formula, percent: fc.oneof(anyPercent, formula) }),
  });

const anyUplift = (formula: Arbitrary<unknown>, condition: Arbitrary<unknown>) =>
  fc.record({
    uplift: fc.record({
      of: formula,
      take: fc.constantFrom('highest', 'sum'),
      by: fc.array(fc.record({ if: condition, percent: anyPercent }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  });

const branchKeys = ['if', 'then'] as const;

const anyWhen = (formula: Arbitrary<unknown>, condition: Arbitrary<unknown>) =>
  fc
    .tuple(
      fc.array(fc.tuple(condition, formula), { minLength: 1, maxLength: 2 }),
      formula,
      fc.nat(9),
    )
    .map(([branches, otherwise, open]) => {
      const when = branches.map((branch) =>
        Object.fromEntries(branchKeys.map((key, at) => [key, branch[at]])),
      );
      return open > 0 ? { when, otherwise } : { when };
    });

const anyRounding = (formula: Arbitrary<unknown>) =>
  fc.record({
    round: fc.record({
      of: formula,
      to: anyStep,
      mode: fc.constantFrom('half-up', 'down', 'up'),
    }),
  });

const anyComparison = (formula: Arbitrary<unknown>) =>
  fc.record({
    compare: fc.record({
      left: formula,
      is: fc.constantFrom('at-least', 'above', 'at-most', 'below'),
      right: formula,
    }),
  });

/** What is asked of one fact: a list, limits in the order of its kind, or a length of time. */
function anyTest({ numbers, days, choices, sets, levels }: Subject): Arbitrary<object> {
  const named = (names: readonly string[], test: Arbitrary<unknown>) =>
    fc.tuple(fc.constantFrom(...names), test).map(([name, it]) => ({ [name]: it }));
  const listed = fc
    .constantFrom(...Object.entries({ ...choices, ...sets }))
    .chain(([name, codes]) =>
      fc
        .uniqueArray(fc.constantFrom(...codes), { minLength: 1, maxLength: codes.length })
        .map((list) => ({ [name]: list })),
    );
  return fc.oneof(
    { weight: 4, arbitrary: listed },
    { weight: 2, arbitrary: named(numbers, anyLimits(anyCount)) },
    { weight: 1, arbitrary: named(numbers, fc.constantFrom(['0', '6'], ['6.0'], ['1', '80.00'])) },
    { weight: 2, arbitrary: named(['level'], anyLimits(fc.constantFrom(...levels))) },
    { weight: 1, arbitrary: named(days, anyLimits(edgeDay)) },
    { weight: 2, arbitrary: named(days, fc.record({ within: anyLength(days) })) },
  );
}

const anyLimits = (bound: Arbitrary<string>) =>
  fc.oneof(
    ...['atLeast', 'above', 'atMost', 'below'].map((end) => fc.record({ [end]: bound })),
    fc.record({ atLeast: bound, atMost: bound }),
    fc.record({ above: bound, below: bound }),
  );

function anyLength(days: readonly string[]): Arbitrary<unknown> {
  const length = fc.oneof(
    fc.record({ months: fc.constantFrom('1', '6', '12') }),
    fc.record({ calendarDays: fc.constantFrom('1', '30', '90') }),
    fc.record({ workingDays: fc.constantFrom('1', '5', '22') }),
  );
  const yes = fc.constantFrom('true', 'false');
  const fromDay = fc.record({ countFirstDay: yes, rollOver: yes }, { requiredKeys: [] });
  const fromEndOf = fc.constantFrom('month', 'quarter', 'year');
  const fromEnd = fc.record({ fromEndOf, rollOver: yes }, { requiredKeys: ['fromEndOf'] });
  const ways = fc.oneof({ weight: 2, arbitrary: fromDay }, fromEnd);
  const counted = fc.tuple(length, ways).map(([it, way]) => ({ ...it, ...way }));
  const byDay = fc.constantFrom('1', '15', '30', '31');
  const fixed = fc.record({ byDay, rollOver: yes }, { requiredKeys: ['byDay'] });
  return fc
    .tuple(fc.constantFrom(...days), fc.oneof({ weight: 4, arbitrary: counted }, fixed))
    .map(([of, it]) => ({ of, ...it }));
}
