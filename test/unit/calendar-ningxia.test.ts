import { readFileSync, readdirSync } from 'node:fs';
import { getDayDetail, isWorkday } from 'chinese-days';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { addDays, isoDate, weekday } from '../../domain/days.ts';
import { calendarYear } from '../../domain/region-pack/calendar.ts';
import { isPublished, isWorkingDay, workingCalendar } from '../../domain/working-calendar.ts';
import type { CalendarYear } from '../../domain/working-calendar.ts';

const folder = new URL('../../regions/ningxia/calendar/', import.meta.url);
const files = readdirSync(folder).toSorted();
const years = files.map((file) => readYear(file));
const calendar = workingCalendar(years);

/**
 * Days chinese-days names as part of a holiday and the notice does not: in 2019 it only says that
 * the holiday joins the weekend (与周末连休). They are weekend days, so nobody works on them anyway.
 */
const joinedWeekends = [
  '2019-04-06',
  '2019-04-07',
  '2019-06-08',
  '2019-06-09',
  '2019-09-14',
  '2019-09-15',
];

/**
 * Days off the law grants: eleven a year (国务院令第644号), thirteen since 2025 (国务院令第795号),
 * and in 2020 two more, 31 January and 1 February, by 国办发明电〔2020〕1号.
 */
const daysOffGranted = new Map([
  [2020, 13],
  [2025, 13],
  [2026, 13],
]);

function readYear(file: string): CalendarYear {
  return calendarYear.parse(
    parse(readFileSync(new URL(file, folder), 'utf8'), { schema: 'failsafe' }),
  );
}

function daysOfYear(year: number) {
  const days = [isoDate(`${year}-01-01`)];
  for (let day = isoDate(`${year}-01-02`); day.startsWith(`${year}`); day = addDays(day, 1)) {
    days.push(day);
  }
  return days;
}

describe('the working-day calendars of Ningxia', () => {
  test('cover 2019 to 2026, one file a year', () => {
    const published = Array.from({ length: 8 }, (_, offset) => 2019 + offset);
    expect(files).toEqual(published.map((year) => `${year}.yaml`));
    expect(years.map(({ year }) => year)).toEqual(published);
  });

  test('name the notice they follow', () => {
    for (const { document, year } of years) {
      expect(document).toMatch(new RegExp(`^国办发明电〔${year - 1}〕\\d+号`, 'u'));
    }
  });

  test('do not guess 2027: no notice of it is among the sources', () => {
    expect(isPublished(calendar, 2027)).toBe(false);
  });

  test.each(years)('$year agrees with chinese-days on each day', (of) => {
    const days = daysOfYear(of.year);
    expect(days.length).toBe(of.year % 4 === 0 ? 366 : 365);
    const parting = days.filter((day) => isWorkingDay(calendar, day) !== isWorkday(day));
    expect(parting).toEqual([]);
  });

  test.each(years)('$year names the days off that chinese-days names', (of) => {
    const named = daysOfYear(of.year).filter((day) => {
      const { work, name } = getDayDetail(day);
      return !work && name.includes(',');
    });
    const listed = [...calendar.holidays].filter((day) => day.startsWith(`${of.year}-`));
    const explained = joinedWeekends.filter((day) => day.startsWith(`${of.year}-`));
    expect(named).toEqual([...listed, ...explained].toSorted());
  });

  test('joined weekends are rest days without being named', () => {
    for (const day of joinedWeekends) expect(isWorkingDay(calendar, isoDate(day))).toBe(false);
  });

  test.each(years)('$year gives exactly the days off the law grants', (of) => {
    const weekdaysOff = of.holidays.filter((day) => weekday(day) <= 5);
    const granted = daysOffGranted.get(of.year) ?? 11;
    expect(weekdaysOff.length - of.workdays.length).toBe(granted);
  });

  test.each(years)('$year lists each day once, in order', ({ holidays, workdays }) => {
    expect(holidays).toEqual([...new Set(holidays)].toSorted());
    expect(workdays).toEqual([...new Set(workdays)].toSorted());
  });

  test.each([
    ['2018-12-29', false],
    ['2018-12-30', true],
    ['2018-12-31', true],
    ['2022-12-31', true],
  ])('%s belongs to the notice of the year after', (text, isOff) => {
    const day = isoDate(text);
    expect(calendar.holidays.has(day)).toBe(isOff);
    expect(calendar.workdays.has(day)).toBe(!isOff);
    expect(isWorkday(day)).toBe(!isOff);
  });

  test.each([
    ['2019-04-28', true],
    ['2019-05-02', false],
    ['2019-05-03', false],
    ['2019-05-05', true],
  ])('%s follows the changed Labour Day of 2019: working %s', (day, working) => {
    expect(isWorkingDay(calendar, isoDate(day))).toBe(working);
  });

  test.each([
    ['2020-01-19', true],
    ['2020-01-31', false],
    ['2020-02-01', false],
    ['2020-02-02', false],
    ['2020-02-03', true],
  ])('%s follows the extended Spring Festival of 2020: working %s', (day, working) => {
    expect(isWorkingDay(calendar, isoDate(day))).toBe(working);
  });

  test('New Year’s Eve of 2024 is a working day: the notice only encourages leave', () => {
    expect(isWorkingDay(calendar, isoDate('2024-02-09'))).toBe(true);
  });
});
