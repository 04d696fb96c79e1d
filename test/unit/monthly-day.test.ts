import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, isoDate, monthOf, nextMonth, type IsoDate } from '../../domain/days.ts';
import { lastMonthlyDay, nextMonthlyDay } from '../../domain/monthly-day.ts';
import { monthlyDay } from '../../domain/region-pack/monthly-days.ts';
import {
  isWorkingDay,
  workingCalendar,
  type CalendarYear,
  type DayOrQuestion,
} from '../../domain/working-calendar.ts';

const nationalDay = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2021-10-${day}`);
const aYear = (year: number, holidays: string[] = []): CalendarYear => ({
  year,
  document: `通知〔${String(year)}〕`,
  holidays: holidays.map(isoDate),
  workdays: [],
});
const calendar = workingCalendar([aYear(2020), aYear(2021, nationalDay), aYear(2022)]);

function dayOf(found: DayOrQuestion): IsoDate {
  if (found.kind !== 'day') throw new Error(`asks for ${String(found.year)}`);
  return found.day;
}
const next = (from: string, rule: number | 'last-working-day') =>
  dayOf(nextMonthlyDay(isoDate(from), rule, calendar));
const last = (on: string, ...rules: (number | 'last-working-day')[]) =>
  dayOf(lastMonthlyDay(isoDate(on), rules, calendar));

describe('the next monthly day', () => {
  test.each([
    ['2021-03-01', 10, '2021-03-10'],
    ['2021-03-10', 10, '2021-03-10'],
    ['2021-03-11', 10, '2021-04-12'],
    ['2021-02-03', 31, '2021-03-01'],
    ['2021-09-30', 1, '2021-10-08'],
    ['2021-10-01', 1, '2021-10-08'],
    ['2021-10-04', 1, '2021-11-01'],
    ['2021-07-14', 'last-working-day', '2021-07-30'],
    ['2021-07-31', 'last-working-day', '2021-08-31'],
  ] as const)('from %s, of %s: %s', (from, rule, day) => {
    expect(next(from, rule)).toBe(day);
  });

  test.each([
    ['2021-03-20', 20, '2021-03-22'],
    ['2021-03-21', 20, '2021-06-21'],
    ['2021-10-04', 20, '2021-12-20'],
    ['2021-12-31', 'last-working-day', '2021-12-31'],
  ] as const)('from %s, of %s in the last month of a quarter: %s', (from, rule, day) => {
    expect(dayOf(nextMonthlyDay(isoDate(from), rule, calendar, [3, 6, 9, 12]))).toBe(day);
  });

  test('asks for the year it would fall in', () => {
    const found = nextMonthlyDay(isoDate('2022-12-20'), 15, calendar);
    expect(found).toEqual({ kind: 'calendar-not-published', year: 2023 });
  });
});

describe('the latest monthly day', () => {
  test.each([
    ['2021-03-04', [5, 20], '2021-02-22'],
    ['2021-03-05', [5, 20], '2021-03-05'],
    ['2021-03-21', [5, 20], '2021-03-05'],
    ['2021-03-22', [5, 20], '2021-03-22'],
    ['2021-10-07', [1], '2021-09-01'],
    ['2021-10-08', [1], '2021-10-08'],
    ['2021-07-30', ['last-working-day'], '2021-07-30'],
  ] as const)('on %s, of %j: %s', (on, rules, day) => {
    expect(last(on, ...rules)).toBe(day);
  });
});

describe('for any day', () => {
  const first = isoDate('2020-03-01');
  const anyDay = integer({ min: 0, max: 600 }).map((days) => addDays(first, days));
  const anyRule = constantFrom<number | 'last-working-day'>(
    1,
    5,
    15,
    28,
    30,
    31,
    'last-working-day',
  );
  const any = record({ from: anyDay, rule: anyRule });

  test('the next is a working day, no earlier, in its month or at most the second after', () => {
    const check = property(any, ({ from, rule }) => {
      const day = dayOf(nextMonthlyDay(from, rule, calendar));
      expect(day >= from && isWorkingDay(calendar, day)).toBe(true);
      const after = nextMonth(monthOf(from));
      expect([monthOf(from), after, nextMonth(after)]).toContain(monthOf(day));
    });
    assert(check);
  });

  test('the latest is on or before the day, and none lies between the two', () => {
    const check = property(any, ({ from: on, rule }) => {
      const latest = dayOf(lastMonthlyDay(on, [rule], calendar));
      expect(latest <= on && isWorkingDay(calendar, latest)).toBe(true);
      for (let day = addDays(latest, 1); day <= on; day = addDays(day, 1)) {
        expect(dayOf(lastMonthlyDay(day, [rule], calendar))).toBe(latest);
      }
    });
    assert(check);
  });
});

test('a pack writes a day of the month or the last working day', () => {
  expect(monthlyDay.parse('5')).toBe(5);
  expect(monthlyDay.parse('last-working-day')).toBe('last-working-day');
  expect(['0', '32', 'first'].map((it) => monthlyDay.safeParse(it).success)).toEqual([
    false,
    false,
    false,
  ]);
});
