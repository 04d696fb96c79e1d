import { z } from 'zod';
import { dayOfMonth, dayText, invention, positive, text } from './scalars.ts';

/** No month has more working days. */
const workingDayOfMonth = positive.refine((day) => day <= 23, '写 1 至 23 中的一个工作日');

/**
 * Days of each month on which a scheme takes claims, both included: by date, 31 being a month's
 * last day, or of its working days, the first being 1.
 */
export const accepts = z
  .strictObject({
    dayFrom: dayOfMonth.exactOptional(),
    dayTo: dayOfMonth.exactOptional(),
    workingDayFrom: workingDayOfMonth.exactOptional(),
    workingDayTo: workingDayOfMonth.exactOptional(),
    document: text,
    clause: text,
    ...invention,
  })
  .refine(({ dayFrom = 1, dayTo = 31 }) => dayFrom <= dayTo, 'dayTo 不能早于 dayFrom')
  .refine(
    ({ workingDayFrom = 1, workingDayTo = 23 }) => workingDayFrom <= workingDayTo,
    'workingDayTo 不能早于 workingDayFrom',
  )
  .refine(
    (it) => !(('dayFrom' in it || 'dayTo' in it) && goesByWorkingDays(it)),
    '写 dayFrom、dayTo，或写 workingDayFrom、workingDayTo，不能都写',
  );

/** Whether the days of a month are told by its working days. */
export const goesByWorkingDays = (it: object): boolean =>
  'workingDayFrom' in it || 'workingDayTo' in it;

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
