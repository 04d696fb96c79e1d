import { assert, date, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  daysBetween,
  endOfDay,
  firstDay,
  instant,
  isInstant,
  isIsoDate,
  isMonth,
  isoDate,
  lastDay,
  month,
  monthOf,
  monthsBetween,
  nextMonth,
  previousMonth,
  shanghaiDay,
  startOfDay,
  weekday,
  yearOf,
} from '../../domain/days.ts';
import type { IsoDate } from '../../domain/days.ts';

const dayMs = 86_400_000;

/** JavaScript's own calendar, in UTC, is the independent oracle of these tests. */
function dateOf(at: Date): IsoDate {
  return isoDate(at.toISOString().slice(0, 10));
}

function utc(day: IsoDate): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

function between(first: string, last: string) {
  return date({ min: new Date(first), max: new Date(last), noInvalidDate: true });
}

const anyDay = between('0100-01-01', '9900-12-31').map(dateOf);
const anyOffset = integer({ min: -36_000, max: 36_000 });

describe('a day', () => {
  test.each(['2020-02-29', '2000-02-29', '2400-02-29', '0001-01-01', '9999-12-31'])(
    '%s exists',
    (text) => {
      expect(isoDate(text)).toBe(text);
    },
  );

  test.each([
    '2021-02-29',
    '1900-02-29',
    '2021-02-30',
    '2021-04-31',
    '2021-13-01',
    '2021-00-10',
    '2021-01-00',
    '0000-01-01',
    '2021-1-1',
    '20210101',
    '2021-01-01T00:00:00Z',
    '２021-01-01',
    '2021-01-01\n',
    '',
  ])('%j does not', (text) => {
    expect(isIsoDate(text)).toBe(false);
    expect(() => isoDate(text)).toThrow(RangeError);
  });

  test('exists exactly when JavaScript can spell it', () => {
    const inYear = integer({ min: 1, max: 9999 });
    const exists = property(
      inYear,
      integer({ min: 0, max: 13 }),
      integer({ min: 0, max: 32 }),
      (year, ofYear, day) => {
        const pad = (number: number, digits: number) => String(number).padStart(digits, '0');
        const text = `${pad(year, 4)}-${pad(ofYear, 2)}-${pad(day, 2)}`;
        const parsed = new Date(`${text}T00:00:00.000Z`);
        const real = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
        expect(isIsoDate(text)).toBe(real);
      },
    );
    assert(exists, { numRuns: 2000 });
  });
});

describe('counting days', () => {
  test('agrees with JavaScript on every day of four centuries', () => {
    const wrong: IsoDate[] = [];
    let expected = new Date('1800-01-01T00:00:00.000Z');
    let day = isoDate('1800-01-01');
    while (yearOf(day) < 2200) {
      const sameWeekday = weekday(day) === (expected.getUTCDay() || 7);
      if (day !== dateOf(expected) || !sameWeekday) wrong.push(day);
      day = addDays(day, 1);
      expected = new Date(expected.getTime() + dayMs);
    }
    expect(wrong).toEqual([]);
    expect(day).toBe('2200-01-01');
  });

  test('addDays agrees with JavaScript and is undone by the opposite', () => {
    const agrees = property(anyDay, anyOffset, (day, days) => {
      const moved = addDays(day, days);
      expect(moved).toBe(dateOf(new Date(utc(day).getTime() + days * dayMs)));
      expect(addDays(moved, -days)).toBe(day);
      expect(daysBetween(day, moved)).toBe(days);
    });
    assert(agrees);
  });

  test('stops where the four digits of a year end', () => {
    expect(() => addDays(isoDate('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => addDays(isoDate('0001-01-01'), -1)).toThrow(RangeError);
    expect(() => addDays(isoDate('2021-01-01'), 0.5)).toThrow(RangeError);
    expect(() => addDays(isoDate('2021-01-01'), Number.NaN)).toThrow(RangeError);
  });

  test('text order is time order', () => {
    const ordered = property(anyDay, anyDay, (a, b) => {
      expect(a < b).toBe(daysBetween(a, b) > 0);
    });
    assert(ordered);
  });
});

describe('months', () => {
  test.each(['2021-13', '2021-00', '0000-01', '2021-1', '2021-01-01'])('%j is none', (text) => {
    expect(isMonth(text)).toBe(false);
    expect(() => month(text)).toThrow(RangeError);
  });

  test.each([
    ['2020-01-31', 1, '2020-02-29'],
    ['2021-01-31', 1, '2021-02-28'],
    ['2020-02-29', 12, '2021-02-28'],
    ['2020-03-31', -1, '2020-02-29'],
    ['2020-12-15', 1, '2021-01-15'],
    ['2021-01-15', -1, '2020-12-15'],
    ['2020-10-31', 6, '2021-04-30'],
    ['2021-05-20', 0, '2021-05-20'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(isoDate(from), months)).toBe(to);
  });

  test('addMonths keeps the day of the month or clamps to the last', () => {
    const clamps = property(anyDay, integer({ min: -1000, max: 1000 }), (day, months) => {
      const moved = addMonths(day, months);
      const target = utc(firstDay(monthOf(day)));
      target.setUTCMonth(target.getUTCMonth() + months);
      expect(monthOf(moved)).toBe(target.toISOString().slice(0, 7));
      const kept = moved.slice(8) === day.slice(8);
      expect(kept || (moved === lastDay(monthOf(moved)) && moved.slice(8) < day.slice(8))).toBe(
        true,
      );
    });
    assert(clamps);
  });

  test('a month begins and ends where its neighbours say', () => {
    const borders = property(anyDay, (day) => {
      const of = monthOf(day);
      expect(addDays(lastDay(of), 1)).toBe(firstDay(nextMonth(of)));
      expect(addDays(firstDay(of), -1)).toBe(lastDay(previousMonth(of)));
      expect(previousMonth(nextMonth(of))).toBe(of);
      expect(firstDay(of) <= day && day <= lastDay(of)).toBe(true);
    });
    assert(borders);
  });

  test('monthsBetween names both ends', () => {
    expect(monthsBetween(month('2019-11'), month('2020-02'))).toEqual([
      '2019-11',
      '2019-12',
      '2020-01',
      '2020-02',
    ]);
    expect(monthsBetween(month('2020-02'), month('2020-02'))).toEqual(['2020-02']);
    expect(monthsBetween(month('2020-03'), month('2020-02'))).toEqual([]);
    expect(monthsBetween(month('2019-09'), month('2020-12'))).toHaveLength(16);
  });
});

describe('instants', () => {
  test.each([
    '2021-03-31T15:59:59Z',
    '2021-03-31T15:59:59.999999Z',
    '2021-03-31T24:00:00.000Z',
    '2021-03-31T23:59:60.000Z',
    '2021-02-30T00:00:00.000Z',
    '2021-03-31T15:59:59.999+08:00',
    '2021-03-31 15:59:59.999Z',
  ])('%j is not the one spelling', (text) => {
    expect(isInstant(text)).toBe(false);
    expect(() => instant(text)).toThrow(RangeError);
  });

  test('a day in Shanghai begins at 16:00 UTC of the day before', () => {
    expect(startOfDay(isoDate('2021-01-01'))).toBe('2020-12-31T16:00:00.000Z');
    expect(endOfDay(isoDate('2020-12-31'))).toBe('2020-12-31T15:59:59.999Z');
    expect(shanghaiDay(instant('2020-12-31T15:59:59.999Z'))).toBe('2020-12-31');
    expect(shanghaiDay(instant('2020-12-31T16:00:00.000Z'))).toBe('2021-01-01');
    expect(shanghaiDay(instant('2020-02-29T23:59:59.999Z'))).toBe('2020-03-01');
  });

  test('the days of Shanghai meet without gap or overlap', () => {
    const meet = property(anyDay, (day) => {
      expect(shanghaiDay(startOfDay(day))).toBe(day);
      expect(shanghaiDay(endOfDay(day))).toBe(day);
      const next = new Date(startOfDay(addDays(day, 1))).getTime();
      expect(new Date(endOfDay(day)).getTime() + 1).toBe(next);
    });
    assert(meet);
  });

  test('shanghaiDay agrees with the time-zone database since 1992', () => {
    const inShanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
    const agrees = property(between('1992-01-01', '2090-01-01'), (at) => {
      expect(shanghaiDay(instant(at.toISOString()))).toBe(inShanghai.format(at));
    });
    assert(agrees);
  });
});
