import type { Exclusion, Limit } from './limits.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import { factsMet, walkCondition, type Visit } from './walk.ts';

/** What nobody keeps of a line that was granted: rules that look back cannot go by it. */
const lost = new Set(['classSize', 'instalment']);
const expected = '此前领过的不留这一项：按人的限额和互斥不能用它，换一项事实，或写成条件';

/**
 * Limits by person and exclusions that ask of earlier lines what is not known of them, and limits
 * by what only a later instalment tells.
 */
export function earlierFaults({ schemes, limits = [], exclusions = [] }: RegionPack): PackFault[] {
  const reported = (of: readonly string[] | undefined) =>
    new Set(
      schemes
        .filter(({ code }) => of?.includes(code) ?? true)
        .flatMap(({ instalments = [] }) => instalments.flatMap((it) => it.awaits?.asks ?? [])),
    );
  return [
    ...limits.flatMap((it, at) => changesSubject(it, reported(it.schemes), ['limits', at])),
    ...limits.flatMap((it, at) => (it.per.includes('person') ? ofLimit(it, ['limits', at]) : [])),
    ...exclusions.flatMap((it, at) => ofExclusion(it, ['exclusions', at])),
  ];
}

/** A later instalment would count under another subject, and free what the first one used. */
function changesSubject(
  { per, in: period }: Limit,
  reported: ReadonlySet<string>,
  path: PropertyKey[],
): PackFault[] {
  const expected = '后一次拨付才报来的事实会改变按什么计：限额不能按它计';
  const faults = per.flatMap((fact, at) =>
    reported.has(fact) ? [{ path: [...path, 'per', at], expected }] : [],
  );
  const year = typeof period === 'object' && 'yearOf' in period ? period.yearOf : '';
  return reported.has(year) ? [...faults, { path: [...path, 'in', 'yearOf'], expected }] : faults;
}

function ofLimit({ if: condition, per }: Limit, path: PropertyKey[]): PackFault[] {
  const faults = per.flatMap((fact, at) =>
    lost.has(fact) ? [{ path: [...path, 'per', at], expected }] : [],
  );
  const visit: Visit = {
    ...factsMet(() => undefined),
    test: (fact, _, at) => {
      if (lost.has(fact)) faults.push({ path: [...at], expected });
    },
  };
  if (condition) walkCondition(condition, [...path, 'if'], visit);
  return faults;
}

const ofExclusion = ({ same }: Exclusion, path: PropertyKey[]): PackFault[] =>
  same.flatMap((fact, at) => (lost.has(fact) ? [{ path: [...path, 'same', at], expected }] : []));
