import { z } from 'zod';
import { monthlyDay } from './monthly-days.ts';
import { codes, days, invention, positive, text, yesNo } from './scalars.ts';

const monthOfYear = positive.refine((month) => month <= 12, '写 1 至 12 中的月份');

/**
 * How long a claim's list is public. It opens with the last review of the claim, or, with
 * `monthly`, on the next such day of a month, together with all claims that passed by then; with
 * `months` only of these, so that four make it quarterly. The
 * first that names the scheme applies, the one without schemes to all others.
 */
export const notice = z.strictObject({
  schemes: codes.exactOptional(),
  days,
  unit: z.enum(['working', 'calendar'], '写 working 或 calendar'),
  countFirstDay: yesNo,
  opens: z.union(
    [
      z.literal('claim'),
      z.strictObject({
        monthly: monthlyDay,
        months: z.array(monthOfYear).min(1).exactOptional(),
      }),
    ],
    '写 claim，或 { monthly: 日 }，可加 months: [月份]',
  ),
  document: text,
  ...invention,
});

export type Notice = z.output<typeof notice>;
