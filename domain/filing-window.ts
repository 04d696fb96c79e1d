import {
  addDays,
  dayIn,
  dayOfMonth,
  firstDay,
  monthOf,
  nextMonth,
  yearOf,
  type IsoDate,
} from './days.ts';
import type { Accepts, Open, Scheme } from './region-pack/index.ts';
import { goesByWorkingDays } from './region-pack/filing-window.ts';
import {
  isPublished,
  isWorkingDay,
  type CalendarQuestion,
  type DayOrQuestion,
  type WorkingCalendar,
} from './working-calendar.ts';

/**
 * Why a scheme takes no claim on a day: which rule says so, and the next day on which it does, or
 * the calendar which that waits for; undefined once it is closed.
 */
export type FilingClosed = {
  kind: 'closed';
  document: string;
  clause: string;
  opensOn: IsoDate | CalendarQuestion | undefined;
};

/**
 * Undefined where a claim filed on that day is taken; the question where the calendar of its own
 * year has to say so and is not published.
 */
export function filingClosed(
  { accepts, open }: Pick<Scheme, 'accepts' | 'open'>,
  on: IsoDate,
  calendar: WorkingCalendar,
): FilingClosed | CalendarQuestion | undefined {
  const closed = open !== undefined && !isOpen(open, on);
  const start = open?.from !== undefined && open.from > on ? open.from : on;
  const next = accepts ? acceptedFrom(accepts, start, calendar) : dayFound(start);
  const rule = closed ? open : accepts;
  if (!rule || (!closed && next.kind === 'day' && next.day === on)) return undefined;
  if (!closed && next.kind !== 'day' && next.year === yearOf(on)) return next;
  const soonest = next.kind === 'day' ? next.day : start;
  const ended = open?.to !== undefined && soonest > open.to;
  const { document, clause } = rule;
  const opensOn = next.kind === 'day' ? next.day : next;
  return { kind: 'closed', document, clause, opensOn: ended ? undefined : opensOn };
}

const isOpen = ({ from, to }: Open, on: IsoDate): boolean =>
  (from === undefined || from <= on) && (to === undefined || on <= to);

/** The first day of acceptance on or after a day. */
const acceptedFrom = (rule: Accepts, on: IsoDate, calendar: WorkingCalendar): DayOrQuestion =>
  goesByWorkingDays(rule)
    ? acceptedByWorkingDay(rule, on, calendar)
    : dayFound(acceptedByDate(rule, on));

function acceptedByDate({ dayFrom = 1, dayTo = 31 }: Accepts, on: IsoDate): IsoDate {
  const month = monthOf(on);
  const first = dayIn(month, dayFrom);
  if (on < first) return first;
  return on <= dayIn(month, dayTo) ? on : dayIn(nextMonth(month), dayFrom);
}

/** Counts the working days of each month from its first day on. */
function acceptedByWorkingDay(
  { workingDayFrom = 1, workingDayTo = 23 }: Accepts,
  on: IsoDate,
  calendar: WorkingCalendar,
): DayOrQuestion {
  let count = 0;
  for (let day = firstDay(monthOf(on)); ; day = addDays(day, 1)) {
    const year = yearOf(day);
    if (!isPublished(calendar, year)) return { kind: 'calendar-not-published', year };
    if (dayOfMonth(day) === 1) count = 0;
    if (!isWorkingDay(calendar, day)) continue;
    count += 1;
    if (day >= on && count >= workingDayFrom && count <= workingDayTo) return dayFound(day);
  }
}

const dayFound = (day: IsoDate): DayOrQuestion => ({ kind: 'day', day });
