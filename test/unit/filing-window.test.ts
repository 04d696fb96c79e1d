import { describe, expect, test } from 'vitest';
import { isoDate } from '../../domain/days.ts';
import { filingClosed } from '../../domain/filing-window.ts';
import { workingCalendar } from '../../domain/working-calendar.ts';
import {
  accepts as acceptsRule,
  open as openRule,
} from '../../domain/region-pack/filing-window.ts';

const source = { document: '示例〔2021〕1号', clause: '第三条' };
const accepts = { dayTo: 15, ...source };
const open = {
  from: isoDate('2020-06-15'),
  to: isoDate('2020-12-31'),
  document: '示例〔2020〕2号',
  clause: '第五条',
};

// 五一放五日，四月二十五日补班
const calendar = workingCalendar([
  {
    year: 2021,
    document: '示例放假通知',
    holidays: ['01', '02', '03', '04', '05'].map((day) => isoDate(`2021-05-${day}`)),
    workdays: [isoDate('2021-04-25')],
  },
]);

describe('a scheme that takes claims until the 15th, within a year', () => {
  test.each([
    ['2020-06-15', { accepts, open }, undefined],
    ['2020-07-01', { accepts, open }, undefined],
    ['2020-07-15', { accepts, open }, undefined],
    ['2020-07-16', { accepts, open }, { ...source, opensOn: '2020-08-01' }],
    // 已过最后一个受理期：不再受理
    ['2020-12-16', { accepts, open }, { ...source, opensOn: undefined }],
    ['2020-06-14', { open }, { document: open.document, clause: '第五条', opensOn: '2020-06-15' }],
    ['2021-01-01', { open }, { document: open.document, clause: '第五条', opensOn: undefined }],
    ['2020-12-31', { open }, undefined],
    ['2021-07-16', {}, undefined],
    [
      '2020-05-01',
      { accepts, open: { ...open, from: isoDate('2020-06-20') } },
      {
        document: open.document,
        clause: '第五条',
        opensOn: '2020-07-01',
      },
    ],
    ['2021-02-27', { accepts: { dayFrom: 31, ...source } }, { ...source, opensOn: '2021-02-28' }],
    ['2021-02-28', { accepts: { dayFrom: 31, ...source } }, undefined],
    [
      '2021-03-05',
      { accepts: { dayFrom: 10, dayTo: 20, ...source } },
      {
        ...source,
        opensOn: '2021-03-10',
      },
    ],
  ])('on %s', (on, scheme, closed) => {
    expect(filingClosed(scheme, isoDate(on), calendar)).toEqual(
      closed && { kind: 'closed', ...closed },
    );
  });
});

describe('a scheme that takes claims on the first five working days of a month', () => {
  const byWorkingDay = { accepts: { workingDayTo: 5, ...source } };
  test.each<[string, string | undefined]>([
    ['2021-03-01', undefined],
    ['2021-03-05', undefined],
    ['2021-03-06', '2021-04-01'],
    ['2021-04-30', '2021-05-06'],
    ['2021-05-01', '2021-05-06'],
    // 五月八日、九日是周末：第三个工作日是十日
    ['2021-05-08', '2021-05-10'],
    ['2021-05-12', undefined],
    ['2021-05-13', '2021-06-01'],
  ])('on %s', (on, opensOn) => {
    const closed = filingClosed(byWorkingDay, isoDate(on), calendar);
    expect(closed).toEqual(opensOn && { kind: 'closed', ...source, opensOn });
  });

  test('from the sixth on, or by their first and last', () => {
    const of = (accepts: { workingDayFrom: number; workingDayTo?: number }, on: string) => {
      const found = filingClosed({ accepts: { ...accepts, ...source } }, isoDate(on), calendar);
      return found?.kind === 'closed' ? found.opensOn : found;
    };
    expect(of({ workingDayFrom: 6 }, '2021-03-07')).toBe('2021-03-08');
    expect(of({ workingDayFrom: 6 }, '2021-03-31')).toBeUndefined();
    expect(of({ workingDayFrom: 2, workingDayTo: 3 }, '2021-03-01')).toBe('2021-03-02');
    // 二十三个工作日的月份：二〇二一年只有三月
    expect(of({ workingDayFrom: 23 }, '2021-01-01')).toBe('2021-03-31');
  });

  test('asks for a year whose calendar is not published', () => {
    const question = { kind: 'calendar-not-published', year: 2022 };
    expect(filingClosed(byWorkingDay, isoDate('2022-01-04'), calendar)).toEqual(question);
    const late = filingClosed(byWorkingDay, isoDate('2021-12-20'), calendar);
    expect(late).toEqual({ kind: 'closed', ...source, opensOn: question });
    const until = { ...open, to: isoDate('2021-12-10') };
    const over = filingClosed({ ...byWorkingDay, open: until }, isoDate('2022-01-04'), calendar);
    expect(over).toMatchObject({ kind: 'closed', clause: '第五条', opensOn: undefined });
  });
});

test('days of a month are told by date or by working day', () => {
  const reads = (of: object) => acceptsRule.safeParse({ ...of, ...source }).success;
  expect(reads({ workingDayFrom: '1', workingDayTo: '5' })).toBe(true);
  expect(reads({ workingDayFrom: '6', workingDayTo: '5' })).toBe(false);
  expect(reads({ workingDayTo: '24' })).toBe(false);
  expect(reads({ dayTo: '15', workingDayFrom: '5' })).toBe(false);
});

test('a pack that would never take a claim is told', () => {
  const wrong = acceptsRule.safeParse({ dayFrom: '16', dayTo: '15', ...source });
  expect(wrong.error?.issues[0]?.message).toBe('dayTo 不能早于 dayFrom');
  const ended = openRule.safeParse({ from: '2020-02-01', to: '2020-01-01', ...source });
  expect(ended.error?.issues[0]?.message).toBe('截止日不能早于开始日');
});
