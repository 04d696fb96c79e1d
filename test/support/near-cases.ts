import fc, { type Arbitrary } from 'fast-check';
import { readyToWorkOut, workOut } from '../../cli/region/work-out.ts';
import { isIsoDate, isoDate, type IsoDate } from '../../domain/days.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import type { Grant, LineFacts, LineOfPerson } from '../../domain/rules/index.ts';
import { readCases } from '../../gateways/region-cases.ts';
import { anyGrant, anyLine } from './any-claim.ts';
import { monthsLater } from './plain-days.ts';

const subjects = { person: 'p1', organisation: 'o1' };

/**
 * Claims of one or two lines that are a region's worked cases, now and then moved in time, with up
 * to two facts replaced by any others or one more line granted before: they reach the rules that a
 * line at random seldom comes near.
 */
export async function nearCases(
  folder: string,
  pack: RegionPack,
): Promise<Arbitrary<LineOfPerson[]>> {
  const inForce = readyToWorkOut(pack);
  const { cases } = await readCases(folder, pack);
  const bases = cases.map(({ it }) => {
    const { line, earlier } = workOut(inForce, it);
    return { line, earlier, grantedBefore: it.before !== undefined };
  });
  const starts = [...new Set(pack.rates.map(({ from }) => from))];
  const near = fc
    .record({
      base: fc.constantFrom(...bases),
      other: anyLine(pack),
      replaced: fc.nat(2).chain((most) => fc.subarray([...replaceable], { maxLength: most })),
      ownReplaced: fc.nat(20),
      moved: fc.option(fc.tuple(fc.constantFrom(...starts), fc.integer({ min: -1, max: 2 })), {
        nil: undefined,
      }),
      before: fc.option(anyGrant(pack, pack.limits ?? []), { nil: undefined }),
      scheme: fc.option(fc.constantFrom(...pack.schemes.map(({ code }) => code)), {
        nil: undefined,
      }),
    })
    .map(({ base, other, replaced, ownReplaced, moved, before, scheme }): LineOfPerson => {
      const line = moved ? inTime(base.line, moved) : base.line;
      const [name, value] = Object.entries(other.own ?? {})[ownReplaced] ?? [];
      const own = name === undefined ? line.own : { ...line.own, [name]: value ?? '' };
      const changed = replaced.reduce<LineFacts>((it, fact) => withFact(it, fact, other), line);
      const again: Grant[] = before
        ? [{ ...before, line: { ...line, scheme: scheme ?? line.scheme } }]
        : [];
      return {
        line: { ...changed, ...(own && { own }) },
        subjects,
        earlier: [...base.earlier, ...again],
        ...(base.grantedBefore && { grantedBefore: true }),
      };
    });
  return fc.array(near, { minLength: 1, maxLength: 2 });
}

const replaceable = [
  'group',
  'occupation',
  'course',
  'level',
  'unit',
  'months',
  'hours',
  'feePaid',
  'certified',
  'attributes',
  'listed',
  'sex',
  'bornOn',
  'claimantKind',
  'classSize',
  'instalment',
  'startedOn',
  'filedOn',
  'acceptedOn',
  'certificateIssuedOn',
] as const satisfies readonly (keyof LineFacts)[];

const withFact = (line: LineFacts, fact: keyof LineFacts, other: LineFacts): LineFacts =>
  other[fact] === undefined ? line : { ...line, [fact]: other[fact] };

/** All days of a line but that of the birth, so that it starts some months after another day. */
function inTime(line: LineFacts, [start, after]: readonly [IsoDate, number]): LineFacts {
  const months = monthOf(start) - monthOf(line.startedOn) + after;
  const later = (day: IsoDate) => isoDate(monthsLater(day, months));
  const { filedOn, acceptedOn, certificateIssuedOn, own = {} } = line;
  return {
    ...line,
    startedOn: later(line.startedOn),
    endedOn: later(line.endedOn),
    own: Object.fromEntries(
      Object.entries(own).map(([name, it]) => [name, isIsoDate(it) ? later(it) : it]),
    ),
    ...(filedOn !== undefined && { filedOn: later(filedOn) }),
    ...(acceptedOn !== undefined && { acceptedOn: later(acceptedOn) }),
    ...(certificateIssuedOn !== undefined && { certificateIssuedOn: later(certificateIssuedOn) }),
  };
}

const monthOf = (day: IsoDate): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
