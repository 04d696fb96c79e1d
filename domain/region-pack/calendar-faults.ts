import { contradictionsOf } from '../working-calendar.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';

/** Days of the calendar that contradict their year: no deadline could be counted with them. */
export function calendarFaults({ calendar }: Pick<RegionPack, 'calendar'>): PackFault[] {
  return calendar.flatMap((of, i) =>
    contradictionsOf(of).map(({ list, at, day, is }) => {
      const year = String(of.year);
      const expected = {
        'of-another-year': `${day} 不是 ${year} 年的日子，只能写 ${year} 年和上年 12 月的`,
        'no-weekend-day': `${day} 不是周末，本来就上班：workdays 只写调为上班的周末`,
        'both-off-and-worked': `${day} 已写在 holidays 里，放假和上班只能写一处`,
      }[is];
      return { path: ['calendar', i, list, at], expected };
    }),
  );
}
