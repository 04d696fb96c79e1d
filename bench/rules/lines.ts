import { isoDate } from '../../domain/days.ts';
import { addDays, addMonths } from '../../domain/days.ts';
import { yuanFromFen } from '../../domain/money.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import type { Grant, LineFacts, LineOfPerson } from '../../domain/rules/index.ts';

/** Lines as claims bring them, with every fact the program files; the same for every run. */
export function linesOf(pack: RegionPack, schemes: readonly string[], count: number): LineFacts[] {
  const next = dice(20_200_302);
  const pick = <T>(list: readonly T[]): T | undefined => list[next(list.length)];
  return Array.from({ length: count }, () => {
    const scheme = pick(schemes) ?? '';
    const courses = pack.courses.filter((it) => it.scheme === scheme);
    const startedOn = addDays(isoDate('2019-01-01'), next(1400));
    const endedOn = addDays(startedOn, 4 + next(60));
    const certificateIssuedOn = addDays(endedOn, next(40));
    const level = pick(pack.levels)?.code;
    const occupation = pick(pack.occupations)?.code;
    const course = pick(courses)?.code;
    const certificateKind = pack.schemes.find((it) => it.code === scheme)?.certificateKinds[0];
    const hours = 30 + next(120);
    return {
      scheme,
      group: pick(pack.groups)?.code ?? '',
      ...(occupation !== undefined && { occupation }),
      ...(level !== undefined && { level }),
      ...(course !== undefined && { course }),
      ...(certificateKind !== undefined && { certificateKind }),
      months: 1 + next(9),
      hours,
      feePaid: yuanFromFen(50_000n + BigInt(next(400_000))),
      startedOn,
      endedOn,
      certified: next(20) > 0,
      certificateIssuedOn,
      filedOn: addDays(certificateIssuedOn, next(380)),
      attributes: [pick(pack.attributes)?.code ?? ''],
      listed: next(50) === 0 ? ['payroll'] : [],
      bornOn: addMonths(startedOn, -12 * (15 + next(44)) - next(12)),
      sex: next(2) === 0 ? 'male' : 'female',
      claimantKind: 'institution',
      unit: pick(pack.units)?.code ?? '',
      classSize: 40,
      own: { practice: String(Math.trunc(hours / 2) + next(20) - 2) },
    };
  });
}

/** Each line with three lines of the same kind granted before, to the same person. */
export function withEarlier(lines: readonly LineFacts[]): LineOfPerson[] {
  return lines.map((line, at) => ({
    line,
    subjects: { person: `p${String(at)}`, organisation: 'o' },
    earlier: [1, 2, 3].map((lineNo): Grant => {
      const before = lines[(at + lineNo * 37) % lines.length] ?? line;
      return { claimNo: 'C', lineNo, line: before, amount: yuanFromFen(100_000n) };
    }),
  }));
}

/** Whole numbers below a bound, one after the other, the same from the same start. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
