import { addDays, daysBetween, weekday, yearOf } from './days.ts';
import type { IsoDate } from './days.ts';

/**
 * One yearly notice of the State Council. `holidays` is every day off the notice names, weekends
 * included; `workdays` is every weekend day it makes a working day. Both may reach into the
 * December before, as New Year's Day of 2019 did.
 */
export type CalendarYear = {
  year: number;
  document: string;
  holidays: readonly IsoDate[];
  workdays: readonly IsoDate[];
};

export type WorkingCalendar = {
  readonly years: ReadonlySet<number>;
  readonly holidays: ReadonlySet<IsoDate>;
  readonly workdays: ReadonlySet<IsoDate>;
};

export type CalendarQuestion = { kind: 'calendar-not-published'; year: number };
export type DayOrQuestion = { kind: 'day'; day: IsoDate } | CalendarQuestion;
export type CountOrQuestion = { kind: 'count'; count: number } | CalendarQuestion;

export type CountingRule = { countFirstDay: boolean };
export type NoticeRule = CountingRule & { unit: 'working' | 'calendar' };

/** Throws RangeError, naming document and day, when the years contradict themselves. */
export function workingCalendar(years: readonly CalendarYear[]): WorkingCalendar {
  const published = new Set<number>();
  for (const year of years) {
    if (published.has(year.year)) throw new RangeError(`${year.document}: ${year.year} twice`);
    published.add(year.year);
    requireConsistent(year);
  }
  return {
    years: published,
    holidays: new Set(years.flatMap((year) => year.holidays)),
    workdays: new Set(years.flatMap((year) => year.workdays)),
  };
}

export function isPublished(calendar: WorkingCalendar, year: number): boolean {
  return calendar.years.has(year);
}

/** Throws RangeError for a year without a calendar: ask `isPublished` first. */
export function isWorkingDay(calendar: WorkingCalendar, day: IsoDate): boolean {
  if (!isPublished(calendar, yearOf(day))) {
    throw new RangeError(`no working-day calendar of ${yearOf(day)}`);
  }
  if (calendar.workdays.has(day)) return true;
  return weekday(day) <= 5 && !calendar.holidays.has(day);
}

/**
 * The n-th working day from a day on. With `countFirstDay` the day itself is the first when it is
 * a working day; otherwise counting starts on the day after. n is a whole number from 1.
 */
export function addWorkingDays(
  calendar: WorkingCalendar,
  from: IsoDate,
  n: number,
  { countFirstDay }: CountingRule,
): DayOrQuestion {
  requireCount(n);
  let day = countFirstDay ? from : addDays(from, 1);
  for (let left = n; ; day = addDays(day, 1)) {
    if (!isPublished(calendar, yearOf(day))) return notPublished(day);
    if (isWorkingDay(calendar, day)) left -= 1;
    if (left === 0) return { kind: 'day', day };
  }
}

/** The day itself, or the next working day: where a time limit that ends on a holiday ends. */
export function workingDayOnOrAfter(calendar: WorkingCalendar, day: IsoDate): DayOrQuestion {
  return addWorkingDays(calendar, day, 1, { countFirstDay: true });
}

/** The last day of a public notice; one counted in calendar days ends on any day of the week. */
export function noticeEnd(
  calendar: WorkingCalendar,
  opensOn: IsoDate,
  days: number,
  { unit, countFirstDay }: NoticeRule,
): DayOrQuestion {
  if (unit === 'working') return addWorkingDays(calendar, opensOn, days, { countFirstDay });
  requireCount(days);
  return { kind: 'day', day: addDays(opensOn, countFirstDay ? days - 1 : days) };
}

/** Working days after the first day up to and including the second; negative when earlier. */
export function workingDaysBetween(
  calendar: WorkingCalendar,
  from: IsoDate,
  to: IsoDate,
): CountOrQuestion {
  const sign = from <= to ? 1 : -1;
  const [earlier, later] = from <= to ? [from, to] : [to, from];
  let count = 0;
  for (let offset = 1; offset <= daysBetween(earlier, later); offset += 1) {
    const day = addDays(earlier, offset);
    if (!isPublished(calendar, yearOf(day))) return notPublished(day);
    if (isWorkingDay(calendar, day)) count += 1;
  }
  return { kind: 'count', count: count === 0 ? 0 : sign * count };
}

function notPublished(day: IsoDate): CalendarQuestion {
  return { kind: 'calendar-not-published', year: yearOf(day) };
}

function requireCount(days: number): void {
  if (!Number.isSafeInteger(days) || days < 1) {
    throw new RangeError('days are counted from one, in whole numbers');
  }
}

/** What a day of a notice contradicts: its year, the weekday it falls on, or the days off. */
export type Contradiction = {
  list: 'holidays' | 'workdays';
  at: number;
  day: IsoDate;
  is: 'of-another-year' | 'no-weekend-day' | 'both-off-and-worked';
};

/** Every day of a notice that cannot be meant. */
export function contradictionsOf(of: CalendarYear): Contradiction[] {
  return (['holidays', 'workdays'] as const).flatMap((list) =>
    of[list].flatMap((day, at) => {
      const is = contradicts(of, list, day);
      return is === undefined ? [] : [{ list, at, day, is }];
    }),
  );
}

function contradicts(
  { year, holidays }: CalendarYear,
  list: Contradiction['list'],
  day: IsoDate,
): Contradiction['is'] | undefined {
  if (day < `${year - 1}-12-01` || yearOf(day) > year) return 'of-another-year';
  if (list === 'holidays') return undefined;
  if (weekday(day) <= 5) return 'no-weekend-day';
  return holidays.includes(day) ? 'both-off-and-worked' : undefined;
}

function requireConsistent(of: CalendarYear): void {
  const [wrong] = contradictionsOf(of);
  if (wrong) throw new RangeError(`${of.document}: ${wrong.day} ${wrong.is} ${of.year}`);
}
