import { addDays, isoDate } from '../days.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';

/** Days between two versions of a rate, or after the last, on which there is none. */
export function rateGaps({ schemes, rates }: RegionPack): PackFault[] {
  const numbered = rates.map((rate, at) => ({ rate, at }));
  return schemes.flatMap(({ code, name, components, open }) =>
    components.flatMap((component) => {
      const versions = numbered
        .filter(({ rate }) => rate.scheme === code && rate.component === component.code)
        .toSorted((a, b) => (a.rate.from < b.rate.from ? -1 : 1));
      return versions.flatMap(({ rate: { to }, at }, i): PackFault[] => {
        if (to === undefined) return [];
        const after = addDays(isoDate(to), 1);
        const next = versions[i + 1]?.rate.from;
        if (next !== undefined ? next <= after : open?.to !== undefined) return [];
        const until = next === undefined ? '以后' : `至 ${next} 前`;
        const expected = `${name}的${component.name}在 ${after} ${until}没有标准：遇到时须停下来问`;
        return [{ path: ['rates', at, 'to'], expected }];
      });
    }),
  );
}
