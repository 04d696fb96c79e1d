import type { IsoDate } from '../domain/days.ts';
import { filingClosed } from '../domain/filing-window.ts';
import type { RegionPack, Scheme } from '../domain/region-pack/index.ts';
import { Refusal } from './errors.ts';

/** Refuses a filing on a day on which its scheme takes none: by which clause, and when it opens. */
export function requireOpen(scheme: Scheme, filedOn: IsoDate): void {
  const closed = filingClosed(scheme, filedOn);
  if (!closed) return;
  const { document, clause, opensOn } = closed;
  const next = opensOn === undefined ? '不再受理' : `自 ${opensOn} 起可申报`;
  const reason = `${scheme.name} ${filedOn} 不受理申报（${document}${clause}），${next}`;
  throw new Refusal('filing-closed', reason, [{ path: '/scheme', reason }]);
}

/** Whether claims may be filed at a unit: one that keeps its own books. */
export const takesClaims = ({ units }: Pick<RegionPack, 'units'>, unit: string): boolean =>
  units.some(({ code, payingUnit }) => code === unit && payingUnit);
