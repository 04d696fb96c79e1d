import { z } from 'zod';
import { positive } from './scalars.ts';

/** A day of every month, or the last one a month has; one off means the next working day. */
export const monthlyDay = z.union(
  [z.literal('last-working-day'), z.string().pipe(positive.refine((day) => day <= 31))],
  '写 1 至 31 中的一日，或 last-working-day',
);

export type MonthlyDay = z.output<typeof monthlyDay>;
