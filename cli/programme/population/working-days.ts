import { addDays, firstDay, lastDay, type IsoDate, type Month } from '../../../domain/days.ts';
import { deadlineDay } from '../../../domain/deadline.ts';
import { lastMonthlyDay } from '../../../domain/monthly-day.ts';
import { noticeOpensOn } from '../../../domain/notice-rule.ts';
import type { Notice, PaymentRule } from '../../../domain/region-pack/index.ts';
import {
  isWorkingDay,
  noticeEnd,
  type DayOrQuestion,
  type WorkingCalendar,
} from '../../../domain/working-calendar.ts';

/** Working days by number, so that dates of a claim can be counted from one another. */
export type WorkingDays = {
  /** The number of a working day, or of the next one after a day off. */
  on: (day: IsoDate) => number;
  day: (number: number) => IsoDate;
  firstOf: (month: Month) => number;
  lastOf: (month: Month) => number;
};

/** The working days from the first day to the last. Throws RangeError outside them. */
export function workingDays(calendar: WorkingCalendar, from: IsoDate, to: IsoDate): WorkingDays {
  const days: IsoDate[] = [];
  const numbers = new Map<IsoDate, number>();
  for (let day = from; day <= to; day = addDays(day, 1)) {
    numbers.set(day, days.length);
    if (isWorkingDay(calendar, day)) days.push(day);
  }
  const on = (day: IsoDate) => {
    const number = numbers.get(day);
    if (number === undefined) throw new RangeError(`${day} lies outside the programme`);
    return number;
  };
  return {
    on,
    day(number) {
      const day = days[number];
      if (day === undefined) throw new RangeError(`no working day ${number} in the programme`);
      return day;
    },
    firstOf: (month) => on(firstDay(month)),
    lastOf: (month) => on(addDays(lastDay(month), 1)) - 1,
  };
}

/**
 * Money is sent on the last of the month's days for it; where there are none, on the last working
 * day but one. What comes back does so within the month.
 */
export function runDay(
  days: WorkingDays,
  calendar: WorkingCalendar,
  { runs }: PaymentRule,
  month: Month,
): number {
  if (!runs) return days.lastOf(month) - 1;
  return days.on(dayIn(lastMonthlyDay(lastDay(month), runs.days, calendar)));
}

/** The working day on which a notice opens whose claim passed its last review on the given one. */
export function noticeOpens(
  days: WorkingDays,
  calendar: WorkingCalendar,
  reviewed: number,
  rule: Notice,
): number {
  return days.on(dayIn(noticeOpensOn(rule, days.day(reviewed), calendar)));
}

/** The first working day after a notice that opened on the given one. */
export function dayAfterNotice(
  days: WorkingDays,
  calendar: WorkingCalendar,
  opened: number,
  rule: Notice,
): number {
  const end = dayIn(noticeEnd(calendar, days.day(opened), rule.days, rule));
  return days.on(addDays(end, 1));
}

/**
 * From which working day on a 财政复核 has its money in time when it is sent on the given one;
 * remembered once found. The notice, from whose end a limit may be counted, ended at most `lead`
 * days before.
 */
export function inTimeFrom(
  days: WorkingDays,
  calendar: WorkingCalendar,
  { of, ...limit }: PaymentRule['timeLimit'],
  lead: number,
): (run: number) => number {
  const known = new Map<number, number>();
  const reaches = (from: number, run: number): boolean =>
    dayIn(deadlineDay({ from: days.day(from), ...limit }, calendar)) >= days.day(run);
  return (run) => {
    let from = known.get(run) ?? run;
    while (from > 0 && reaches(from - 1, run)) from -= 1;
    known.set(run, from);
    return of === 'notice-end' ? from + lead : from;
  };
}

function dayIn(found: DayOrQuestion): IsoDate {
  if (found.kind === 'day') return found.day;
  throw new RangeError(`no working-day calendar of ${String(found.year)}`);
}
