import { z } from 'zod';
import { positive, yesNo } from './scalars.ts';

const units = {
  months: positive.exactOptional(),
  calendarDays: positive.exactOptional(),
  workingDays: positive.exactOptional(),
};

/** How a pack writes a `Deadline` of domain/deadline.ts; `oneUnit` goes with it. */
export const deadlineFields = {
  ...units,
  countFirstDay: yesNo.exactOptional(),
  rollOver: yesNo.exactOptional(),
};

/** Whether a time limit is given in one unit, no more. */
export const hasOneUnit = (it: { [unit in keyof typeof units]?: number | undefined }): boolean =>
  Object.keys(units).filter((unit) => unit in it).length === 1;

export const oneUnit = '期限写 months、calendarDays、workingDays 之一，且只写一个';

/** How long and how counted: `{ months: "12", rollOver: "true" }`, `{ workingDays: "5" }`. */
export const deadline = z.strictObject(deadlineFields).refine(hasOneUnit, oneUnit);

export type DeadlineRule = z.output<typeof deadline>;
