import { assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, daysBetween, isoDate, lastDay, monthOf } from '../../domain/days.ts';
import type { IsoDate } from '../../domain/days.ts';
import { clock } from '../../domain/region-pack/approvals.ts';
import { deadlineDay, type Deadline } from '../../domain/deadline.ts';
import { payment } from '../../domain/region-pack/payments.ts';
import { isWorkingDay, workingCalendar, type CalendarYear } from '../../domain/working-calendar.ts';

const aYear = (year: number, holidays: string[] = [], workdays: string[] = []): CalendarYear => ({
  year,
  document: `通知〔${String(year)}〕`,
  holidays: holidays.map(isoDate),
  workdays: workdays.map(isoDate),
});
const nationalDay = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2021-10-${day}`);
const calendar = workingCalendar([
  aYear(2020),
  aYear(2021, nationalDay, ['2021-09-26', '2021-10-09']),
  aYear(2022),
]);

type Rule = Omit<Deadline, 'from'>;
const lastDayOf = (from: IsoDate, rule: Rule): IsoDate => {
  const found = deadlineDay({ from, ...rule }, calendar);
  if (found.kind !== 'day') throw new Error(`asks for ${String(found.year)}`);
  return found.day;
};

describe('deadlineDay', () => {
  test.each<[string, Rule, string]>([
    ['2021-01-31', { months: 1 }, '2021-02-28'],
    ['2020-01-31', { months: 1 }, '2020-02-29'],
    ['2021-02-28', { months: 1 }, '2021-03-28'],
    ['2020-08-31', { months: 18 }, '2022-02-28'],
    // 首日计入：三月一日起一个月，至三月三十一日；一月三十一日起一个月，至二月末日
    ['2021-03-01', { months: 1, countFirstDay: true }, '2021-03-31'],
    ['2021-03-10', { months: 1, fromEndOf: 'month' }, '2021-04-30'],
    ['2021-02-28', { months: 1, fromEndOf: 'month' }, '2021-03-31'],
    ['2021-01-31', { months: 1, fromEndOf: 'month' }, '2021-02-28'],
    ['2021-03-10', { months: 0, fromEndOf: 'year' }, '2021-12-31'],
    ['2021-12-31', { months: 6, fromEndOf: 'year' }, '2022-06-30'],
    ['2021-01-01', { calendarDays: 10, fromEndOf: 'quarter' }, '2021-04-10'],
    ['2021-03-31', { calendarDays: 10, fromEndOf: 'quarter' }, '2021-04-10'],
    ['2021-04-01', { months: 3, fromEndOf: 'quarter' }, '2021-09-30'],
    ['2021-08-09', { workingDays: 1, fromEndOf: 'quarter' }, '2021-10-08'],
    ['2021-04-09', { months: 0, fromEndOf: 'month', rollOver: true }, '2021-04-30'],
    // 每月五日前：五日当日还在期内，六日起到下月五日
    ['2021-03-05', { byDay: 5 }, '2021-03-05'],
    ['2021-03-06', { byDay: 5 }, '2021-04-05'],
    ['2021-12-06', { byDay: 5 }, '2022-01-05'],
    ['2021-02-10', { byDay: 31 }, '2021-02-28'],
    ['2021-09-02', { byDay: 1, rollOver: true }, '2021-10-08'],
    ['2021-01-31', { months: 1, countFirstDay: true }, '2021-02-28'],
    ['2021-01-30', { months: 1, countFirstDay: true }, '2021-02-28'],
    ['2021-01-15', { months: 12, countFirstDay: true }, '2022-01-14'],
    // 届满日为节假日，顺延至节后首个工作日
    ['2021-09-01', { months: 1 }, '2021-10-01'],
    ['2021-09-01', { months: 1, rollOver: true }, '2021-10-08'],
    ['2021-09-24', { calendarDays: 1, rollOver: true }, '2021-09-26'],
    ['2021-09-24', { calendarDays: 2, rollOver: true }, '2021-09-26'],
    ['2021-09-24', { calendarDays: 1, countFirstDay: true }, '2021-09-24'],
    ['2021-09-24', { calendarDays: 30 }, '2021-10-24'],
    ['2021-09-30', { workingDays: 2 }, '2021-10-09'],
    ['2021-09-30', { workingDays: 2, countFirstDay: true }, '2021-10-08'],
    ['2021-10-01', { workingDays: 1, countFirstDay: true }, '2021-10-08'],
  ])('from %s, %j: %s', (from, rule, last) => {
    expect(lastDayOf(isoDate(from), rule)).toBe(last);
  });

  test('asks for the year it cannot see into, and only where it has to', () => {
    const from = isoDate('2022-12-30');
    const question = { kind: 'calendar-not-published', year: 2023 };
    expect(deadlineDay({ from, workingDays: 1 }, calendar)).toEqual(question);
    expect(deadlineDay({ from, months: 1, rollOver: true }, calendar)).toEqual(question);
    expect(lastDayOf(from, { months: 1 })).toBe('2023-01-30');
  });

  test.each<Rule>([{}, { months: 1, workingDays: 1 }, { months: 0 }, { calendarDays: 1.5 }])(
    'takes no rule like %j',
    (rule) => {
      expect(() => deadlineDay({ from: isoDate('2021-01-01'), ...rule }, calendar)).toThrow(
        RangeError,
      );
    },
  );
});

describe('for any day and length', () => {
  const first = isoDate('2020-01-01');
  const anyDay = integer({ min: 0, max: 600 }).map((days) => addDays(first, days));
  const anyUnit = constantFrom('months' as const, 'calendarDays' as const, 'workingDays' as const);
  const any = record({
    from: anyDay,
    unit: anyUnit,
    number: integer({ min: 1, max: 12 }),
    countFirstDay: boolean(),
    rollOver: boolean(),
  });
  const holds = (check: (rule: Rule, from: IsoDate, number: number, unit: string) => void) =>
    assert(
      property(any, ({ from, unit, number, ...how }) =>
        check({ [unit]: number, ...how }, from, number, unit),
      ),
    );

  test('a longer limit never ends earlier, and none ends before it starts', () => {
    holds((rule, from, number, unit) => {
      const last = lastDayOf(from, rule);
      expect(last >= from).toBe(true);
      expect(lastDayOf(from, { ...rule, [unit]: number + 1 }) >= last).toBe(true);
    });
  });

  test('with roll-over it ends on a working day, the first on or after the day without', () => {
    holds((rule, from) => {
      const last = lastDayOf(from, { ...rule, rollOver: true });
      const without = lastDayOf(from, { ...rule, rollOver: false });
      expect(isWorkingDay(calendar, last)).toBe(true);
      for (let day = without; day < last; day = addDays(day, 1)) {
        expect(isWorkingDay(calendar, day)).toBe(false);
      }
    });
  });

  test('counting the first day never ends later, and at most one day earlier in the calendar', () => {
    holds((rule, from, _number, unit) => {
      const including = lastDayOf(from, { ...rule, rollOver: false, countFirstDay: true });
      const excluding = lastDayOf(from, { ...rule, rollOver: false, countFirstDay: false });
      expect(including <= excluding).toBe(true);
      const apart = daysBetween(including, excluding);
      expect(apart < 2 || unit === 'workingDays').toBe(true);
    });
  });

  test('months end in their month, on the same day or on its last', () => {
    holds((_rule, from, number) => {
      const last = lastDayOf(from, { months: number });
      expect(monthOf(last)).toBe(monthOf(addMonths(isoDate(`${from.slice(0, 8)}01`), number)));
      expect([from.slice(8), lastDay(monthOf(last)).slice(8)]).toContain(last.slice(8));
    });
  });

  test('periods that follow each other, first day counted, leave no day out and none twice', () => {
    holds((_rule, from, number) => {
      const start = isoDate(`${from.slice(0, 8)}01`);
      const last = lastDayOf(start, { months: number, countFirstDay: true });
      expect(addDays(last, 1)).toBe(addMonths(start, number));
    });
  });
});

describe('how a pack writes it', () => {
  const { timeLimit } = payment.shape;

  test('one unit, and how it is counted', () => {
    const written = { months: '12', rollOver: 'true' };
    expect(timeLimit.parse(written)).toEqual({ months: 12, rollOver: true });
    expect(timeLimit.safeParse({ months: '1', workingDays: '2' }).success).toBe(false);
    expect(timeLimit.safeParse({ countFirstDay: 'true' }).success).toBe(false);
    expect(timeLimit.safeParse({ workingDays: '0' }).success).toBe(false);
    expect(timeLimit.safeParse({ of: 'notice-end', workingDays: '30' }).success).toBe(true);
    expect(timeLimit.safeParse({ of: 'filedOn', workingDays: '30' }).success).toBe(false);
  });
});

describe('a clock of a pack', () => {
  const nobody = { reminders: [], escalations: [] };
  const before = { daysBefore: '0', duty: 'review', unit: 'own' };
  const after = { afterDays: '3', duty: 'review', unit: 'own' };
  test.each([
    { days: '5', unit: 'working', ...nobody },
    { months: '1', rollOver: 'true', reminders: [before], escalations: [] },
    { byDay: '5', ...nobody },
    {
      days: '5',
      unit: 'calendar',
      fromEndOf: 'quarter',
      reminders: [after, before],
      escalations: [],
    },
  ])('is read: %j', (it) => {
    expect(clock.safeParse(it).success).toBe(true);
  });

  test.each([
    [{ days: '5', ...nobody }, '时限写 days 和 unit'],
    [{ unit: 'working', months: '1', ...nobody }, '时限写 days 和 unit'],
    [{ days: '5', unit: 'working', byDay: '5', ...nobody }, '时限写 days 和 unit'],
    [{ byDay: '5', fromEndOf: 'month', ...nobody }, '时限写 days 和 unit'],
    [{ months: '0', ...nobody }, '时限写 days 和 unit'],
    [{ months: '1', reminders: [after], escalations: [] }, '提醒和告知写 daysBefore'],
    [{ byDay: '5', reminders: [], escalations: [{ ...after, ...before }] }, '写 afterDays 或'],
  ])('is told: %j', (it, expected) => {
    expect(clock.safeParse(it).error?.issues[0]?.message).toContain(expected);
  });
});
