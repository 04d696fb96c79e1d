import { stepsOf } from '../../../activities/chain.ts';
import { derivedId } from '../../../db/ids.ts';
import type { Uuid } from '../../../domain/ids.ts';
import { yuan, type Yuan } from '../../../domain/money.ts';
import type { RegionPack } from '../../../domain/region-pack/index.ts';
import { unitOf } from '../../../domain/unit-choice.ts';
import type { Decision } from './acts.ts';

/** An officer: holds one post; where several hold the same, each acts on one level. */
export type Officer = {
  id: Uuid;
  name: string;
  mail: string;
  unit: string;
  role: string;
  level: number;
};

export type Staff = {
  officers: readonly Officer[];
  /** The officer who holds a role in a unit. Throws RangeError when nobody does. */
  holder: (unit: string, role: string, level?: number) => Officer;
  root: string;
};

/** One officer for each post of each unit, and as many as there are levels to sign. */
export function staffOf(pack: RegionPack, series: string): Staff {
  const officers = pack.units.flatMap((unit) =>
    pack.posts
      .filter(({ unitKinds }) => unitKinds.includes(unit.kind))
      .flatMap(({ duty: role, name }) =>
        levels(pack, role).map((level) => ({
          unit: unit.code,
          role,
          level,
          id: derivedId(series, 'officer', unit.code, role, String(level)),
          name: `示例${unit.name}${name}员${level}`,
          mail: `${role}.${level}.${unit.code}@tisheng.example`,
        })),
      ),
  );
  const byPost = new Map(officers.map((it) => [key(it.unit, it.role, it.level), it]));
  const root = pack.units.find(({ parent }) => parent === undefined)?.code ?? '';
  return {
    officers,
    root,
    holder(unit, role, level = 1) {
      const officer = byPost.get(key(unit, role, level));
      if (!officer) throw new RangeError(`nobody holds ${role} ${level} in ${unit}`);
      return officer;
    },
  };
}

/** An amount above which no step of a chain is left out. */
const everyStep = yuan('999999999999.99');

/**
 * Who decides a task of a claim, as the side duties of the pack say and the approval chain of its
 * amount at acceptance.
 */
export function deciderOf(
  staff: Staff,
  pack: RegionPack,
  { scheme, unit, amount }: { scheme: string; unit: string; amount: Yuan },
  { task, level = 1 }: Pick<Decision, 'task' | 'level'>,
): Officer {
  const { sideDuties } = pack;
  switch (task) {
    case 'manual-check':
    case 'objection':
      return staff.holder(unit, sideDuties[task]);
    case 'payee-confirmation':
      return staff.holder(unit, sideDuties['payee-correction']);
    case 'acceptance':
    case 'review':
    case 'finance': {
      const step = stepsOf(pack, scheme, everyStep, amount).find(
        (it) => it.kind === task && (task !== 'review' || (it.level ?? 1) === level),
      );
      if (!step) throw new RangeError(`no step ${task} ${level} for ${scheme}`);
      return staff.holder(unitOf(pack, unit, step.unit) ?? unit, step.duty, level);
    }
    case 'correction':
    case 'payee-correction':
      throw new RangeError(`${task} is the claimant's`);
  }
}

function levels({ approvals, sideDuties }: RegionPack, role: string): number[] {
  const highest = Math.max(
    sideDuties['report-approval'].filter((duty) => duty === role).length,
    ...approvals.flatMap(({ steps }) =>
      steps.filter(({ duty }) => duty === role).map(({ level = 1 }) => level),
    ),
    1,
  );
  return Array.from({ length: highest }, (_, at) => at + 1);
}

function key(unit: string, role: string, level: number): string {
  return `${unit} ${role} ${level}`;
}
