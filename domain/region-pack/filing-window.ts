import { z } from 'zod';
import { dayText, invention, positive, text } from './scalars.ts';

const dayOfMonth = positive.refine((day) => day <= 31, '写 1 至 31 中的一日');

/** Days of each month on which a scheme takes claims, both included; 31 is a month's last day. */
export const accepts = z
  .strictObject({
    dayFrom: dayOfMonth.exactOptional(),
    dayTo: dayOfMonth.exactOptional(),
    document: text,
    clause: text,
    ...invention,
  })
  .refine(({ dayFrom = 1, dayTo = 31 }) => dayFrom <= dayTo, 'dayTo 不能早于 dayFrom');

/** First and last day on which a scheme takes claims at all. */
export const open = z
  .strictObject({
    from: dayText.exactOptional(),
    to: dayText.exactOptional(),
    document: text,
    clause: text,
    ...invention,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    error: '截止日不能早于开始日',
  });

export type Accepts = z.output<typeof accepts>;
export type Open = z.output<typeof open>;
