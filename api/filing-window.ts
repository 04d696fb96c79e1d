import type { IsoDate } from '../domain/days.ts';
import { filingClosed, type FilingClosed } from '../domain/filing-window.ts';
import type { RegionPack, Scheme } from '../domain/region-pack/index.ts';
import type { WorkingCalendar } from '../domain/working-calendar.ts';
import { Refusal, refusalFromStep } from './errors.ts';

/**
 * Refuses a filing on a day on which its scheme takes none: by which clause, and when it opens; or
 * on one of a year whose calendar has to say so and is not published.
 */
export function requireOpen(scheme: Scheme, filedOn: IsoDate, calendar: WorkingCalendar): void {
  const closed = filingClosed(scheme, filedOn, calendar);
  if (!closed) return;
  if (closed.kind !== 'closed')
    throw refusalFromStep(`calendar-not-published-${String(closed.year)}`);
  const { document, clause, opensOn } = closed;
  const next = nextWords(opensOn);
  const reason = `${scheme.name} ${filedOn} 不受理申报（${document}${clause}），${next}`;
  throw new Refusal('filing-closed', reason, [{ path: '/scheme', reason }]);
}

function nextWords(opensOn: FilingClosed['opensOn']): string {
  if (opensOn === undefined) return '不再受理';
  if (typeof opensOn === 'string') return `自 ${opensOn} 起可申报`;
  return `下次受理日待 ${String(opensOn.year)} 年的工作日历公布`;
}

/** Whether claims may be filed at a unit: one that keeps its own books. */
export const takesClaims = ({ units }: Pick<RegionPack, 'units'>, unit: string): boolean =>
  units.some(({ code, payingUnit }) => code === unit && payingUnit);
