import fc, { type Arbitrary } from 'fast-check';
import { isoDate } from '../../domain/days.ts';
import { yuanFromFen } from '../../domain/money.ts';
import type { OwnFact } from '../../domain/region-pack/index.ts';
import type { Grant, LineFacts, LineOfPerson } from '../../domain/rules/index.ts';
import { anyDay } from './any-day.ts';
import { daysLater, monthsLater } from './plain-days.ts';

/** What lines of a pack are made of: its codes, and the facts it asks for. */
export type Codes = {
  schemes: Coded;
  groups: Coded;
  levels: Coded;
  occupations: Coded;
  courses: Coded;
  certificateKinds: Coded;
  units: Coded;
  attributes: Coded;
  lists?: Coded;
  limits?: Coded;
  facts?: readonly OwnFact[];
};

type Coded = readonly { code: string }[];

/** Mostly given and mostly known; now and then left out, or a code that no list has. */
function maybe<T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 12 });
}

function oneOf(list: Coded = []): Arbitrary<string | undefined> {
  const known = list.map(({ code }) => code);
  if (known.length === 0) return fc.constant(undefined);
  return fc.oneof(
    { weight: 25, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: fc.constantFrom('unheard-of', undefined) },
  );
}

const someOf = (list: Coded = []) =>
  fc.array(fc.constantFrom('none', ...list.map(({ code }) => code)), { maxLength: 2 });

const quantity = fc.oneof(fc.constantFrom(0, 1, 3, 6, 20, 40, 79, 80, 81, 120), fc.nat(200));
const money = fc
  .oneof(
    fc.constantFrom(0n, 1n, 5n, 12_345n, 50_000n, 100_000n, 9_999_999n),
    fc.bigInt({ min: 0n, max: 999_999_999n }),
  )
  .map(yuanFromFen);
/** Few, so that a line often names its claimant. */
const organisationCodes = ['91990001QNGLAN001P', '91990001QNGLAN002T'];
const plainNumber = fc.constantFrom(
  '0',
  '0.0',
  '0.5',
  '1',
  '2.25',
  '6.00',
  '6',
  '20',
  '39.999',
  '40',
  '80',
);

/** A line with its days in order, each so long after the one before as rules like to ask. */
export function anyLine(codes: Codes): Arbitrary<LineFacts> {
  const given = fc.record({
    scheme: oneOf(codes.schemes),
    group: fc.constantFrom(...codes.groups.map(({ code }) => code)),
    occupation: oneOf(codes.occupations),
    course: oneOf(codes.courses),
    level: oneOf(codes.levels),
    certificateKind: oneOf(codes.certificateKinds),
    unit: oneOf(codes.units),
    months: maybe(fc.oneof(fc.constantFrom(0, 1, 5, 6, 7, 12), fc.nat(30))),
    hours: maybe(quantity),
    feePaid: maybe(money),
    certified: fc.nat(7).map((it) => it > 0),
    attributes: maybe(someOf(codes.attributes)),
    listed: maybe(someOf(codes.lists)),
    sex: maybe(fc.constantFrom('male' as const, 'female' as const)),
    claimantKind: maybe(fc.constantFrom('enterprise', 'institution', 'person')),
    claimantCode: maybe(fc.constantFrom(...organisationCodes)),
    classSize: maybe(fc.nat(60)),
    instalment: maybe(fc.constantFrom('advance', 'rest')),
    own: maybe(ownFacts(codes)),
  });
  return fc.tuple(given, anyDays).map(([line, days]) => withoutGaps({ ...line, ...days }));
}

function withoutGaps(
  line: { [name in keyof LineFacts]: LineFacts[name] | undefined } & Pick<
    LineFacts,
    'group' | 'startedOn' | 'endedOn' | 'certified'
  >,
): LineFacts {
  const filled: Partial<LineFacts> = Object.fromEntries(
    Object.entries(line).filter(([, value]) => value !== undefined),
  );
  const { group, startedOn, endedOn, certified, scheme = 'unheard-of' } = line;
  return { ...filled, scheme, group, startedOn, endedOn, certified };
}

const later = fc.oneof(
  fc.tuple(fc.constantFrom(0, 1, 6, 12), fc.integer({ min: -1, max: 1 })),
  fc.tuple(fc.constant(0), fc.nat(100)),
);
const byBirthday = fc.tuple(
  fc.constantFrom(15, 16, 40, 50, 55, 60),
  fc.integer({ min: -1, max: 1 }),
);

const anyDays = fc
  .record({
    startedOn: anyDay,
    ended: later,
    issued: later,
    filed: later,
    accepted: later,
    age: byBirthday,
    leap: fc.nat(4),
    lacks: fc.tuple(fc.nat(14), fc.nat(14), fc.nat(14), fc.nat(14)),
  })
  .map(({ startedOn, ended, issued, filed, accepted, age: [years, days], leap, lacks }) => {
    const last = after(startedOn, ended);
    const endedOn = last < startedOn ? startedOn : last;
    const certificateIssuedOn = after(endedOn, issued);
    const bornOn = leap === 0 ? isoDate('1960-02-29') : after(startedOn, [-12 * years, days]);
    const [noIssue, noFiling, noBirth, noAcceptance] = lacks;
    const filedOn = after(certificateIssuedOn, filed);
    return {
      startedOn,
      endedOn,
      ...(noIssue > 0 && { certificateIssuedOn }),
      ...(noFiling > 0 && { filedOn }),
      ...(noAcceptance > 0 && { acceptedOn: after(filedOn, accepted) }),
      ...(noBirth > 0 && { bornOn }),
    };
  });

const after = (day: string, [months, days]: readonly [number, number]) =>
  isoDate(daysLater(monthsLater(day, months), days));

/** Own facts of line and claim as they pass the check at filing. */
function ownFacts({ facts = [] }: Codes): Arbitrary<Record<string, string>> {
  const filed = facts.filter((it) => it.of === 'line' || it.of === 'claim');
  const values = filed.map(({ code, kind, values: list = [] }) => {
    switch (kind) {
      case 'number':
        return [code, plainNumber] as const;
      case 'yuan':
        return [code, money] as const;
      case 'day':
        return [code, anyDay] as const;
      case 'yes-no':
        return [code, fc.constantFrom('true', 'false')] as const;
      case 'organisation':
        return [code, fc.constantFrom(...organisationCodes)] as const;
      case 'choice':
        return [code, fc.constantFrom(...list.map((it) => it.code))] as const;
    }
  });
  const none = { weight: 4, arbitrary: fc.constant('') };
  const lacking = fc.oneof(none, fc.constantFrom('', ...filed.map(({ code }) => code)));
  return fc
    .tuple(fc.record(Object.fromEntries(values)), lacking)
    .map(([all, left]) =>
      Object.fromEntries(Object.entries(all).filter(([code]) => code !== left)),
    );
}

/** Components of the packs that the engines are compared on. */
const paidCodes = ['fee', 'living', 'exam', 'training', 'tuition', 'board', 'study'];

/** A line granted before, with what it used of some of the limits. */
export function anyGrant(codes: Codes, limits: Coded): Arbitrary<Grant> {
  const uses = fc.dictionary(
    fc.constantFrom('none', ...limits.map(({ code }) => code)),
    fc.constantFrom('0', '1', '2', '300.50', '6', '10'),
    { maxKeys: 2 },
  );
  const parts = fc.dictionary(fc.constantFrom('fee', 'living', 'exam'), money, { maxKeys: 2 });
  return fc
    .record({
      lineNo: fc.integer({ min: 1, max: 99 }),
      line: anyLine(codes),
      amount: money,
      organisation: maybe(fc.constantFrom('o1', 'o2')),
      uses: maybe(uses),
      parts: maybe(parts),
    })
    .map(({ uses: used, organisation, parts, ...it }) => ({
      claimNo: `C${String(it.lineNo)}`,
      ...it,
      ...(organisation !== undefined && { organisation }),
      ...(used !== undefined && { uses: used }),
      ...(parts !== undefined && { parts }),
    }));
}

/**
 * The lines of a claim, each with what its person was granted before. Some earlier lines are the
 * line once more, with its facts: what limits and exclusions are about.
 */
export function anyClaim(codes: Codes): Arbitrary<LineOfPerson[]> {
  const grant = anyGrant(codes, codes.limits ?? []);
  const ofPerson = fc
    .record({
      line: anyLine(codes),
      person: fc.constantFrom('p1', 'p2'),
      earlier: fc.array(fc.tuple(grant, fc.nat(2)), { maxLength: 2 }),
      grantedBefore: fc.nat(9),
      paid: maybe(fc.dictionary(fc.constantFrom(...paidCodes), money, { maxKeys: 2 })),
    })
    .map(({ line, person, earlier, grantedBefore, paid }): LineOfPerson => ({
      line,
      subjects: { person, organisation: 'o1' },
      earlier: earlier.map(([it, alike]) =>
        alike > 0 ? { ...it, line: { ...it.line, ...alikeFacts(line) } } : it,
      ),
      ...(grantedBefore === 0 && { grantedBefore: true }),
      ...(grantedBefore === 0 && paid !== undefined && { paid }),
    }));
  return fc.array(ofPerson, { minLength: 1, maxLength: 2 });
}

function alikeFacts({ scheme, group, occupation, level, course, startedOn, endedOn }: LineFacts) {
  return {
    scheme,
    group,
    startedOn,
    endedOn,
    ...(occupation !== undefined && { occupation }),
    ...(level !== undefined && { level }),
    ...(course !== undefined && { course }),
  };
}
