import { addDays, firstDay, lastDay, type IsoDate, type Month } from '../../../domain/days.ts';
import { isWorkingDay, noticeEnd, type WorkingCalendar } from '../../../domain/working-calendar.ts';

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

/** Money is sent on the last working day but one: what comes back does so within the month. */
export function runDay(days: WorkingDays, month: Month): number {
  return days.lastOf(month) - 1;
}

export type NoticeLength = { days: number; unit: 'working' | 'calendar'; countFirstDay: boolean };

/** The first working day after a notice that opened on the given one. */
export function dayAfterNotice(
  days: WorkingDays,
  calendar: WorkingCalendar,
  opened: number,
  length: NoticeLength,
): number {
  const end = noticeEnd(calendar, days.day(opened), length.days, length);
  if (end.kind !== 'day') throw new RangeError(`no working-day calendar of ${end.year}`);
  return days.on(addDays(end.day, 1));
}
