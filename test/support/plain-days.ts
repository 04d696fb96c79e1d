import type { RegionPack } from '../../domain/region-pack/index.ts';
import { Untold } from './plain-untold.ts';

const dayMs = 86_400_000;

const instantOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

const textOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

export const daysLater = (day: string, days: number): string =>
  textOf(instantOf(day) + days * dayMs);

/** Days from the first to the second, both counted. */
export const daysFromTo = (first: string, last: string): number =>
  (instantOf(last) - instantOf(first)) / dayMs + 1;

/** The same day so many months on; where that month is shorter, its last day. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, inMonth = 0] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return textOf(Date.UTC(year, month - 1 + months, Math.min(inMonth, lastOfMonth)));
}

/** Day by day on, until the next one is of another month, quarter or year. */
export function lastDayOf(period: 'month' | 'quarter' | 'year', day: string): string {
  const placeOf = (it: string) => {
    const [year = 0, month = 0] = it.split('-').map(Number);
    const parts = { month, quarter: Math.ceil(month / 3), year: 1 };
    return `${String(year)} ${String(parts[period])}`;
  };
  let last = day;
  while (placeOf(daysLater(last, 1)) === placeOf(day)) last = daysLater(last, 1);
  return last;
}

/** 周岁: counted up one birthday at a time; unknown where one of the days is. */
export function ageOn(bornOn: string | undefined, day: string | undefined): number | undefined {
  if (bornOn === undefined || day === undefined) return undefined;
  let age = 0;
  while (monthsLater(bornOn, 12 * (age + 1)) <= day) age += 1;
  return age;
}

/** Whether a day is worked. A year without a calendar cannot be told. */
export function isWorked(pack: Pick<RegionPack, 'calendar'>, day: string): boolean {
  const year = Number(day.slice(0, 4));
  if (!pack.calendar.some((it) => it.year === year)) {
    throw new Untold({ question: `calendar-not-published-${String(year)}` });
  }
  const listed = (name: 'holidays' | 'workdays') =>
    pack.calendar.some((it) => it[name].some((listedDay) => listedDay === day));
  if (listed('workdays')) return true;
  if (listed('holidays')) return false;
  const weekday = new Date(instantOf(day)).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
