import { z } from 'zod';
import { dayText, text } from './scalars.ts';

/** One yearly notice on working days; see `CalendarYear` of working-calendar.ts. */
export const calendarYear = z.strictObject({
  year: z
    .string()
    .regex(/^[1-9]\d{3}$/u, '年份写成四位数字')
    .transform(Number),
  document: text,
  holidays: z.array(dayText),
  workdays: z.array(dayText),
});
