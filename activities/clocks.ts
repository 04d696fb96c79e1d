import { addDays, endOfDay, type Instant, type IsoDate } from '../domain/days.ts';
import type { Clock as PackClock, ClockStep, RegionPack } from '../domain/region-pack/index.ts';
import { addWorkingDays, type WorkingCalendar } from '../domain/working-calendar.ts';
import type { NewAlarm } from '../db/task.ts';
import { calendarQuestion } from './pack-question.ts';
import { unitOf } from './unit-choice.ts';

export type Deadlines = { dueAt: Instant; alarms: NewAlarm[] };

type Opened = {
  pack: RegionPack;
  calendar: WorkingCalendar;
  /** The unit the claim was filed with; whom the pack tells is counted from it. */
  unit: string;
  openedOn: IsoDate;
  now: Instant;
};

/**
 * The deadline of a task from the day it opens, and whom the pack tells before and after it. One
 * already past arms nothing, so that a programme of past years mails nobody. Throws PackQuestion.
 */
export function deadlinesOf(
  clock: PackClock,
  { pack, calendar, unit, openedOn, now }: Opened,
): Deadlines {
  const after = (days: number): Instant =>
    endOfDay(
      clock.unit === 'working'
        ? workingDaysAfter(calendar, openedOn, days)
        : addDays(openedOn, days),
    );
  const dueAt = after(clock.days);
  if (dueAt < now) return { dueAt, alarms: [] };
  const alarm = (kind: NewAlarm['kind'], step: ClockStep): NewAlarm => ({
    kind,
    at: after(step.afterDays),
    role: step.duty,
    unit: unitOf(pack, unit, step.unit) ?? null,
  });
  const reminders = clock.reminders.map((step) => alarm('reminder', step));
  const escalations = clock.escalations.map((step) => alarm('escalation', step));
  return { dueAt, alarms: [...reminders, ...escalations] };
}

/** Throws PackQuestion where the year's calendar is not published. */
export function workingDaysAfter(calendar: WorkingCalendar, from: IsoDate, days: number): IsoDate {
  const found = addWorkingDays(calendar, from, days, { countFirstDay: false });
  if (found.kind === 'calendar-not-published') throw calendarQuestion(found.year);
  return found.day;
}
