import type { PackInForce } from '../../db/pack.ts';
import { clockLimit, deadlineDay, deadlineFrom } from '../../domain/deadline.ts';
import { isIsoDate, type IsoDate } from '../../domain/days.ts';
import { nextMonthlyDay } from '../../domain/monthly-day.ts';
import { noticeFor, noticeOpensOn } from '../../domain/notice-rule.ts';
import type { Clock, MonthlyDay } from '../../domain/region-pack/index.ts';
import type { FixedClock } from '../../domain/region-pack/cases.ts';
import type { Within } from '../../domain/region-pack/formulas.ts';
import { walkCondition } from '../../domain/region-pack/walk.ts';
import {
  noticeEnd,
  type DayOrQuestion,
  type WorkingCalendar,
} from '../../domain/working-calendar.ts';
import type { WorkedOut } from './work-out.ts';

/** One clock of a pack, started: its name, and its last day or why there is none. */
export type StartedClock = { name: string; from: IsoDate; last: string };

/**
 * The last day of a clock started on a day: a step of the case's chain by its name, a side clock or
 * `notice` and the like by their keys, or the window of a requirement by its code, which
 * starts by itself. The answer is a day, a question, or a sentence that says what is missing.
 */
export function lastDayOf(
  inForce: PackInForce,
  worked: WorkedOut,
  { of, from }: { of: string; from?: IsoDate },
): string {
  const window = windowOf(inForce, worked, of, from);
  if (window) return window.last;
  const end = clockNamed(inForce, worked, of);
  if (!end) return `没有名为 ${of} 的时限`;
  return from === undefined ? `须写 from：${of} 从哪一天起算` : answer(end(from));
}

type End = (from: IsoDate) => DayOrQuestion;

function clockNamed(inForce: PackInForce, worked: WorkedOut, of: string): End | undefined {
  const { pack, calendar } = inForce;
  const endOf =
    (clock: Clock): End =>
    (from) =>
      deadlineFrom(clockLimit(clock))(from, calendar);
  const step = worked.steps.find(({ name }) => name === of);
  if (step) return endOf(step.clock);
  const side = Object.entries(pack.sideClocks).find(([name]) => name === of)?.[1];
  if (side) return endOf(side);
  return Object.entries(fixedEnds(inForce, worked)).find(([name]) => name === of)?.[1];
}

/** The clocks that every pack has, by their keys. */
function fixedEnds({ pack, calendar }: PackInForce, { line }: WorkedOut): Record<FixedClock, End> {
  const { payment } = pack;
  const notice = noticeFor(pack, line.scheme);
  return {
    notice: (from) => noticeEnd(calendar, from, notice.days, notice),
    'notice-opens': (from) => noticeOpensOn(notice, from, calendar),
    payment: (from) => deadlineDay({ from, ...payment.timeLimit }, calendar),
    'payment-run': (from) => nextRun(payment.runs?.days ?? [], from, calendar),
    returns: (from) => deadlineDay({ from, calendarDays: payment.returnDays }, calendar),
  };
}

/** The first day of payment runs on or after a day; where the pack names none, the day itself. */
function nextRun(
  days: readonly MonthlyDay[],
  from: IsoDate,
  calendar: WorkingCalendar,
): DayOrQuestion {
  const next = days.map((rule) => nextMonthlyDay(from, rule, calendar));
  const unknown = next.find(({ kind }) => kind !== 'day');
  const held = next.flatMap((it) => (it.kind === 'day' ? [it.day] : []));
  return unknown ?? { kind: 'day', day: held.toSorted()[0] ?? from };
}

/**
 * The window that a requirement's `within` leaves the line, or an instalment its report, from the
 * day it names.
 */
export function windowOf(
  inForce: PackInForce,
  { line }: WorkedOut,
  code: string,
  given?: IsoDate,
): StartedClock | undefined {
  const { rules, calendar } = inForce;
  const window = requiredWindow(inForce, code) ?? awaitedWindow(inForce, line.scheme, code);
  if (!window) return undefined;
  const { of, ...length } = window.within;
  const from = given ?? rules.words.reader(of)(line);
  if (from === undefined || !isIsoDate(from)) return undefined;
  return { name: window.name, from, last: answer(deadlineDay({ from, ...length }, calendar)) };
}

type Window = { name: string; within: Within };

function requiredWindow({ pack }: PackInForce, code: string): Window | undefined {
  const requirement = pack.requirements?.find((it) => it.code === code);
  if (!requirement) return undefined;
  const found: Within[] = [];
  walkCondition(requirement.require, [], {
    block: () => undefined,
    test: (_, test) => {
      if (!Array.isArray(test) && 'within' in test) found.push(test.within);
    },
  });
  const [within] = found;
  return within && { name: requirement.name, within };
}

function awaitedWindow({ rules }: PackInForce, scheme: string, code: string): Window | undefined {
  const instalments = rules.schemes.get(scheme)?.scheme.instalments ?? [];
  const awaits = instalments.find((it) => it.code === code)?.awaits;
  return awaits && { name: awaits.name, within: awaits.within };
}

const answer = (of: DayOrQuestion): string =>
  of.kind === 'day' ? of.day : `calendar-not-published-${String(of.year)}`;
