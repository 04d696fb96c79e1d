import { z } from 'zod';
import { decimalText, text, whole, yuanText } from './scalars.ts';
import type { Yuan } from '../money.ts';

/** The facts of a line that a formula may read. */
export const factNames = [
  'group',
  'class',
  'occupation',
  'course',
  'level',
  'certificateKind',
  'months',
  'hours',
  'feePaid',
] as const;

export type FactName = (typeof factNames)[number];

/** Quantities: facts that are numbers. */
export const quantityNames = ['months', 'hours', 'feePaid'] as const;

export type QuantityName = (typeof quantityNames)[number];

export type TableRows = { [key: string]: Yuan | TableRows };

/** Every named fact must have one of the values listed for it. */
export type Condition = Partial<Record<FactName, string[]>>;

/** A rate as a tree of named blocks; each block is an object with the one key that names it. */
export type Formula =
  | { amount: Yuan }
  | { fact: QuantityName }
  | { table: { by: FactName[]; rows: TableRows } }
  | { multiply: (Formula | { factor: string })[] }
  | { min: Formula[] }
  | { max: Formula[] }
  | { perUnit: { of: QuantityName; amount: Formula; atMost?: string } }
  | { percent: { of: Formula; percent: string } }
  | { when: { if: Condition; then: Formula }[]; otherwise?: Formula }
  | { round: { of: Formula; places: number } };

const factName = z.enum(factNames, `事实名称只能是 ${factNames.join('、')}`);
const quantityName = z.enum(quantityNames, `数量只能是 ${quantityNames.join('、')}`);

const tableRows: z.ZodType<TableRows> = z.lazy(() =>
  z.record(text, z.union([yuanText, tableRows])),
);

const condition: z.ZodType<Condition> = z.partialRecord(factName, z.array(text).min(1));

export const formula: z.ZodType<Formula> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ amount: yuanText }),
      z.strictObject({ fact: quantityName }),
      z.strictObject({ table: z.strictObject({ by: z.array(factName).min(1), rows: tableRows }) }),
      z.strictObject({
        multiply: z.array(z.union([formula, z.strictObject({ factor: decimalText })])).min(2),
      }),
      z.strictObject({ min: z.array(formula).min(2) }),
      z.strictObject({ max: z.array(formula).min(2) }),
      z.strictObject({ perUnit }),
      z.strictObject({ percent: z.strictObject({ of: formula, percent: decimalText }) }),
      z.strictObject({ when: z.array(branch).min(1), otherwise: formula.exactOptional() }),
      z.strictObject({ round: z.strictObject({ of: formula, places: whole }) }),
    ],
    '公式只能是 amount、fact、table、multiply、min、max、perUnit、percent、when、round 之一，且写法完整',
  ),
);

const perUnit = z.lazy(() =>
  z.strictObject({ of: quantityName, amount: formula, atMost: decimalText.exactOptional() }),
);

const branch = z.lazy(() => z.strictObject({ if: condition, then: formula }));
