import type { PackFault } from './pack-fault.ts';
import { rosterFaults } from './roster-faults.ts';
import { unknownCodes } from './unknown-codes.ts';
import type { RegionPack } from './region-pack.ts';

/** What no single part of a pack can tell: codes that name nothing, codes given twice, overlaps. */
export function packFaults(pack: RegionPack): PackFault[] {
  return [
    ...repeated(pack),
    ...treeFaults(pack),
    ...groupFaults(pack),
    ...payeeFaults(pack),
    ...unknownCodes(pack),
    ...overlaps(pack),
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
    ...codeLists.map((name) => [name, 'code', pack[name].map(({ code }) => code)] as const),
    ['indicators', 'id', pack.indicators.map(({ id }) => id)],
    ['posts', 'duty', pack.posts.map(({ duty }) => duty)],
    ['calendar', 'year', pack.calendar.map(({ year }) => String(year))],
    ['groups', 'precedence', pack.groups.map(({ precedence }) => String(precedence))],
  ];
  return lists.flatMap(([name, key, values]) =>
    values.flatMap((value, at) =>
      values.indexOf(value) < at ? [{ path: [name, at, key], expected: `${value} 已用过` }] : [],
    ),
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

/** Payments go to the claimant's account only: a promise to the trainee would not be kept. */
function payeeFaults({ schemes }: RegionPack): PackFault[] {
  return schemes.flatMap(({ components }, scheme) =>
    components.flatMap(({ payee }, at) =>
      payee === 'claimant'
        ? []
        : [
            {
              path: ['schemes', scheme, 'components', at, 'payee'],
              expected: '目前只能付给申报单位，写 claimant',
            },
          ],
    ),
  );
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
