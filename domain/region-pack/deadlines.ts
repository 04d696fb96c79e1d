import { z } from 'zod';
import { dayOfMonth, days, wholeMonths, yesNo } from './scalars.ts';

const units = {
  months: wholeMonths.exactOptional(),
  calendarDays: days.exactOptional(),
  workingDays: days.exactOptional(),
  byDay: dayOfMonth.exactOptional(),
};

/** From whose last day a time limit is counted. */
export const calendarPeriod = z.enum(['month', 'quarter', 'year'], '写 month、quarter 或 year');

/** How a pack writes a `Deadline` of domain/deadline.ts; `isCountable` goes with it. */
export const deadlineFields = {
  ...units,
  countFirstDay: yesNo.exactOptional(),
  rollOver: yesNo.exactOptional(),
  fromEndOf: calendarPeriod.exactOptional(),
};

type Written = {
  [unit in keyof typeof units]?: number | undefined;
} & { countFirstDay?: boolean; fromEndOf?: string };

/** Whether a time limit is given in one unit, no more, and can be counted so. */
export const isCountable = (it: Written): boolean => {
  const given = Object.keys(units).filter((unit) => unit in it);
  if (given.length !== 1) return false;
  const { byDay, fromEndOf, countFirstDay = false } = it;
  if (byDay !== undefined) return fromEndOf === undefined && !countFirstDay;
  return fromEndOf === undefined ? it.months !== 0 : !countFirstDay;
};

export const countableWords =
  '期限写 months、calendarDays、workingDays、byDay 之一，且只写一个；' +
  '写了 fromEndOf 的，月数可以是 0，首日不计；写了 byDay 的，两样都不写';
