import { addDays, addMonths, dayOfMonth, type IsoDate } from './days.ts';
import {
  addWorkingDays,
  workingDayOnOrAfter,
  type DayOrQuestion,
  type WorkingCalendar,
} from './working-calendar.ts';

/**
 * A time limit: so long from a day, in exactly one unit, a whole number from 1. The first day
 * counts only with `countFirstDay` (民法典 201 leaves it out); with `rollOver` a last day that is a
 * day off moves to the next working day (民法典 203).
 */
export type TimeLimit = {
  months?: number;
  calendarDays?: number;
  workingDays?: number;
  countFirstDay?: boolean;
  rollOver?: boolean;
};
export type Deadline = TimeLimit & { from: IsoDate };

/**
 * The last day of a time limit; the question where it depends on a year whose calendar is not
 * published. Months end on the day of the same number, or on a shorter month's last day (民法典
 * 202); with the first day counted, the day before one of the same number. Throws RangeError for
 * no unit, for several, and for a number that is not a whole one from 1.
 */
export const deadlineDay = (
  { from, ...limit }: Deadline,
  calendar: WorkingCalendar,
): DayOrQuestion => deadlineFrom(limit)(from, calendar);

/** The same, for a limit that is counted from many days. */
export function deadlineFrom(
  limit: TimeLimit,
): (from: IsoDate, calendar: WorkingCalendar) => DayOrQuestion {
  const { countFirstDay = false, rollOver = false } = limit;
  const { unit, number } = lengthOf(limit);
  if (unit === 'workingDays') {
    return (from, calendar) => addWorkingDays(calendar, from, number, { countFirstDay });
  }
  return (from, calendar) => {
    const last =
      unit === 'months'
        ? monthsOn(from, number, countFirstDay)
        : addDays(from, countFirstDay ? number - 1 : number);
    return rollOver ? workingDayOnOrAfter(calendar, last) : { kind: 'day', day: last };
  };
}

const units = ['months', 'calendarDays', 'workingDays'] as const;

function lengthOf(of: TimeLimit): { unit: (typeof units)[number]; number: number } {
  const given = units.flatMap((unit) => {
    const number = of[unit];
    return number === undefined ? [] : [{ unit, number }];
  });
  const [one, another] = given;
  if (!one || another) throw new RangeError('a time limit has one unit');
  if (Number.isSafeInteger(one.number) && one.number >= 1) return one;
  throw new RangeError('a time limit is counted from one, in whole numbers');
}

/** Where the last month has no day of the same number, it is over with its own last day. */
function monthsOn(from: IsoDate, months: number, countFirstDay: boolean): IsoDate {
  const last = addMonths(from, months);
  return countFirstDay && dayOfMonth(last) === dayOfMonth(from) ? addDays(last, -1) : last;
}
