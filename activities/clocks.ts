import { addDays, endOfDay, type Instant, type IsoDate } from '../domain/days.ts';
import { clockLimit, deadlineFrom } from '../domain/deadline.ts';
import type { Clock as PackClock, ClockStep, RegionPack } from '../domain/region-pack/index.ts';
import { unitOf } from '../domain/unit-choice.ts';
import type { WorkingCalendar } from '../domain/working-calendar.ts';
import type { NewAlarm } from '../db/task.ts';
import { dayOrQuestion } from './pack-question.ts';

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
  const lastDay = (of: PackClock): IsoDate =>
    dayOrQuestion(deadlineFrom(clockLimit(of))(openedOn, calendar));
  const last = lastDay(clock);
  const dueAt = endOfDay(last);
  if (dueAt < now) return { dueAt, alarms: [] };
  const dayOf = ({ afterDays, daysBefore = 0 }: ClockStep): IsoDate =>
    afterDays === undefined ? addDays(last, -daysBefore) : lastDay({ ...clock, days: afterDays });
  const alarm = (kind: NewAlarm['kind'], step: ClockStep): NewAlarm => ({
    kind,
    at: endOfDay(dayOf(step)),
    role: step.duty,
    unit: unitOf(pack, unit, step.unit) ?? null,
  });
  const reminders = clock.reminders.map((step) => alarm('reminder', step));
  const escalations = clock.escalations.map((step) => alarm('escalation', step));
  return { dueAt, alarms: [...reminders, ...escalations] };
}
