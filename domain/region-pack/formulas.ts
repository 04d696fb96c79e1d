import { z } from 'zod';
import { countableWords, deadlineFields, isCountable } from './deadlines.ts';
import { dayText, decimalText, percentText, text, yuanText } from './scalars.ts';
import type { Yuan } from '../money.ts';

export type TableRows = { [key: string]: string | TableRows };

export type RoundingMode = 'half-up' | 'down' | 'up';

/**
 * A rate as a tree of named blocks; each block is an object with the one key that names it.
 * Amounts are yuan, factors and per cents plain decimals; facts are named as docs/regions.md says.
 */
export type Formula =
  | { amount: Yuan }
  | { factor: string }
  | { fact: string }
  | { table: { by: string[]; rows: TableRows } }
  | { factors: { by: string[]; rows: TableRows } }
  | { sum: Formula[] }
  | { subtract: Formula[] }
  | { multiply: Formula[] }
  | { min: Formula[] }
  | { max: Formula[] }
  | { perUnit: { of: string; amount: Formula; atLeast?: string; atMost?: string } }
  | { tiers: { of: string; steps: { upTo?: string; amount: Formula }[] } }
  | { percent: { of: Formula; percent: string | Formula } }
  | { uplift: { of: Formula; take: 'highest' | 'sum'; by: { if: Condition; percent: string }[] } }
  | { when: { if: Condition; then: Formula }[]; otherwise?: Formula }
  | { round: { of: Formula; to: string; mode: RoundingMode } };

/** Amounts, with their two decimals; in `factors`, factors and per cents instead. */
const tableRows = (cell: z.ZodType<string>): z.ZodType<TableRows> => {
  const rows: z.ZodType<TableRows> = z.lazy(() => z.record(text, z.union([cell, rows])));
  return rows;
};

const lookUp = (cell: z.ZodType<string>) =>
  z.strictObject({ by: z.array(text).min(1), rows: tableRows(cell) });

export const formula: z.ZodType<Formula> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ amount: yuanText }),
      z.strictObject({ factor: decimalText }),
      z.strictObject({ fact: text }),
      z.strictObject({ table: lookUp(yuanText) }),
      z.strictObject({ factors: lookUp(decimalText) }),
      z.strictObject({ sum: several }),
      z.strictObject({ subtract: several }),
      z.strictObject({ multiply: several }),
      z.strictObject({ min: several }),
      z.strictObject({ max: several }),
      z.strictObject({ perUnit }),
      z.strictObject({ tiers: z.strictObject({ of: text, steps: z.array(tier).min(1) }) }),
      z.strictObject({
        percent: z.strictObject({ of: formula, percent: z.union([percentText, formula]) }),
      }),
      z.strictObject({ uplift }),
      z.strictObject({ when: z.array(branch).min(1), otherwise: formula.exactOptional() }),
      z.strictObject({ round }),
    ],
    `公式只能是 ${blockNames.join('、')} 之一，且写法完整`,
  ),
);

export const blockNames = [
  'amount',
  'factor',
  'fact',
  'table',
  'factors',
  'sum',
  'subtract',
  'multiply',
  'min',
  'max',
  'perUnit',
  'tiers',
  'percent',
  'uplift',
  'when',
  'round',
] as const;

const several = z.lazy(() => z.array(formula).min(2));

const perUnit = z.lazy(() =>
  z.strictObject({
    of: text,
    amount: formula,
    atLeast: decimalText.exactOptional(),
    atMost: decimalText.exactOptional(),
  }),
);

const tier = z.lazy(() => z.strictObject({ upTo: decimalText.exactOptional(), amount: formula }));

const uplift = z.lazy(() =>
  z.strictObject({
    of: formula,
    take: z.enum(['highest', 'sum'], '写 highest 或 sum'),
    by: z.array(z.strictObject({ if: condition, percent: percentText })).min(1),
  }),
);

const branch = z.lazy(() => z.strictObject({ if: condition, then: formula }));

const round = z.lazy(() =>
  z.strictObject({
    of: formula,
    to: decimalText,
    mode: z.enum(['half-up', 'down', 'up'], '写 half-up、down 或 up'),
  }),
);

const bound = z.union([decimalText, dayText, text]);

/** So long after another day of the line; see `deadlineDay`. */
export const lengthOfTime = z
  .strictObject({ of: text, ...deadlineFields })
  .refine(isCountable, countableWords);

/**
 * What is asked of one fact: one of these values; or limits, both ends as the words say. Levels are
 * compared in the order of the pack's list, the lowest first.
 */
export const factTest = z.union(
  [
    z.array(text).min(1),
    z.strictObject({ within: lengthOfTime }),
    z.strictObject({
      atLeast: bound.exactOptional(),
      above: bound.exactOptional(),
      atMost: bound.exactOptional(),
      below: bound.exactOptional(),
    }),
  ],
  '条件写成值的列表，或 atLeast、above、atMost、below，或 within',
);

const optionalCount = z.number().exactOptional();

/** A test as a parsed pack holds it: a condition keeps its tests under any names, so untyped. */
export const parsedTest: z.ZodType<FactTest> = z.union([
  z.array(z.string()),
  z.strictObject({
    within: z.strictObject({
      of: z.string(),
      months: optionalCount,
      calendarDays: optionalCount,
      workingDays: optionalCount,
      byDay: optionalCount,
      countFirstDay: z.boolean().exactOptional(),
      rollOver: z.boolean().exactOptional(),
      fromEndOf: z.enum(['month', 'quarter', 'year']).exactOptional(),
    }),
  }),
  z.strictObject({
    atLeast: z.string().exactOptional(),
    above: z.string().exactOptional(),
    atMost: z.string().exactOptional(),
    below: z.string().exactOptional(),
  }),
]);

const comparison = z.lazy(() =>
  z.strictObject({
    left: formula,
    is: z.enum(['at-least', 'above', 'at-most', 'below'], '写 at-least、above、at-most 或 below'),
    right: formula,
  }),
);

/** Every named fact must pass its test, and so must what `all`, `any`, `not` and `compare` say. */
export type Condition = {
  all?: Condition[];
  any?: Condition[];
  not?: Condition;
  compare?: Comparison;
  [fact: string]: unknown;
};

export type Comparison = {
  left: Formula;
  is: 'at-least' | 'above' | 'at-most' | 'below';
  right: Formula;
};

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .object({
      all: z.array(condition).min(1).exactOptional(),
      any: z.array(condition).min(1).exactOptional(),
      not: condition.exactOptional(),
      compare: comparison.exactOptional(),
    })
    .catchall(factTest)
    .refine((it) => Object.keys(it).length > 0, '条件是空的：写明要符合什么，不限的整项不写'),
);

export type FactTest = z.output<typeof factTest>;
export type Within = z.output<typeof lengthOfTime>;
