import type { Formula, TableRows } from './formulas.ts';
import { factBook, type FactBook } from './known-values.ts';
import type { PackFault } from './pack-fault.ts';
import { factsNobodyGives } from './ungiven-facts.ts';
import type { RegionPack } from './region-pack.ts';
import { rateGaps } from './rate-gaps.ts';
import { samenessGaps } from './sameness-gaps.ts';
import { walkFormula, type Narrowed, type Visit } from './walk.ts';

type RateVersion = RegionPack['rates'][number];
type Scheme = RegionPack['schemes'][number];

/**
 * What a pack leaves open: it can be meant, and then a line that falls into the gap is a question
 * to a person; more often somebody forgot a row, a rate, or to ask for a fact.
 */
export function packWarnings(pack: RegionPack): PackFault[] {
  const book = factBook(pack);
  return [
    ...pack.rates.flatMap((rate, at) => missingRows(pack, book, rate, at)),
    ...missingRates(pack),
    ...factsNobodyGives(pack),
    ...samenessGaps(pack),
    ...rateGaps(pack),
  ];
}

function missingRows(
  pack: RegionPack,
  book: FactBook,
  { scheme, formula }: RateVersion,
  at: number,
): PackFault[] {
  const of = pack.schemes.find(({ code }) => code === scheme);
  if (!of) return [];
  const start = new Map<string, readonly string[]>([
    ...(of.groups ? [['group', of.groups] as const] : []),
    ...(of.certificateKinds.length > 0 ? [['certificateKind', of.certificateKinds] as const] : []),
    ['course', pack.courses.filter((it) => it.scheme === scheme).map(({ code }) => code)],
    ['instalment', (of.instalments ?? []).map(({ code }) => code)],
  ]);
  const gaps: PackFault[] = [];
  const block = (it: Formula, path: readonly PropertyKey[], narrowed: Narrowed) => {
    const table = 'table' in it ? it.table : 'factors' in it ? it.factors : undefined;
    if (!table) return;
    gaps.push(...rowGaps(book, table.by, table.rows, { path, narrowed }));
    gaps.push(...maybeMissing(of, table.by, { path, narrowed }));
  };
  const visit: Visit = { block, test: () => undefined };
  walkFormula(formula, { path: ['rates', at, 'formula'], narrowed: start }, visit);
  return gaps;
}

function rowGaps(
  book: FactBook,
  [fact, ...deeper]: readonly string[],
  rows: TableRows,
  at: { path: readonly PropertyKey[]; narrowed: Narrowed },
): PackFault[] {
  if (fact === undefined) return [];
  const excluded = at.narrowed.get(`not ${fact}`) ?? [];
  const possible = (at.narrowed.get(fact) ?? book.valuesOf(fact) ?? []).filter(
    (it) => !excluded.includes(it),
  );
  const missing = possible.filter((it) => !Object.hasOwn(rows, it));
  const here =
    missing.length === 0
      ? []
      : [
          {
            path: [...at.path],
            expected: `查表缺 ${fact} 的 ${missing.join('、')}：遇到时须停下来问`,
          },
        ];
  return [
    ...here,
    ...Object.values(rows).flatMap((row) =>
      typeof row === 'string' ? [] : rowGaps(book, deeper, row, at),
    ),
  ];
}

/** A line without a fact that a table is read by is not taken: to leave it out is no choice. */
function maybeMissing(
  { code, asks = [], mayGive = [] }: Scheme,
  by: readonly string[],
  { path, narrowed }: { path: readonly PropertyKey[]; narrowed: Narrowed },
): PackFault[] {
  return by
    .filter((fact) => mayGive.includes(fact) && !asks.includes(fact) && !narrowed.has(fact))
    .map((fact) => ({
      path: [...path],
      expected: `查表用到 ${fact}，${code} 的 mayGive 却可以不填：不填的收不了件，请写进 asks`,
    }));
}

function missingRates({ schemes, rates }: RegionPack): PackFault[] {
  return schemes.flatMap(({ code, components }, i) =>
    components.flatMap((it, at) =>
      rates.some(({ scheme, component }) => scheme === code && component === it.code)
        ? []
        : [
            {
              path: ['schemes', i, 'components', at],
              expected: `没有 ${code} 的 ${it.code} 的标准：每次申报都须停下来问`,
            },
          ],
    ),
  );
}
