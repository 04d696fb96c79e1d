import {
  addDays,
  addMonths,
  dayIn,
  dayOfMonth,
  lastDay,
  monthOf,
  nextMonth,
  type IsoDate,
} from './days.ts';
import type { Clock } from './region-pack/index.ts';
import {
  addWorkingDays,
  workingDayOnOrAfter,
  type DayOrQuestion,
  type WorkingCalendar,
} from './working-calendar.ts';

/** A month, quarter or year of the calendar. */
export type CalendarPeriod = 'month' | 'quarter' | 'year';

/**
 * A time limit: so long from a day, in exactly one unit, a whole number from 1; or `byDay`, by that
 * day of the month, of the next one once it has passed. The first day
 * counts only with `countFirstDay` (民法典 201 leaves it out); with `rollOver` a last day that is a
 * day off moves to the next working day (民法典 203). With `fromEndOf` it is counted from the last
 * day of the period that the day lies in; its months then end with the last day of a month, and
 * none of them is that period's own end: 次月底前, 季后十日内, 当年年底前.
 */
export type TimeLimit = {
  months?: number;
  calendarDays?: number;
  workingDays?: number;
  byDay?: number;
  countFirstDay?: boolean;
  rollOver?: boolean;
  fromEndOf?: CalendarPeriod;
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
  const { countFirstDay = false, rollOver = false, fromEndOf } = limit;
  const { unit, number } = lengthOf(limit);
  const start = (day: IsoDate) => (fromEndOf === undefined ? day : endOfPeriod(day, fromEndOf));
  if (unit === 'workingDays') {
    return (day, calendar) => addWorkingDays(calendar, start(day), number, { countFirstDay });
  }
  const lastFrom = (from: IsoDate): IsoDate => {
    if (unit === 'byDay') return nextDayIn(from, number);
    if (unit === 'calendarDays') return addDays(from, countFirstDay ? number - 1 : number);
    if (fromEndOf !== undefined) return lastDay(monthOf(addMonths(from, number)));
    return monthsOn(from, number, countFirstDay);
  };
  return (day, calendar) => {
    const last = lastFrom(start(day));
    return rollOver ? workingDayOnOrAfter(calendar, last) : { kind: 'day', day: last };
  };
}

/** The time limit of a clock of the pack. */
export function clockLimit(clock: Clock): TimeLimit {
  const { days, unit, reminders: _, escalations: __, ...limit } = clock;
  if (days === undefined) return limit;
  return { ...limit, ...(unit === 'working' ? { workingDays: days } : { calendarDays: days }) };
}

/** The last day of the month, quarter or year that a day lies in. */
function endOfPeriod(day: IsoDate, period: CalendarPeriod): IsoDate {
  const months = { month: 1, quarter: 3, year: 12 }[period];
  const inYear = Number(day.slice(5, 7));
  const toGo = (months - (inYear % months)) % months;
  return lastDay(monthOf(addMonths(day, toGo)));
}

const units = ['months', 'calendarDays', 'workingDays', 'byDay'] as const;

function lengthOf(of: TimeLimit): { unit: (typeof units)[number]; number: number } {
  const given = units.flatMap((unit) => {
    const number = of[unit];
    return number === undefined ? [] : [{ unit, number }];
  });
  const [one, another] = given;
  if (!one || another) throw new RangeError('a time limit has one unit');
  const least = one.unit === 'months' && of.fromEndOf !== undefined ? 0 : 1;
  if (Number.isSafeInteger(one.number) && one.number >= least) return one;
  throw new RangeError('a time limit is counted from one, in whole numbers');
}

/** A day of that number, on or after a day. */
function nextDayIn(from: IsoDate, day: number): IsoDate {
  const inMonth = dayIn(monthOf(from), day);
  return from <= inMonth ? inMonth : dayIn(nextMonth(monthOf(from)), day);
}

/** Where the last month has no day of the same number, it is over with its own last day. */
function monthsOn(from: IsoDate, months: number, countFirstDay: boolean): IsoDate {
  const last = addMonths(from, months);
  return countFirstDay && dayOfMonth(last) === dayOfMonth(from) ? addDays(last, -1) : last;
}
