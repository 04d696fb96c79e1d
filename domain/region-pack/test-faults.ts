import { compareText } from '../decimal-text.ts';
import type { FactKind } from './facts.ts';
import type { FactTest, Within } from './formulas.ts';
import { kindNames, unfit, type FactBook } from './known-values.ts';
import { meant } from './nearest.ts';
import type { PackFault } from './pack-fault.ts';

type Path = readonly PropertyKey[];
type Bounds = Exclude<FactTest, string[] | { within: Within }>;

/** What is wrong with the test of one fact in a condition. */
export function testFaults(book: FactBook, fact: string, test: FactTest, path: Path): PackFault[] {
  const kind = book.kindOf(fact);
  if (kind === undefined) return [unknownFact(book, fact, path)];
  if (Array.isArray(test)) {
    return test.flatMap((value, at) => valueFaults(book, fact, value, [...path, at]));
  }
  if ('within' in test) return withinFaults(book, { fact, kind, path }, test.within);
  return boundsFaults(book, { fact, kind, path }, test);
}

/** A name that no fact of the program or the pack has, with the one that may be meant. */
export function unknownFact(book: FactBook, fact: string, path: Path): PackFault {
  const expected = `没有名为 ${fact} 的事实${meant(fact, book.names)}`;
  return { path: [...path], expected, definedIn: 'facts' };
}

/** A value that the fact never has: a rule that names it can never apply. */
export function valueFaults(book: FactBook, fact: string, value: string, path: Path): PackFault[] {
  const known = book.valuesOf(fact);
  if (known) {
    if (known.includes(value)) return [];
    const expected = `${value} 不是 ${fact} 的值${meant(value, known)}`;
    return [{ path: [...path], expected, definedIn: book.sectionOf(fact) }];
  }
  const wrong = unfit(book.kindOf(fact) ?? 'choice', value);
  return wrong === undefined ? [] : [{ path: [...path], expected: `${fact}：${wrong}` }];
}

/** A fact that must be of one of these kinds; unknown ones are told as such. */
export function kindFaults(
  book: FactBook,
  fact: string,
  wanted: readonly FactKind[],
  path: Path,
): PackFault[] {
  const kind = book.kindOf(fact);
  if (kind === undefined) return [unknownFact(book, fact, path)];
  if (wanted.includes(kind)) return [];
  const names = wanted.map((it) => kindNames[it]).join('或');
  return [{ path: [...path], expected: `${fact} 是${kindNames[kind]}，这里须是${names}` }];
}

type Tested = { fact: string; kind: FactKind; path: Path };

function withinFaults(book: FactBook, { fact, path }: Tested, within: Within): PackFault[] {
  return [
    ...kindFaults(book, fact, ['day'], path),
    ...kindFaults(book, within.of, ['day'], [...path, 'within', 'of']),
  ];
}

const ends = ['atLeast', 'above', 'atMost', 'below'] as const;

function boundsFaults(book: FactBook, { fact, kind, path }: Tested, test: Bounds): PackFault[] {
  const given = ends.filter((end) => test[end] !== undefined);
  if (given.length === 0) {
    return [{ path: [...path], expected: '写 atLeast、above、atMost、below 中至少一个' }];
  }
  if (fact !== 'level' && !['number', 'yuan', 'day'].includes(kind)) {
    const expected = `${fact} 是${kindNames[kind]}，不能比大小，请写成值的列表`;
    return [{ path: [...path], expected }];
  }
  const wrong = given.flatMap((end) => valueFaults(book, fact, test[end] ?? '', [...path, end]));
  return wrong.length > 0 ? wrong : emptyRange(book, { fact, kind, path }, test);
}

/** Limits that leave no value: the lower is above the upper, or they are one and it is out. */
function emptyRange(book: FactBook, { fact, kind, path }: Tested, test: Bounds): PackFault[] {
  const order = orderOf(book, fact, kind);
  const lows = [test.atLeast, test.above].filter((it) => it !== undefined);
  const highs = [test.atMost, test.below].filter((it) => it !== undefined);
  for (const low of lows) {
    for (const high of highs) {
      const apart = order(low, high);
      const expected = `下限 ${low} 高于上限 ${high}，谁都不符合`;
      if (apart > 0) return [{ path: [...path], expected }];
      const out = apart === 0 && (low === test.above || high === test.below);
      if (out) return [{ path: [...path], expected: `${low} 至 ${high} 之间没有值，谁都不符合` }];
    }
  }
  return [];
}

function orderOf(book: FactBook, fact: string, kind: FactKind): (a: string, b: string) => number {
  const levels = book.valuesOf('level') ?? [];
  if (fact === 'level') return (a, b) => levels.indexOf(a) - levels.indexOf(b);
  return kind === 'day' ? (a, b) => (a < b ? -1 : Number(a > b)) : compareText;
}
