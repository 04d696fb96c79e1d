import {
  addDays,
  dayIn,
  lastDay,
  monthOf,
  nextMonth,
  previousMonth,
  yearOf,
  type IsoDate,
  type Month,
} from './days.ts';
import type { MonthlyDay } from './region-pack/index.ts';
import {
  isPublished,
  isWorkingDay,
  workingDayOnOrAfter,
  type DayOrQuestion,
  type WorkingCalendar,
} from './working-calendar.ts';

/**
 * The monthly day for what is ready on `from`: of its month while that has not passed, else of the
 * next, or of the next of the `months` of a year it is held in. A month without such a day has it
 * on its last; one that is off moves to the next working day, and what became ready in between
 * waits for the next one.
 */
export function nextMonthlyDay(
  from: IsoDate,
  rule: MonthlyDay,
  calendar: WorkingCalendar,
  months?: readonly number[],
): DayOrQuestion {
  for (let month = monthOf(from); ; month = nextMonth(month)) {
    if (months && !months.includes(Number(month.slice(5)))) continue;
    const written = writtenDay(month, rule, calendar);
    if (written.kind !== 'day') return written;
    if (written.day >= from) return workingDayOnOrAfter(calendar, written.day);
  }
}

/** The latest of several monthly days up to `on`, that day included. */
export function lastMonthlyDay(
  on: IsoDate,
  rules: readonly MonthlyDay[],
  calendar: WorkingCalendar,
): DayOrQuestion {
  // What is written earlier is held no later, so the first month back that has one has the latest.
  for (let month = monthOf(on); ; month = previousMonth(month)) {
    let latest: IsoDate | undefined;
    for (const rule of rules) {
      const written = writtenDay(month, rule, calendar);
      if (written.kind === 'day' && written.day > on) continue;
      const held = heldDay(month, rule, calendar);
      if (held.kind !== 'day') return held;
      if (held.day <= on && (latest === undefined || held.day > latest)) latest = held.day;
    }
    if (latest !== undefined) return { kind: 'day', day: latest };
  }
}

/** The day a rule names in a month, moved to the next working day when it is off. */
function heldDay(month: Month, rule: MonthlyDay, calendar: WorkingCalendar): DayOrQuestion {
  const written = writtenDay(month, rule, calendar);
  return written.kind === 'day' ? workingDayOnOrAfter(calendar, written.day) : written;
}

function writtenDay(month: Month, rule: MonthlyDay, calendar: WorkingCalendar): DayOrQuestion {
  if (rule === 'last-working-day') return workingDayOnOrBefore(calendar, lastDay(month));
  return { kind: 'day', day: dayIn(month, rule) };
}

function workingDayOnOrBefore(calendar: WorkingCalendar, from: IsoDate): DayOrQuestion {
  for (let day = from; ; day = addDays(day, -1)) {
    const year = yearOf(day);
    if (!isPublished(calendar, year)) return { kind: 'calendar-not-published', year };
    if (isWorkingDay(calendar, day)) return { kind: 'day', day };
  }
}
