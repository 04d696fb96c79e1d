import { caseNames } from './case-names.ts';
import type { WorkedCase } from './cases.ts';
import { factBook, unfit, type FactBook } from './known-values.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import { valueFaults } from './test-faults.ts';

type Path = PropertyKey[];

/** Codes that the cases beside a pack use and the pack does not know, and names given twice. */
export function caseFaults(pack: RegionPack, cases: readonly WorkedCase[]): PackFault[] {
  const book = factBook(pack);
  const names = cases.map(({ name }) => name);
  return cases.flatMap((it, at) => {
    const again = names.indexOf(it.name) < at;
    return [
      ...(again ? [{ path: [at, 'name'], expected: '另一例已用此名' }] : []),
      ...codeFaults(book, it, at),
      ...ownFactFaults(pack, it, at),
      ...limitFaults(pack, it, at),
      ...caseNames(pack, it, at),
    ];
  });
}

/** The level, occupation and the like of a line are the filing's to judge: a case may test that. */
function codeFaults(book: FactBook, it: WorkedCase, at: number): PackFault[] {
  const known = (fact: string, value: string | undefined, ...path: Path) =>
    value === undefined ? [] : valueFaults(book, fact, value, [at, ...path]);
  return [
    ...known('scheme', it.scheme, 'scheme'),
    ...known('unit', it.unit, 'unit'),
    ...known('group', it.group, 'group'),
    ...(it.line.listed ?? []).flatMap((code, i) => known('listed', code, 'line', 'listed', i)),
    ...(it.earlier ?? []).flatMap((grant, i) => [
      ...known('scheme', grant.scheme, 'earlier', i, 'scheme'),
      ...known('group', grant.group, 'earlier', i, 'group'),
      ...known('level', grant.level, 'earlier', i, 'level'),
      ...known('occupation', grant.occupation, 'earlier', i, 'occupation'),
      ...known('course', grant.course, 'earlier', i, 'course'),
      ...known('certificateKind', grant.certificateKind, 'earlier', i, 'certificateKind'),
    ]),
  ];
}

function ownFactFaults({ facts = [] }: RegionPack, it: WorkedCase, at: number): PackFault[] {
  const unknown = (of: 'line' | 'claim', values: object = {}, path: Path = []) => {
    const known = facts.filter((fact) => fact.of === of).map(({ code }) => code);
    return Object.keys(values)
      .filter((code) => !known.includes(code))
      .map((code) => ({
        path: [at, ...path, code],
        expected: `facts 中没有 of 为 ${of} 的 ${code}${meant(code, known)}`,
      }));
  };
  return [
    ...unknown('line', it.line.facts, ['line', 'facts']),
    ...unknown('claim', it.claim, ['claim']),
    ...(it.earlier ?? []).flatMap((grant, i) =>
      earlierFaults(facts, grant.facts, [at, 'earlier', i, 'facts']),
    ),
  ];
}

/** What was granted before passed the filing: its facts are of the pack, and fit. */
function earlierFaults(
  facts: NonNullable<RegionPack['facts']>,
  given: Readonly<Record<string, string>> = {},
  path: Path,
): PackFault[] {
  const filed = facts.filter(({ of }) => of === 'line' || of === 'claim');
  const known = filed.map(({ code }) => code);
  return Object.entries(given).flatMap(([code, value]) => {
    const fact = filed.find((it) => it.code === code);
    const expected = fact
      ? unfit(fact.kind, value)
      : `facts 中没有 of 为 line 或 claim 的 ${code}${meant(code, known)}`;
    return expected === undefined ? [] : [{ path: [...path, code], expected }];
  });
}

function limitFaults({ limits = [] }: RegionPack, { used = {} }: WorkedCase, at: number) {
  const known = limits.filter(({ per }) => !per.includes('person')).map(({ code }) => code);
  return Object.keys(used)
    .filter((code) => !known.includes(code))
    .map((code) => ({
      path: [at, 'used', code],
      expected: `没有由多人共用的限额 ${code}${meant(code, known)}`,
    }));
}
