import { z } from 'zod';
import { countableWords, deadlineFields, isCountable } from './deadlines.ts';
import { monthlyDay } from './monthly-days.ts';
import { invention, text, wholeDays } from './scalars.ts';

/** From 财政复核, or with `of` from the last day of the claim's public notice. */
const timeLimit = z
  .strictObject({
    of: z.literal('notice-end', '写 notice-end，或不写').exactOptional(),
    ...deadlineFields,
  })
  .refine(isCountable, countableWords);

/**
 * Money is paid in time when paid within `timeLimit`. The bank may return it for so
 * many calendar days after it was booked. On the days of `runs` what is ready is to be released;
 * without it, on any day.
 */
export const payment = z.strictObject({
  timeLimit,
  returnDays: wholeDays,
  runs: z.strictObject({ days: z.array(monthlyDay).min(1) }).exactOptional(),
  document: text,
  ...invention,
});

export type PaymentRule = z.output<typeof payment>;
