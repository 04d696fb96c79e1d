import { z } from 'zod';
import { deadline } from './deadlines.ts';
import { monthlyDay } from './monthly-days.ts';
import { invention, text, wholeDays } from './scalars.ts';

/**
 * Money is paid in time when paid within `timeLimit` of 财政复核. The bank may return it for so
 * many calendar days after it was booked. On the days of `runs` what is ready is to be released;
 * without it, on any day.
 */
export const payment = z.strictObject({
  timeLimit: deadline,
  returnDays: wholeDays,
  runs: z.strictObject({ days: z.array(monthlyDay).min(1) }).exactOptional(),
  document: text,
  ...invention,
});

export type PaymentRule = z.output<typeof payment>;
