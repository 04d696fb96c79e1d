import {
  addDays,
  dayOfMonth,
  firstDay,
  lastDay,
  monthOf,
  nextMonth,
  type IsoDate,
  type Month,
} from './days.ts';
import type { Accepts, Open, Scheme } from './region-pack/index.ts';

/** Why a scheme takes no claim on a day: which rule says so, and the next day on which it does. */
export type FilingClosed = { document: string; clause: string; opensOn: IsoDate | undefined };

/** Undefined where a claim filed on that day is taken; `opensOn` is undefined once it is closed. */
export function filingClosed(
  { accepts, open }: Pick<Scheme, 'accepts' | 'open'>,
  on: IsoDate,
): FilingClosed | undefined {
  const closed = open !== undefined && !isOpen(open, on);
  const start = open?.from !== undefined && open.from > on ? open.from : on;
  const day = accepts ? acceptedFrom(accepts, start) : start;
  const rule = closed ? open : accepts;
  if (!rule || (!closed && day === on)) return undefined;
  const { document, clause } = rule;
  const opensOn = open?.to === undefined || day <= open.to ? day : undefined;
  return { document, clause, opensOn };
}

const isOpen = ({ from, to }: Open, on: IsoDate): boolean =>
  (from === undefined || from <= on) && (to === undefined || on <= to);

/** The first day of acceptance on or after a day. */
function acceptedFrom({ dayFrom = 1, dayTo = 31 }: Accepts, on: IsoDate): IsoDate {
  const month = monthOf(on);
  const first = dayIn(month, dayFrom);
  if (on < first) return first;
  return on <= dayIn(month, dayTo) ? on : dayIn(nextMonth(month), dayFrom);
}

/** A month without such a day has it on its last. */
function dayIn(month: Month, day: number): IsoDate {
  const last = lastDay(month);
  return day < dayOfMonth(last) ? addDays(firstDay(month), day - 1) : last;
}
