import { z } from 'zod';
import { isDecimalText } from '../../../domain/decimal-text.ts';
import { readRegionFile } from '../region-file.ts';

/**
 * How a figure of the printed report shows whether a run reproduced it:
 * count: exactly so many; group: exactly, sharing the total by largest remainder; nearest: within
 * half of the last printed digit; ratio: as printed; below, at-least: a bound; policy: the same
 * number.
 */
export const rules = ['count', 'group', 'nearest', 'ratio', 'below', 'at-least', 'policy'] as const;

const decimal = z.string().refine(isDecimalText);
const expectedFigure = z.strictObject({
  /** As printed in the report; null where it leaves the number out. */
  printed: decimal.nullable(),
  /** Base units in one printed unit: 10000 for 万人次. */
  unit: z.int().min(1),
  rule: z.enum(rules),
  /** Of a ratio: the counts it is made of. */
  of: z.tuple([z.string(), z.string()]).exactOptional(),
});
const file = z.strictObject({ figures: z.record(z.string(), expectedFigure) });

export type Rule = (typeof rules)[number];
export type ExpectedFigure = z.output<typeof expectedFigure>;
export type ExpectedFigures = Readonly<Record<string, ExpectedFigure>>;

/** Reads expected-figures.yaml of a region: what its printed report says. */
export async function loadExpectedFigures(region: string): Promise<ExpectedFigures> {
  return (await readRegionFile(region, 'expected-figures.yaml', file)).figures;
}
