import { clockLimit, type TimeLimit } from '../../domain/deadline.ts';
import type { ApprovalStep, MonthlyDay, Notice } from '../../domain/region-pack/index.ts';

/** How long a step may take and how its days are counted, and what silence means then. */
export function stepWords({ name, clock, silence }: ApprovalStep): string {
  const passes =
    silence === undefined
      ? []
      : [`逾期未办视为${silenceWords[silence.means]}（${silence.document} ${silence.clause}）`];
  const { span, notes } = limitWords(clockLimit(clock));
  return `${name}（${[span, ...notes, ...passes].join('，')}）`;
}

const silenceWords = { approved: '通过' } as const;

/** When a notice opens, and how long it stands. */
export function noticeWords({ opens, days, unit, countFirstDay }: Notice): string {
  const firstDay = countFirstDay ? '首日计入' : '首日不计';
  return `${opensWords(opens)} ${lengthWords({ days, unit })}，${firstDay}`;
}

function opensWords(opens: Notice['opens']): string {
  if (opens === 'claim') return '随即公示';
  const { monthly, months } = opens;
  const when = monthlyWords([monthly]);
  return `${months ? when.replace('每月', `每年 ${months.join('、')} 月`) : when}集中公示`;
}

/** What is to be done within a limit from a day: `财政复核后 30 个工作日内支付`. */
export function withinWords(from: string, limit: TimeLimit, act: string): string {
  const { span, notes } = limitWords(limit);
  const note = notes.length === 0 ? '' : `（${notes.join('，')}）`;
  const gap = limit.fromEndOf === undefined ? ' ' : '，';
  return `${from}${gap}${span}${limit.months === 0 ? '前' : within(limit)}${act}${note}`;
}

/** Days of every month. */
export function monthlyWords(days: readonly MonthlyDay[]): string {
  const named = days.map((day) => {
    if (day === 'last-working-day') return '最后一个工作日';
    return `${String(day)} 日`;
  });
  const numbers = days.filter((day) => day !== 'last-working-day');
  const notes = [
    ...(numbers.some((day) => day > 28) ? ['当月没有的为月底'] : []),
    ...(numbers.length > 0 ? ['遇假日顺延'] : []),
  ];
  const gap = days[0] === 'last-working-day' ? '' : ' ';
  const note = notes.length === 0 ? '' : `（${notes.join('，')}）`;
  return `每月${gap}${named.join('、')}${note}`;
}

type Words = { span: string; notes: string[] };

function limitWords(limit: TimeLimit): Words {
  const { months, countFirstDay, rollOver, fromEndOf } = limit;
  const from = fromEndOf === undefined ? '' : `自${periodEnds[fromEndOf]}起 `;
  const notes = [
    ...(months !== undefined && months > 0 && fromEndOf !== undefined ? ['至月底'] : []),
    ...(countFirstDay === true ? ['首日计入'] : []),
    ...(rollOver === true ? ['末日遇假日顺延'] : []),
  ];
  if (fromEndOf !== undefined && months === 0) return { span: periodEnds[fromEndOf], notes };
  return { span: from + numberWords(limit), notes };
}

/** `5 个工作日`, `2 个月`, `每月 5 日前`. */
export function numberWords({ months, calendarDays, workingDays, byDay }: TimeLimit): string {
  if (byDay !== undefined) return `每月 ${String(byDay)} 日前`;
  if (months !== undefined) return `${String(months)} 个月`;
  if (workingDays !== undefined) return lengthWords({ days: workingDays, unit: 'working' });
  return lengthWords({ days: calendarDays ?? 0, unit: 'calendar' });
}

/** What follows a length of time; a day of the month says it itself. */
export const within = ({ byDay }: TimeLimit): string => (byDay === undefined ? '内' : '');

const periodEnds = { month: '月末', quarter: '季末', year: '年末' } as const;

const lengthWords = ({ days, unit }: Pick<Notice, 'days' | 'unit'>): string =>
  `${String(days)} 个${unit === 'working' ? '工作日' : '自然日'}`;
