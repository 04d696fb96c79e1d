import { z } from 'zod';
import { dayOfMonth } from './scalars.ts';

/** A day of every month, or the last one a month has; one off means the next working day. */
export const monthlyDay = z.union(
  [z.literal('last-working-day'), z.string().pipe(dayOfMonth)],
  '写 1 至 31 中的一日，或 last-working-day',
);

export type MonthlyDay = z.output<typeof monthlyDay>;
