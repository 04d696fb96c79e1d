import { addDays, addMonths, type IsoDate } from './days.ts';
import {
  addWorkingDays,
  workingDayOnOrAfter,
  type DayOrQuestion,
  type WorkingCalendar,
} from './working-calendar.ts';

/** So long after a day; with `rollOver` a last day off moves to the next working day. */
export type Deadline = {
  from: IsoDate;
  months?: number;
  calendarDays?: number;
  workingDays?: number;
  countFirstDay?: boolean;
  rollOver?: boolean;
};

export function deadlineDay(of: Deadline, calendar: WorkingCalendar): DayOrQuestion {
  const { from, months = 0, calendarDays, workingDays, countFirstDay = false } = of;
  const start = addMonths(from, months);
  if (workingDays !== undefined) {
    return addWorkingDays(calendar, start, workingDays, { countFirstDay });
  }
  const days = calendarDays === undefined ? 0 : calendarDays - (countFirstDay ? 1 : 0);
  const last = addDays(start, days);
  return of.rollOver === true ? workingDayOnOrAfter(calendar, last) : { kind: 'day', day: last };
}
