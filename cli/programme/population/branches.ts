import { addMonths, firstDay, monthOf, type Month } from '../../../domain/days.ts';
import { branchNames, type Branch, type ProgrammeSpec } from '../programme-spec.ts';
import type { ClassDraft } from './classes.ts';
import { random } from './numbers/random.ts';
import { totalOf } from './prices.ts';

export type BranchedClass = ClassDraft & { branch?: Branch };

/** What a class costs each fund, in fen, and whether any of it goes to the trainees. */
export type Costs = {
  costOf: (one: ClassDraft) => ReadonlyMap<string, bigint>;
  paysTrainees: (one: ClassDraft) => boolean;
};

const donatedLinesMax = 12;
/** Accepted so long before the last payments, money that comes back can be paid once more. */
const returnMonths = 3;
/** What comes back is paid late: it must not weigh on the payment rate. */
const returnPercentMax = 4n;

/**
 * Sends some classes of the last column down the less usual ways, at least one each. Those refused
 * and withdrawn are further classes, since nobody in them counts.
 */
export function branchOut(
  spec: ProgrammeSpec,
  classes: readonly ClassDraft[],
  { costOf, paysTrainees }: Costs,
  seed: string,
): BranchedClass[] {
  const draw = random(seed, 'branches');
  const column = spec.columns.at(-1);
  const fenOf = (one: ClassDraft) => totalOf(costOf(one));
  const total = classes.reduce((sum, one) => sum + fenOf(one), 0n);
  const mayReturn = (one: ClassDraft) =>
    costOf(one).size === 1 &&
    !paysTrainees(one) &&
    monthsAfter(one.accepted, returnMonths) <= (column?.paid.to ?? '');
  const fits = (branch: Branch, one: ClassDraft) =>
    branch !== 'bank-return' || (mayReturn(one) && fenOf(one) * 100n <= total * returnPercentMax);
  const candidates = draw.shuffled(
    classes.filter((one) => one.column === column?.code && fenOf(one) > 0n),
  );
  const branched = new Map<ClassDraft, Branch>();
  const further: BranchedClass[] = [];
  for (const branch of branchNames) {
    for (let left = numberOf(branch, spec, classes.length); left > 0; left -= 1) {
      const one = candidates.find((it) => !branched.has(it) && fits(branch, it));
      if (!one) throw new RangeError(`比例太小 / the scale is too small for the branch ${branch}`);
      if (branch === 'refused' || branch === 'withdrawn') {
        further.push({ ...one, lines: one.lines.slice(0, donatedLinesMax), branch });
        candidates.push(...candidates.splice(candidates.indexOf(one), 1));
      } else {
        branched.set(one, branch);
      }
    }
  }
  const withBranches = classes.map((one): BranchedClass => {
    const branch = branched.get(one);
    return branch === undefined ? one : { ...one, branch };
  });
  return [...withBranches, ...further];
}

function numberOf(branch: Branch, spec: ProgrammeSpec, classes: number): number {
  return Math.max(1, Math.round((spec.branches[branch] * classes) / 1000));
}

function monthsAfter(from: Month, months: number): Month {
  return monthOf(addMonths(firstDay(from), months));
}
