import type { WorkedCase } from './cases.ts';
import { factBook, type FactBook } from './known-values.ts';
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
  ];
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
