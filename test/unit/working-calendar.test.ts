import { assert, boolean, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, isoDate } from '../../domain/days.ts';
import type { IsoDate } from '../../domain/days.ts';
import {
  addWorkingDays,
  isPublished,
  isWorkingDay,
  noticeEnd,
  workingCalendar,
  workingDayOnOrAfter,
  workingDaysBetween,
} from '../../domain/working-calendar.ts';
import type { CalendarYear, DayOrQuestion } from '../../domain/working-calendar.ts';

function aYear(year: number, holidays: string[] = [], workdays: string[] = []): CalendarYear {
  return {
    year,
    document: `通知〔${year}〕`,
    holidays: holidays.map(isoDate),
    workdays: workdays.map(isoDate),
  };
}

const nationalDay = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2021-10-${day}`);
const calendar = workingCalendar([
  aYear(2020),
  aYear(2021, nationalDay, ['2021-09-26', '2021-10-09']),
]);

const first = isoDate('2020-01-01');
const anyDay = integer({ min: 0, max: 600 }).map((days) => addDays(first, days));
const anyCount = integer({ min: 1, max: 60 });
const excluding = { countFirstDay: false };
const including = { countFirstDay: true };

function dayOf(answer: DayOrQuestion): IsoDate {
  if (answer.kind !== 'day') throw new Error(`no calendar of ${answer.year}`);
  return answer.day;
}

describe('isWorkingDay', () => {
  test.each([
    ['2021-09-24', true],
    ['2021-09-25', false],
    ['2021-09-26', true],
    ['2021-10-01', false],
    ['2021-10-02', false],
    ['2021-10-07', false],
    ['2021-10-08', true],
    ['2021-10-09', true],
    ['2021-10-10', false],
  ])('%s: %s', (day, working) => {
    expect(isWorkingDay(calendar, isoDate(day))).toBe(working);
  });

  test('refuses to guess a year nobody has published', () => {
    expect(isPublished(calendar, 2021)).toBe(true);
    expect(isPublished(calendar, 2022)).toBe(false);
    expect(() => isWorkingDay(calendar, isoDate('2022-01-04'))).toThrow(RangeError);
  });
});

describe('addWorkingDays', () => {
  test.each([
    ['2021-09-24', 1, excluding, '2021-09-26'],
    ['2021-09-30', 1, excluding, '2021-10-08'],
    ['2021-09-30', 1, including, '2021-09-30'],
    ['2021-10-01', 1, including, '2021-10-08'],
    ['2021-10-01', 1, excluding, '2021-10-08'],
    ['2020-12-30', 5, excluding, '2021-01-06'],
  ])('from %s, %i days: %o ends %s', (from, days, counting, end) => {
    expect(addWorkingDays(calendar, isoDate(from), days, counting)).toEqual({
      kind: 'day',
      day: end,
    });
  });

  test('lands on a working day, as many working days on as it was told', () => {
    const lands = property(anyDay, anyCount, boolean(), (from, days, countFirstDay) => {
      const end = dayOf(addWorkingDays(calendar, from, days, { countFirstDay }));
      expect(isWorkingDay(calendar, end)).toBe(true);
      const start = countFirstDay ? addDays(from, -1) : from;
      if (start < first) return;
      expect(workingDaysBetween(calendar, start, end)).toEqual({ kind: 'count', count: days });
    });
    assert(lands);
  });

  test('never ends earlier for a later start or for more days', () => {
    const grows = property(anyDay, anyCount, boolean(), (from, days, countFirstDay) => {
      const counting = { countFirstDay };
      const end = dayOf(addWorkingDays(calendar, from, days, counting));
      expect(dayOf(addWorkingDays(calendar, addDays(from, 1), days, counting)) >= end).toBe(true);
      expect(dayOf(addWorkingDays(calendar, from, days + 1, counting)) > end).toBe(true);
    });
    assert(grows);
  });

  test('asks for the calendar of the year it runs into', () => {
    expect(addWorkingDays(calendar, isoDate('2021-12-31'), 1, excluding)).toEqual({
      kind: 'calendar-not-published',
      year: 2022,
    });
    expect(addWorkingDays(calendar, isoDate('2021-12-31'), 1, including).kind).toBe('day');
    expect(addWorkingDays(calendar, isoDate('2019-12-31'), 1, including)).toEqual({
      kind: 'calendar-not-published',
      year: 2019,
    });
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])('refuses to count %d days', (days) => {
    expect(() => addWorkingDays(calendar, first, days, excluding)).toThrow(RangeError);
    expect(() => noticeEnd(calendar, first, days, { unit: 'calendar', ...including })).toThrow(
      RangeError,
    );
  });

  test('a time limit that ends on a holiday ends on the next working day', () => {
    expect(workingDayOnOrAfter(calendar, isoDate('2021-10-03'))).toMatchObject({
      day: '2021-10-08',
    });
    expect(workingDayOnOrAfter(calendar, isoDate('2021-10-09'))).toMatchObject({
      day: '2021-10-09',
    });
  });
});

describe('noticeEnd', () => {
  test('five working days from Thursday close the next Wednesday when day one counts', () => {
    const rule = { unit: 'working', countFirstDay: true } as const;
    expect(noticeEnd(calendar, isoDate('2021-03-04'), 5, rule)).toMatchObject({
      day: '2021-03-10',
    });
  });

  test('and on Thursday when it does not', () => {
    const rule = { unit: 'working', countFirstDay: false } as const;
    expect(noticeEnd(calendar, isoDate('2021-03-04'), 5, rule)).toMatchObject({
      day: '2021-03-11',
    });
  });

  test('calendar days need no published calendar', () => {
    const rule = { unit: 'calendar', countFirstDay: true } as const;
    expect(noticeEnd(calendar, isoDate('2030-03-04'), 7, rule)).toMatchObject({
      day: '2030-03-10',
    });
    const later = { unit: 'calendar', countFirstDay: false } as const;
    expect(noticeEnd(calendar, isoDate('2030-03-04'), 7, later)).toMatchObject({
      day: '2030-03-11',
    });
  });
});

describe('workingDaysBetween', () => {
  test('leaves out the first day and counts the last', () => {
    const from = isoDate('2021-09-30');
    const count = (to: string) => workingDaysBetween(calendar, from, isoDate(to));
    expect(count('2021-09-30')).toEqual({ kind: 'count', count: 0 });
    expect(count('2021-10-07')).toEqual({ kind: 'count', count: 0 });
    expect(count('2021-10-09')).toEqual({ kind: 'count', count: 2 });
    expect(count('2022-01-01')).toEqual({ kind: 'calendar-not-published', year: 2022 });
  });

  test('adds up over a day in between, and turns its sign when turned round', () => {
    const count = (from: IsoDate, to: IsoDate) => {
      const answer = workingDaysBetween(calendar, from, to);
      return answer.kind === 'count' ? answer.count : Number.NaN;
    };
    const additive = property(anyDay, anyDay, anyDay, (a, b, c) => {
      expect(count(a, b) + count(b, c)).toBe(count(a, c));
      expect(count(a, b) + count(b, a)).toBe(0);
      expect(Math.abs(count(a, b))).toBeLessThanOrEqual(Math.abs(daysBetween(a, b)));
    });
    assert(additive);
  });
});

describe('workingCalendar', () => {
  test('lets a notice reach into the December before its year', () => {
    const reaching = workingCalendar([aYear(2020), aYear(2021, ['2020-12-31'], ['2020-12-26'])]);
    expect(isWorkingDay(reaching, isoDate('2020-12-31'))).toBe(false);
    expect(isWorkingDay(reaching, isoDate('2020-12-26'))).toBe(true);
  });

  test.each<[string, CalendarYear[]]>([
    ['the same year twice', [aYear(2021), aYear(2021)]],
    ['a day of another year', [aYear(2021, ['2022-01-01'])]],
    ['a day long before its year', [aYear(2021, ['2020-11-30'])]],
    ['an extra working day that is a weekday', [aYear(2021, [], ['2021-10-08'])]],
    ['a day both off and worked', [aYear(2021, ['2021-10-09'], ['2021-10-09'])]],
  ])('refuses %s, naming the document', (_, years) => {
    expect(() => workingCalendar(years)).toThrow(/^通知〔2021〕: /);
  });
});
