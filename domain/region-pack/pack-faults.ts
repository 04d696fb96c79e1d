import { calendarFaults } from './calendar-faults.ts';
import { chainFaults } from './chain-faults.ts';
import { factFaults } from './fact-references.ts';
import { instalmentFaults } from './instalment-faults.ts';
import { listFaults } from './list-faults.ts';
import { ownFactFaults } from './own-fact-faults.ts';
import type { PackFault } from './pack-fault.ts';
import { payeeFaults } from './payee-faults.ts';
import { postFaults } from './post-faults.ts';
import { riskFaults } from './risk-faults.ts';
import { rosterFaults } from './roster-faults.ts';
import { ruleFaults } from './rule-faults.ts';
import { scopeFaults } from './scope-faults.ts';
import { unknownCodes } from './unknown-codes.ts';
import type { RegionPack } from './region-pack.ts';

/** What no single part of a pack can tell: codes that name nothing, codes given twice, overlaps. */
export function packFaults(pack: RegionPack): PackFault[] {
  const inTree = treeFaults(pack);
  return [
    ...inTree,
    ...groupFaults(pack),
    ...entryFaults(pack),
    ...chainFaults(pack),
    // The way to the top of a tree that is none may have no end.
    ...(inTree.length > 0 ? [] : postFaults(pack)),
  ];
}

/** Those of them that stay faults where other entries of the pack are left out. */
export function entryFaults(pack: RegionPack): PackFault[] {
  return [
    ...repeated(pack),
    ...calendarFaults(pack),
    ...payeeFaults(pack),
    ...unknownCodes(pack),
    ...factFaults(pack),
    ...ruleFaults(pack),
    ...scopeFaults(pack),
    ...ownFactFaults(pack),
    ...instalmentFaults(pack),
    ...overlaps(pack),
    ...listFaults(pack),
    ...riskFaults(pack),
    ...rosterFaults(pack),
  ];
}

const codeLists = [
  'units',
  'attributes',
  'groups',
  'schemes',
  'levels',
  'occupations',
  'courses',
  'certificateKinds',
  'funds',
] as const;

function repeated(pack: RegionPack): PackFault[] {
  const lists: (readonly [string, string, readonly string[]])[] = [
    ...codeLists.map((name) => [name, 'code', codesOf(pack[name])] as const),
    ['indicators', 'id', pack.indicators.map(({ id }) => id)],
    ['posts', 'duty', pack.posts.map(({ duty }) => duty)],
    ['certificateSources', 'kind', (pack.certificateSources ?? []).map(({ kind }) => kind)],
    ['calendar', 'year', pack.calendar.map(({ year }) => String(year))],
    ['groups', 'precedence', pack.groups.map(({ precedence }) => String(precedence))],
    ['facts', 'code', codesOf(pack.facts ?? [])],
    ['lists', 'code', codesOf(pack.lists ?? [])],
    ['risks', 'code', codesOf(pack.risks ?? [])],
  ];
  const inSchemes = pack.schemes.flatMap(({ components, instalments = [], materials = [] }, at) => [
    ...twice(codesOf(components), ['schemes', at, 'components'], 'code'),
    ...twice(codesOf(instalments), ['schemes', at, 'instalments'], 'code'),
    ...twice(codesOf(materials), ['schemes', at, 'materials'], 'code'),
  ]);
  return [...lists.flatMap(([name, key, values]) => twice(values, [name], key)), ...inSchemes];
}

const codesOf = (list: readonly { code: string }[]): string[] => list.map(({ code }) => code);

function twice(values: readonly string[], path: PropertyKey[], key: string): PackFault[] {
  return values.flatMap((value, at) =>
    values.indexOf(value) < at ? [{ path: [...path, at, key], expected: `${value} 已用过` }] : [],
  );
}

function treeFaults({ units }: RegionPack): PackFault[] {
  const roots = units.filter(({ parent }) => parent === undefined).length;
  if (roots !== 1) return [{ path: ['units'], expected: '须有且只有一个单位没有上级' }];
  const parents = new Map(units.map(({ code, parent }) => [code, parent]));
  return units.flatMap(({ code }, at) =>
    reachesRoot(code, parents)
      ? []
      : [{ path: ['units', at, 'parent'], expected: '上级须通到最上一级' }],
  );
}

function reachesRoot(code: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  let unit: string | undefined = code;
  for (let steps = 0; steps <= parents.size && unit !== undefined; steps += 1) {
    if (!parents.has(unit)) return false;
    unit = parents.get(unit);
  }
  return unit === undefined;
}

function groupFaults({ groups }: RegionPack): PackFault[] {
  const open = groups.filter(({ attributes }) => attributes.length === 0).length;
  return open === 1 ? [] : [{ path: ['groups'], expected: '须有且只有一类不要求身份，收其余人员' }];
}

/** Two versions of a rate in force on the same day leave open which applies. */
function overlaps({ rates }: RegionPack): PackFault[] {
  return rates.flatMap((rate, at) => {
    const other = rates
      .slice(0, at)
      .find(
        (it) =>
          it.scheme === rate.scheme &&
          it.component === rate.component &&
          (it.to === undefined || rate.from <= it.to) &&
          (rate.to === undefined || it.from <= rate.to),
      );
    const expected = `与 ${rate.scheme} 的另一版本同日有效`;
    return other ? [{ path: ['rates', at, 'from'], expected }] : [];
  });
}
