import { monthsBetween, previousMonth, type IsoDate, type Month } from '../../../domain/days.ts';
import type { Notice } from '../../../domain/region-pack/index.ts';
import type { WorkingCalendar } from '../../../domain/working-calendar.ts';
import type { Branch } from '../programme-spec.ts';
import type { Random } from './numbers/random.ts';
import { dayAfterNotice, noticeOpens, type WorkingDays } from './working-days.ts';

/** The days on which a claim moves on; those of a branch it does not take are missing. */
export type Dates = {
  filed: IsoDate;
  returned?: IsoDate;
  corrected?: IsoDate;
  checked?: IsoDate;
  accepted: IsoDate;
  reviewed: IsoDate[];
  held?: IsoDate;
  released?: IsoDate;
  objected?: IsoDate;
  objectionDecided?: IsoDate;
  approved: IsoDate;
  paidIn: Month;
  payeeCorrected?: IsoDate;
  payeeConfirmed?: IsoDate;
};

export type Calendar = {
  days: WorkingDays;
  calendar: WorkingCalendar;
  noticeOf: (scheme: string) => Notice;
  /** The working day on which the money of a month is sent. */
  runOf: (month: Month) => number;
  /** Whether a claim of the scheme may be filed on a day. */
  takes: (scheme: string, day: IsoDate) => boolean;
  /** The first working day whose 财政复核 has its money in time when it is sent on this one. */
  inTimeFrom: (run: number) => number;
};

export type Wish = {
  scheme: string;
  accepted: Month;
  paid: { from: Month; to: Month };
  reviews: number;
  branch?: Branch;
};

/** Finance decides within so many working days, be it at once or when the money is due. */
export const financeDays = 5;

/**
 * Days of a claim accepted and paid in the months wished for, all working days, each act after the
 * one before and finance after the notice. Throws RangeError when the months leave no room.
 */
export function scheduleClaim(wish: Wish, calendar: Calendar, draw: Random): Dates {
  const { days } = calendar;
  const gaps = Array.from({ length: wish.reviews }, () => draw.between(1, 2));
  const openedAfter = (accepted: number) => gaps.reduce((day, gap) => day + gap, accepted);
  const notice = calendar.noticeOf(wish.scheme);
  const opensOn = (reviewed: number) => noticeOpens(days, calendar.calendar, reviewed, notice);
  const afterNotice = (accepted: number) =>
    dayAfterNotice(days, calendar.calendar, opensOn(openedAfter(accepted)), notice);

  const accepted = draw.between(days.firstOf(wish.accepted), latest(wish, calendar, afterNotice));
  const earliest = afterNotice(accepted);
  const { month, from, to } = payable(wish, earliest, calendar, draw);
  const approved = draw.between(from, Math.min(to, from + financeDays - 1));
  // A claim carried over waits for its review, so that its notice ends just before finance.
  const wait = Math.max(0, approved - earliest - financeDays);
  const reviewed = gaps.map((_, at) => accepted + wait + daysUpTo(gaps, at));
  return {
    ...beforeAcceptance(wish, accepted, calendar, draw),
    accepted: days.day(accepted),
    reviewed: reviewed.map(days.day),
    ...duringNotice(wish, opensOn(reviewed.at(-1) ?? accepted), days),
    approved: days.day(approved),
    paidIn: month,
    ...afterReturn(wish, month, days),
  };
}

function daysUpTo(gaps: readonly number[], at: number): number {
  return gaps.slice(0, at + 1).reduce((sum, gap) => sum + gap, 0);
}

/** The last day of the month on which acceptance still leads to payment in time. */
function latest(
  wish: Wish,
  { days, runOf }: Calendar,
  earliest: (accepted: number) => number,
): number {
  const first = days.firstOf(wish.accepted);
  for (let day = days.lastOf(wish.accepted); day >= first; day -= 1) {
    if (earliest(day) < runOf(wish.paid.to)) return day;
  }
  throw new RangeError(`accepted in ${wish.accepted} cannot be paid by ${wish.paid.to}`);
}

/** The first run that can still be reached; one drawn by lot for those carried over a year. */
function payable(
  { accepted, paid }: Wish,
  earliest: number,
  { days, runOf, inTimeFrom }: Calendar,
  draw: Random,
): { month: Month; from: number; to: number } {
  const runs = monthsBetween(paid.from, paid.to)
    .map((month) => ({
      month,
      from: Math.max(
        earliest,
        days.firstOf(paid.from),
        runOf(previousMonth(month)) + 1,
        inTimeFrom(runOf(month)),
      ),
      to: runOf(month) - 1,
    }))
    .filter(({ from, to }) => from <= to);
  const [first] = runs;
  if (!first) throw new RangeError(`accepted in ${accepted} cannot be paid by ${paid.to}`);
  return accepted < paid.from ? draw.pick(runs) : first;
}

function beforeAcceptance(
  { branch, scheme }: Wish,
  accepted: number,
  { days, takes }: Calendar,
  draw: Random,
) {
  const earlier = branch === 'returned-for-correction' ? 3 : 0;
  let filed = accepted - draw.between(1, 4) - earlier;
  // Outside the days on which the scheme takes claims it was filed on the last of them.
  while (!takes(scheme, days.day(filed))) filed -= 1;
  switch (branch) {
    case 'returned-for-correction':
      return {
        filed: days.day(filed),
        returned: days.day(accepted - 3),
        corrected: days.day(accepted - 1),
      };
    case 'manual-check-verified':
    case 'manual-check-failed':
      return { filed: days.day(filed), checked: days.day(accepted - 1) };
    default:
      return { filed: days.day(filed) };
  }
}

function duringNotice({ branch }: Wish, opened: number, days: WorkingDays) {
  switch (branch) {
    case 'held':
      return { held: days.day(opened + 1), released: days.day(opened + 2) };
    case 'objection-dismissed':
    case 'objection-upheld':
      return { objected: days.day(opened + 1), objectionDecided: days.day(opened + 3) };
    default:
      return {};
  }
}

/** In the month after the money came back, early enough for that month's run. */
function afterReturn({ branch }: Wish, paidIn: Month, days: WorkingDays) {
  if (branch !== 'bank-return') return {};
  const first = days.lastOf(paidIn) + 1;
  return { payeeCorrected: days.day(first + 1), payeeConfirmed: days.day(first + 3) };
}
