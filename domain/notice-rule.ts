import type { IsoDate } from './days.ts';
import { nextMonthlyDay } from './monthly-day.ts';
import type { Notice, RegionPack } from './region-pack/index.ts';
import type { DayOrQuestion, WorkingCalendar } from './working-calendar.ts';

/** The first notice rule that names the scheme, else the one that names none. */
export function noticeFor({ notices }: Pick<RegionPack, 'notices'>, scheme: string): Notice {
  const rule =
    notices.find(({ schemes }) => schemes?.includes(scheme)) ??
    notices.find(({ schemes }) => schemes === undefined);
  if (!rule) throw new Error(`no notice for scheme ${scheme}`);
  return rule;
}

/** The day a list goes up whose claim passed its last review on `on`. */
export function noticeOpensOn(
  { opens }: Notice,
  on: IsoDate,
  calendar: WorkingCalendar,
): DayOrQuestion {
  if (opens === 'claim') return { kind: 'day', day: on };
  return nextMonthlyDay(on, opens.monthly, calendar, opens.months);
}
