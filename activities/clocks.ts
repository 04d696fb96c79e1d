import { addDays, endOfDay, type Instant, type IsoDate } from '../domain/days.ts';
import type { Clock as PackClock } from '../domain/region-pack/index.ts';
import { addWorkingDays, type WorkingCalendar } from '../domain/working-calendar.ts';
import { calendarQuestion } from './pack-question.ts';

export type Deadlines = { dueAt: Instant; remindAt?: Instant; escalateAt?: Instant };

/**
 * The deadlines of a task from the day it opens. One already past arms no reminder and no
 * escalation, so that a programme of past years mails nobody. Throws PackQuestion.
 */
export function deadlinesOf(
  clock: PackClock,
  { calendar, openedOn, now }: { calendar: WorkingCalendar; openedOn: IsoDate; now: Instant },
): Deadlines {
  const after = (days: number): Instant =>
    endOfDay(
      clock.unit === 'working'
        ? workingDaysAfter(calendar, openedOn, days)
        : addDays(openedOn, days),
    );
  const dueAt = after(clock.days);
  if (dueAt < now) return { dueAt };
  const [reminder] = clock.reminders;
  const [escalation] = clock.escalations;
  return {
    dueAt,
    ...(reminder && { remindAt: after(reminder.afterDays) }),
    ...(escalation && { escalateAt: after(escalation.afterDays) }),
  };
}

/** Throws PackQuestion where the year's calendar is not published. */
export function workingDaysAfter(calendar: WorkingCalendar, from: IsoDate, days: number): IsoDate {
  const found = addWorkingDays(calendar, from, days, { countFirstDay: false });
  if (found.kind === 'calendar-not-published') throw calendarQuestion(found.year);
  return found.day;
}
