import { askableFields } from './facts-given.ts';
import { knownFacts, type OwnFact } from './facts.ts';
import { factBook, unfit, type FactBook } from './known-values.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import { kindFaults } from './test-faults.ts';

type Path = readonly PropertyKey[];

/** Own facts that contradict themselves, and values or questions that do not suit them. */
export function ownFactFaults(pack: RegionPack): PackFault[] {
  const book = factBook(pack);
  const own = new Map((pack.facts ?? []).map((it) => [it.code, it]));
  return [
    ...(pack.facts ?? []).flatMap(definitionFaults),
    ...pack.occupations.flatMap(({ facts = {} }, at) =>
      carriedFaults(own, facts, { holder: 'occupation', path: ['occupations', at, 'facts'] }),
    ),
    ...pack.courses.flatMap(({ facts = {} }, at) =>
      carriedFaults(own, facts, { holder: 'course', path: ['courses', at, 'facts'] }),
    ),
    ...pack.schemes.flatMap((scheme, at) => [
      ...kindFaults(book, scheme.keyDate, ['day'], ['schemes', at, 'keyDate']),
      ...askedFaults(own, book, scheme.asks, ['schemes', at, 'asks'], askableFields),
      ...askedFaults(own, book, scheme.mayGive, ['schemes', at, 'mayGive']),
      ...(scheme.instalments ?? []).flatMap(({ awaits }, i) => {
        const path = ['schemes', at, 'instalments', i, 'awaits', 'asks'];
        return askedFaults(own, book, awaits?.asks, path);
      }),
    ]),
  ];
}

/** Words that stand where a rule names a fact, and one that every object of the program has. */
const ruleWords: ReadonlySet<string> = new Set(
  'all any not compare person organisation lines amount lifetime constructor'.split(' '),
);

function definitionFaults({ code, kind, of, values }: OwnFact, at: number): PackFault[] {
  const path = ['facts', at];
  const faults: PackFault[] = [];
  if (Object.hasOwn(knownFacts, code)) {
    faults.push({ path: [...path, 'code'], expected: `${code} 是已有的事实，请另取代码` });
  }
  if (ruleWords.has(code)) {
    faults.push({ path: [...path, 'code'], expected: `${code} 在规则里另有意思，请另取代码` });
  }
  if (kind === 'organisation' && of !== 'line' && of !== 'claim') {
    const expected = '单位（organisation）由申报人填写，of 写 line 或 claim';
    faults.push({ path: [...path, 'of'], expected });
  }
  if (kind === 'choice' && values === undefined) {
    faults.push({ path: [...path, 'kind'], expected: '选项（choice）须用 values 列出可选的值' });
  }
  if (kind !== 'choice' && values !== undefined) {
    faults.push({ path: [...path, 'values'], expected: `只有选项（choice）才写 values` });
  }
  const codes = (values ?? []).map((it) => it.code);
  const again = codes.findIndex((it, i) => codes.indexOf(it) < i);
  if (again >= 0) {
    faults.push({ path: [...path, 'values', again, 'code'], expected: `${codes[again]} 已用过` });
  }
  return faults;
}

type OwnFacts = ReadonlyMap<string, OwnFact>;

function carriedFaults(
  own: OwnFacts,
  facts: Readonly<Record<string, string>>,
  { holder, path }: { holder: OwnFact['of']; path: Path },
): PackFault[] {
  return Object.entries(facts).flatMap(([code, value]) => {
    const at = [...path, code];
    const fact = own.get(code);
    if (fact?.of !== holder) {
      const known = [...own.values()].filter((it) => it.of === holder).map((it) => it.code);
      const expected = `facts 中没有属于 ${holder} 的 ${code}${meant(code, known)}`;
      return [{ path: at, expected, definedIn: 'facts' }];
    }
    const listed = fact.values?.map((it) => it.code);
    if (listed && !listed.includes(value)) {
      const expected = `${value} 不是 ${code} 的值${meant(value, listed)}`;
      return [{ path: at, expected, definedIn: 'facts' }];
    }
    const wrong = unfit(fact.kind, value);
    return wrong === undefined ? [] : [{ path: at, expected: wrong }];
  });
}

/** A claimant is asked for fields of a line, or own facts of line or claim; no more is theirs. */
function askedFaults(
  own: OwnFacts,
  book: FactBook,
  codes: readonly string[] | undefined,
  path: Path,
  fields: readonly string[] = [],
): PackFault[] {
  return (codes ?? []).flatMap((code, at) => {
    if (fields.includes(code)) return [];
    const fact = own.get(code);
    if (fact?.of === 'line' || fact?.of === 'claim') return [];
    const known = [...own.values()].filter(({ of }) => of === 'line' || of === 'claim');
    const why =
      fact || book.kindOf(code)
        ? `${code} 不由申报人填写，只能写 ${[...fields, ''].join('、')}facts 中 of 为 line 或 claim 的`
        : `facts 中没有 ${code}${meant(
            code,
            known.map((it) => it.code),
          )}`;
    return [{ path: [...path, at], expected: why, definedIn: 'facts' }];
  });
}
