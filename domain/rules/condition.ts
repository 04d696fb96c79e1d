import { compareText } from '../decimal-text.ts';
import {
  parsedTest,
  type Comparison,
  type Condition,
  type FactTest,
  type Formula,
  type Within,
} from '../region-pack/formulas.ts';
import { deadlineFrom } from '../deadline.ts';
import { isoDate } from '../days.ts';
import type { Compiled, CompiledCondition, Missing } from './compiled.ts';
import { setReader, type ReadFact } from './facts.ts';
import { plainNumber, type Vocabulary } from './vocabulary.ts';

const nested = new Set(['all', 'any', 'not', 'compare']);

/** Makes a formula inside a condition ready: what compiles conditions does not know formulas. */
type CompileFormula = (formula: Formula, words: Vocabulary) => Compiled;

/**
 * A condition ready to apply. One part that does not hold decides, whatever cannot be told of the
 * others: the order they are written in does not matter.
 */
export function conditionWith(
  formulaOf: CompileFormula,
  condition: Condition,
  words: Vocabulary,
): CompiledCondition {
  const conditionOf = (it: Condition) => conditionWith(formulaOf, it, words);
  const parts: CompiledCondition[] = Object.entries(condition)
    .filter(([name]) => !nested.has(name))
    .map(([name, test]) => compileTest(name, parsedTest.parse(test), words));
  const { all, any, not, compare } = condition;
  for (const it of all ?? []) parts.push(conditionOf(it));
  if (any) parts.push(decidedBy(true, any.map(conditionOf)));
  if (not) parts.push(negated(conditionOf(not)));
  if (compare) {
    const [left, right] = [formulaOf(compare.left, words), formulaOf(compare.right, words)];
    parts.push(compared(compare.is, left, right));
  }
  const [only] = parts;
  return only && parts.length === 1 ? only : decidedBy(false, parts);
}

/**
 * The first part that decides, whatever cannot be told of the others: one that does not hold among
 * parts that must all hold, one that holds where any is enough.
 */
function decidedBy(decisive: boolean, parts: readonly CompiledCondition[]): CompiledCondition {
  return (line) => {
    let missing: Missing | undefined;
    for (const part of parts) {
      const found = part(line);
      if (found === decisive) return decisive;
      if (typeof found !== 'boolean') missing ??= found;
    }
    return missing ?? !decisive;
  };
}

function negated(part: CompiledCondition): CompiledCondition {
  return (line) => {
    const found = part(line);
    return typeof found === 'boolean' ? !found : found;
  };
}

/**
 * A value that is not there is none of those listed; no limit can be held against it, nor against
 * a level that the pack does not list.
 */
function compileTest(name: string, test: FactTest, words: Vocabulary): CompiledCondition {
  if (Array.isArray(test)) {
    const kind = words.kindOf(name);
    if (kind === 'set') return setTest(name, test);
    const values = kind === 'number' ? test.map((it) => plainNumber(it)) : test;
    return codeTest(words.reader(name), values);
  }
  if ('within' in test) return inTime(name, test.within, words);
  const order = orderOf(name, words);
  const limits: [string | undefined, (order: number) => boolean][] = [
    [test.atLeast, (it) => it >= 0],
    [test.above, (it) => it > 0],
    [test.atMost, (it) => it <= 0],
    [test.below, (it) => it < 0],
  ];
  const given = limits.flatMap(([limit, keeps]) => (limit === undefined ? [] : [{ limit, keeps }]));
  const read = words.reader(name);
  return (line) => {
    const value = read(line);
    if (value === undefined) return { kind: 'lacks', what: name };
    if (name === 'level' && words.levelRank(value) === undefined) {
      return { kind: 'lacks', what: `level-${value}` };
    }
    return given.every(({ limit, keeps }) => keeps(order(value, limit)));
  };
}

function setTest(name: string, codes: readonly string[]): CompiledCondition {
  const wanted = new Set(codes);
  const read = setReader(name);
  return (line) => read(line).some((it) => wanted.has(it));
}

function codeTest(read: ReadFact, codes: readonly string[]): CompiledCondition {
  const wanted = new Set(codes);
  return (line) => wanted.has(read(line) ?? '');
}

function orderOf(name: string, words: Vocabulary): (a: string, b: string) => number {
  if (name === 'level') {
    return (a, b) => (words.levelRank(a) ?? -1) - (words.levelRank(b) ?? -1);
  }
  if (words.kindOf(name) === 'day') {
    return (a, b) => (a < b ? -1 : Number(a > b));
  }
  return compareText;
}

function inTime(name: string, { of, ...rule }: Within, words: Vocabulary): CompiledCondition {
  const { workingDays, rollOver: _, ...inCalendarDays } = rule;
  const withoutDaysOff = {
    ...inCalendarDays,
    ...(workingDays !== undefined && { calendarDays: workingDays }),
  };
  const readDay = words.reader(name);
  const readFrom = words.reader(of);
  const [soonestFrom, lastFrom] = [deadlineFrom(withoutDaysOff), deadlineFrom(rule)];
  return (line) => {
    const day = readDay(line);
    const start = readFrom(line);
    if (day === undefined) return { kind: 'lacks', what: name };
    if (start === undefined) return { kind: 'lacks', what: of };
    const from = isoDate(start);
    // A day that needs no days off to be in time asks no calendar, which may not be out yet.
    const soonest = soonestFrom(from, words.calendar);
    if (soonest.kind === 'day' && day <= soonest.day) return true;
    const last = lastFrom(from, words.calendar);
    if (last.kind === 'calendar-not-published') {
      return { kind: 'asks', question: `calendar-not-published-${String(last.year)}` };
    }
    return day <= last.day;
  };
}

function compared(is: Comparison['is'], left: Compiled, right: Compiled): CompiledCondition {
  const keeps = {
    'at-least': (order: number) => order >= 0,
    above: (order: number) => order > 0,
    'at-most': (order: number) => order <= 0,
    below: (order: number) => order < 0,
  }[is];
  return (line) => {
    const first = left(line, []);
    if (first.kind !== 'value') return first;
    const second = right(line, []);
    if (second.kind !== 'value') return second;
    return keeps(compareText(first.value, second.value));
  };
}
