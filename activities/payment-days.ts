import { addDays, instant, shanghaiDay, startOfDay } from '../domain/days.ts';
import type { Instant, IsoDate } from '../domain/days.ts';

const hourMs = 3_600_000;
/** A bank still enters lines of a day after its midnight; by this hour the statement is whole. */
const wholeAtHour = 6;

/** When the statement of a day is whole: in the morning of the next one. */
export const wholeFrom = (day: IsoDate): Instant => later(startOfDay(addDays(day, 1)), wholeAtHour);

/** The last day whose statement is whole by now. */
export const lastWholeDay = (now: Instant): IsoDate =>
  addDays(shanghaiDay(later(now, -wholeAtHour)), -1);

export function later(at: Instant, hours: number): Instant {
  return instant(new Date(Date.parse(at) + hours * hourMs).toISOString());
}
