import { earlierFaults } from './earlier-faults.ts';
import { knownFacts } from './facts.ts';
import { factBook, type FactBook } from './known-values.ts';
import type { Exclusion, Limit } from './limits.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';
import type { RegionPack } from './region-pack.ts';
import { kindFaults, unknownFact } from './test-faults.ts';

/** Reasons that the program gives of itself; a rule of the same code could not be told apart. */
export const schemeReasons = ['no-certificate', 'group-not-eligible', 'no-component'];

/** What is wrong with requirements, limits, exclusions and the days of rates, each by itself. */
export function ruleFaults(pack: RegionPack): PackFault[] {
  const book = factBook(pack);
  return [
    ...ruleCodes(pack),
    ...dayOrder(pack),
    ...componentFaults(pack),
    ...sourceFaults(pack),
    ...pack.certificateKinds.flatMap(({ toldApartBy = [] }, at) =>
      toldApartBy.flatMap((fact, i) =>
        countable(book, fact, [], ['certificateKinds', at, 'toldApartBy', i]),
      ),
    ),
    ...earlierFaults(pack),
    ...(pack.limits ?? []).flatMap((it, at) => limitFaults(book, it, ['limits', at])),
    ...(pack.exclusions ?? []).flatMap((it, at) => exclusionFaults(book, it, ['exclusions', at])),
  ];
}

const ruleSections = ['requirements', 'exclusions', 'limits'] as const;

/** A refusal names its rule by the code alone. */
function ruleCodes(pack: RegionPack): PackFault[] {
  const seen = new Set(schemeReasons);
  return ruleSections.flatMap((section) =>
    (pack[section] ?? []).flatMap(({ code }, at) => {
      const known = seen.has(code);
      seen.add(code);
      const expected = `${code} 已用过，各条规则的代码不得相同`;
      return known ? [{ path: [section, at, 'code'], expected }] : [];
    }),
  );
}

function dayOrder(pack: RegionPack): PackFault[] {
  return [...ruleSections, 'rates' as const].flatMap((section) =>
    (pack[section] ?? []).flatMap(({ from, to }, at) =>
      from !== undefined && to !== undefined && from > to
        ? [{ path: [section, at, 'to'], expected: `末日须不早于首日 ${from}` }]
        : [],
    ),
  );
}

/** Whom a scheme itself refuses must be told by which clause. */
function sourceFaults({ schemes }: RegionPack): PackFault[] {
  return schemes.flatMap((scheme, at) => {
    const { groups, certificateKinds, certificateRequired = true, components } = scheme;
    const { document, clause } = scheme;
    const refuses = groups !== undefined || (certificateKinds.length > 0 && certificateRequired);
    if (!refuses && components.some((it) => it.if === undefined)) return [];
    if (document !== undefined && clause !== undefined) return [];
    const expected = '只面向几类人员、须有证书或项目都有条件的，写明依据的 document 和 clause';
    return [{ path: ['schemes', at], expected }];
  });
}

/** A component belongs to a scheme: another scheme's is as good as none. */
function componentFaults(pack: RegionPack): PackFault[] {
  const byScheme = new Map(
    pack.schemes.map(({ code, components }) => [code, components.map((it) => it.code)]),
  );
  const ofRates = pack.rates.flatMap(({ scheme, component }, at) => {
    const known = byScheme.get(scheme);
    if (!known || known.includes(component)) return [];
    const expected = `${scheme} 没有项目 ${component}${meant(component, known)}`;
    return [{ path: ['rates', at, 'component'], expected, definedIn: 'schemes' }];
  });
  const scoped = [
    ...ruleSections.flatMap((section) =>
      (pack[section] ?? []).map((it, at) => ({ it, path: [section, at] })),
    ),
    ...pack.routing.rules.map((it, at) => ({ it, path: ['routing', 'rules', at] })),
  ];
  const ofRules = scoped.flatMap(({ it: { schemes, components = [] }, path }) =>
    components.flatMap((component, i) => {
      const known = schemes?.flatMap((it) => byScheme.get(it) ?? []);
      if (!known || known.includes(component)) return [];
      const expected = `所写补贴种类没有项目 ${component}${meant(component, known)}`;
      return [{ path: [...path, 'components', i], expected, definedIn: 'schemes' }];
    }),
  );
  return [...ofRates, ...ofRules];
}

function limitFaults(book: FactBook, limit: Limit, path: PropertyKey[]): PackFault[] {
  const { per, counts } = limit;
  const faults = per.flatMap((name, at) =>
    name === 'person' || name === 'organisation'
      ? []
      : countable(book, name, ['person', 'organisation'], [...path, 'per', at]),
  );
  if (counts !== 'lines' && counts !== 'amount') {
    if (book.kindOf(counts) === undefined) {
      const known = ['lines', 'amount', ...book.names];
      const expected = `counts 写 lines、amount 或数字事实，没有 ${counts}${meant(counts, known)}`;
      faults.push({ path: [...path, 'counts'], expected, definedIn: 'facts' });
    } else {
      faults.push(...kindFaults(book, counts, ['number', 'yuan'], [...path, 'counts']));
    }
  }
  if (limit.countsBefore === true && !per.includes('person')) {
    const expected = '由多人共用的限额，自写入地区包之日起计：countsBefore 只用于 per 有 person 的';
    faults.push({ path: [...path, 'countsBefore'], expected });
  }
  if (limit.beyond === 'reduce' && !canBePart(counts)) {
    const what = counts === 'lines' ? '次数' : counts;
    const expected = `按${what}的限额不能只给一部分，写 refuse`;
    faults.push({ path: [...path, 'beyond'], expected });
  }
  return [...faults, ...periodFaults(book, limit, path)];
}

/** Of money and of what a claimant files a part can be paid; of what follows from it none. */
const canBePart = (counts: string): boolean =>
  ['amount', 'months', 'hours', 'feePaid', 'trainingDays'].includes(counts) ||
  (counts !== 'lines' && !Object.hasOwn(knownFacts, counts));

function periodFaults(book: FactBook, limit: Limit, path: PropertyKey[]): PackFault[] {
  const { in: period, from = '', to = '9999-12-31' } = limit;
  if (period === 'lifetime') return [];
  if ('yearOf' in period) {
    return kindFaults(book, period.yearOf, ['day'], [...path, 'in', 'yearOf']);
  }
  const last = period.to ?? '9999-12-31';
  if (last < period.from) {
    return [{ path: [...path, 'in', 'to'], expected: `末日须不早于首日 ${period.from}` }];
  }
  const expected = '统计期与本条的 from、to 没有一天相同：一行都不会计';
  return last < from || to < period.from ? [{ path: [...path, 'in'], expected }] : [];
}

/** What something is counted by must have one value for a line. */
function countable(
  book: FactBook,
  fact: string,
  words: readonly string[],
  path: PropertyKey[],
): PackFault[] {
  const kind = book.kindOf(fact);
  // Subjects are stored: they tell nothing of a person.
  if (fact === 'bornOn') return [{ path, expected: '不能按出生日计' }];
  if (kind === 'set') return [{ path, expected: `一人可有几个 ${fact}，不能按它分别计` }];
  if (kind !== undefined) return [];
  const { expected } = unknownFact(book, fact, path);
  const meantWord = meant(fact, words);
  return [
    {
      path,
      expected: meantWord === '' ? expected : `没有 ${fact}${meantWord}`,
      definedIn: 'facts',
    },
  ];
}

function exclusionFaults(book: FactBook, it: Exclusion, path: PropertyKey[]): PackFault[] {
  const same = it.same.flatMap((fact, at) => countable(book, fact, [], [...path, 'same', at]));
  const levels = book.valuesOf('level') ?? [];
  const lost = it.level !== undefined && levels.length === 0;
  return lost
    ? [...same, { path: [...path, 'level'], expected: 'levels 中没有等级，无法比较高低' }]
    : same;
}
