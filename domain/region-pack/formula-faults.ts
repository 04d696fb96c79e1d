import { compareText } from '../decimal-text.ts';
import type { Formula, TableRows } from './formulas.ts';
import type { FactBook } from './known-values.ts';
import type { PackFault } from './pack-fault.ts';
import { kindFaults, unknownFact, valueFaults } from './test-faults.ts';

type Path = readonly PropertyKey[];
const quantity = ['number', 'yuan'] as const;

/** What is wrong with one block of a formula by itself; what stands in it is walked apart. */
export function blockFaults(book: FactBook, formula: Formula, path: Path): PackFault[] {
  if ('fact' in formula) return kindFaults(book, formula.fact, quantity, [...path, 'fact']);
  if ('table' in formula) return tableFaults(book, formula.table, [...path, 'table']);
  if ('factors' in formula) return tableFaults(book, formula.factors, [...path, 'factors']);
  if ('perUnit' in formula) {
    const { of, atLeast, atMost } = formula.perUnit;
    const at = [...path, 'perUnit'];
    const crossed =
      atLeast !== undefined && atMost !== undefined && compareText(atLeast, atMost) > 0;
    return [
      ...kindFaults(book, of, quantity, [...at, 'of']),
      ...(crossed ? [{ path: [...at, 'atLeast'], expected: `起算数高于封顶数 ${atMost}` }] : []),
    ];
  }
  if ('tiers' in formula) {
    const at = [...path, 'tiers'];
    return [
      ...kindFaults(book, formula.tiers.of, quantity, [...at, 'of']),
      ...stepFaults(formula.tiers.steps, [...at, 'steps']),
    ];
  }
  if ('uplift' in formula) {
    const expected = '上浮不能为负：下浮的改用 percent，例如下浮百分之二十写 80';
    return formula.uplift.by.flatMap(({ percent }, at) =>
      compareText(percent, '0') < 0
        ? [{ path: [...path, 'uplift', 'by', at, 'percent'], expected }]
        : [],
    );
  }
  if ('round' in formula && compareText(formula.round.to, '0') <= 0) {
    return [{ path: [...path, 'round', 'to'], expected: '取整单位须大于 0，例如 0.01、1、10' }];
  }
  return [];
}

/** Each step ends above the one before; only the last may be open. */
function stepFaults(steps: readonly { upTo?: string }[], path: Path): PackFault[] {
  let below = '0';
  return steps.flatMap(({ upTo }, at) => {
    if (upTo === undefined) {
      if (at === steps.length - 1) return [];
      return [{ path: [...path, at], expected: '只有最后一档可以不写 upTo' }];
    }
    const ascends = compareText(upTo, below) > 0;
    const expected = `各档须由低到高，这一档的 upTo 须大于 ${below}`;
    below = upTo;
    return ascends ? [] : [{ path: [...path, at, 'upTo'], expected }];
  });
}

function tableFaults(
  book: FactBook,
  { by, rows }: { by: string[]; rows: TableRows },
  path: Path,
): PackFault[] {
  const facts = by.flatMap((fact, at) => {
    const kind = book.kindOf(fact);
    if (kind === undefined) return [unknownFact(book, fact, [...path, 'by', at])];
    const expected = `一人可有几个 ${fact}，不能用来查表`;
    return kind === 'set' ? [{ path: [...path, 'by', at], expected }] : [];
  });
  return facts.length > 0 ? facts : rowFaults(book, by, rows, [...path, 'rows']);
}

function rowFaults(
  book: FactBook,
  [fact, ...deeper]: readonly string[],
  rows: TableRows,
  path: Path,
): PackFault[] {
  if (fact === undefined) return [];
  const keys = Object.keys(rows);
  if (keys.length === 0) return [{ path: [...path], expected: `按 ${fact} 至少写一行` }];
  return keys.flatMap((key) => {
    const at = [...path, key];
    const cell = rows[key];
    const wrong = valueFaults(book, fact, key, at);
    if (typeof cell !== 'object') {
      const expected = `这里须再按 ${deeper.join('、')} 分行`;
      return deeper.length > 0 ? [...wrong, { path: at, expected }] : wrong;
    }
    if (deeper.length === 0) return [...wrong, { path: at, expected: '这里须是一个数，不再分行' }];
    return [...wrong, ...rowFaults(book, deeper, cell, at)];
  });
}
