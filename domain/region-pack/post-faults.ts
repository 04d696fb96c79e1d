import { unitOf } from '../unit-choice.ts';
import type { Clock, UnitChoice } from './approvals.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import type { Unit } from './units.ts';

/** Somebody the pack sends a task or a mail to: a duty, at a unit chosen from where it begins. */
type Call = {
  duty: string;
  unit: UnitChoice;
  from: readonly Unit[];
  /** Where the duty stands. */
  path: PropertyKey[];
  /** That the top unit does it, where it stands nowhere that it does. */
  atTop?: boolean;
};

/** Duties called on in a unit that has no such post, and units of a kind that are not there. */
export function postFaults(pack: RegionPack): PackFault[] {
  const known = new Set(pack.posts.map(({ duty }) => duty));
  return calls(pack)
    .filter(({ duty }) => known.has(duty))
    .flatMap((call) => faultOf(pack, call) ?? []);
}

/** The first unit in which the call reaches nobody; that the top has no parent is no fault. */
function faultOf(pack: RegionPack, { duty, unit, from, path, atTop }: Call): PackFault | undefined {
  const post = pack.posts.find((it) => it.duty === duty);
  for (const own of from) {
    const code = unitOf(pack, own.code, unit);
    if (code === undefined) {
      if (typeof unit === 'string') continue;
      const expected = `${own.name}及其上级中没有 ${unit.kind} 类单位`;
      return { path: [...path.slice(0, -1), 'unit'], expected };
    }
    const chosen = pack.units.find((it) => it.code === code);
    if (chosen && post?.unitKinds.includes(chosen.kind) !== true) {
      const why = atTop === true ? '：这一项由最上一级单位办' : '';
      return { path, expected: `${chosen.name}没有 ${duty} 岗位${why}` };
    }
  }
  return undefined;
}

function calls({ units, approvals, sideClocks, sideDuties }: RegionPack): Call[] {
  const filing = units.filter(({ payingUnit }) => payingUnit);
  const top = units.filter(({ parent }) => parent === undefined);
  const { release, report, operator, 'report-approval': signers, ...atClaim } = sideDuties;
  const atOwn = (duty: string, name: string): Call => ({
    duty,
    unit: 'own',
    from: filing,
    path: ['sideDuties', name],
  });
  const byTop = (duty: string, ...path: PropertyKey[]): Call => ({
    duty,
    unit: 'root',
    from: top,
    path: ['sideDuties', ...path],
    atTop: true,
  });
  return [
    ...approvals.flatMap(({ steps }, chain) =>
      steps.flatMap((step, at) => {
        const path = ['approvals', chain, 'steps', at];
        const { duty, unit } = step;
        return [
          { duty, unit, from: filing, path: [...path, 'duty'] },
          ...clockCalls(step.clock, filing, [...path, 'clock']),
        ];
      }),
    ),
    ...Object.entries(sideClocks).flatMap(([kind, clock]) =>
      clockCalls(clock, kind === 'report-approval' ? top : filing, ['sideClocks', kind]),
    ),
    ...Object.entries(atClaim).map(([name, duty]) => atOwn(duty, name)),
    ...Object.entries({ release, report, operator }).map(([name, duty]) => byTop(duty, name)),
    ...signers.map((duty, at) => byTop(duty, 'report-approval', at)),
  ];
}

function clockCalls(clock: Clock, from: readonly Unit[], path: PropertyKey[]): Call[] {
  return (['reminders', 'escalations'] as const).flatMap((steps) =>
    clock[steps].map(({ duty, unit }, at) => ({
      duty,
      unit,
      from,
      path: [...path, steps, at, 'duty'],
    })),
  );
}
