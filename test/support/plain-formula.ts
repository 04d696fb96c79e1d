import {
  parsedTest,
  type Comparison,
  type TableRows,
  type Within,
} from '../../domain/region-pack/formulas.ts';
import type { Condition, FactTest, Formula, RegionPack } from '../../domain/region-pack/index.ts';
import { daysLater, isWorked, lastDayOf, monthsLater } from './plain-days.ts';
import { kindOf, type PlainFacts } from './plain-facts.ts';
import { Untold } from './plain-untold.ts';
import {
  fractionOf,
  isLess,
  minus,
  nought,
  over,
  plus,
  shortestText,
  times,
  wholeOf,
  type Fraction,
} from './plain-fraction.ts';

const hundred = fractionOf('100');

/** What a formula and a condition are read against. */
export type Reading = {
  pack: RegionPack;
  facts: PlainFacts;
  /** The most of each quantity that a formula pays for. */
  paidFor?: Map<string, Fraction>;
};

/** The value of a formula, worked out anew each time from what is written. */
export function worth(formula: Formula, on: Reading): Fraction {
  const all = (parts: readonly Formula[]) => parts.map((part) => worth(part, on));
  if ('amount' in formula) return fractionOf(formula.amount);
  if ('factor' in formula) return fractionOf(formula.factor);
  if ('fact' in formula) return paying(formula.fact, fractionOf(known(formula.fact, on)), on);
  if ('table' in formula) return lookedUp(formula.table, on);
  if ('factors' in formula) return lookedUp(formula.factors, on);
  if ('sum' in formula) return all(formula.sum).reduce(plus);
  if ('subtract' in formula) return all(formula.subtract).reduce(minus);
  if ('multiply' in formula) return all(formula.multiply).reduce(times);
  if ('min' in formula) return all(formula.min).reduce((a, b) => (isLess(b, a) ? b : a));
  if ('max' in formula) return all(formula.max).reduce((a, b) => (isLess(a, b) ? b : a));
  if ('perUnit' in formula) return perUnit(formula.perUnit, on);
  if ('tiers' in formula) return tiers(formula.tiers, on);
  if ('percent' in formula) {
    const of = worth(formula.percent.of, on);
    const { percent } = formula.percent;
    const share = typeof percent === 'string' ? fractionOf(percent) : worth(percent, on);
    return over(times(of, share), hundred);
  }
  if ('uplift' in formula) return uplift(formula.uplift, on);
  if ('round' in formula) {
    const step = fractionOf(formula.round.to);
    const steps = wholeOf(over(worth(formula.round.of, on), step), formula.round.mode);
    return times({ top: steps, bottom: 1n }, step);
  }
  const branch = formula.when.find((it) => holds(it.if, on))?.then ?? formula.otherwise;
  if (!branch) throw new Untold({ lacks: 'no-branch' });
  return worth(branch, on);
}

function paying(name: string, quantity: Fraction, { paidFor }: Reading): Fraction {
  const most = paidFor?.get(name);
  if (most === undefined || isLess(most, quantity)) paidFor?.set(name, quantity);
  return quantity;
}

function known(name: string, { facts }: Reading): string {
  const value = facts.value(name);
  if (value === undefined) throw new Untold({ lacks: name });
  return value;
}

function lookedUp({ by, rows }: { by: string[]; rows: TableRows }, { facts }: Reading): Fraction {
  let found: TableRows | string = rows;
  for (const name of by) {
    const value = facts.value(name);
    const cells: Map<string, TableRows | string> = new Map(
      typeof found === 'string' ? [] : Object.entries(found),
    );
    const next = value === undefined ? undefined : cells.get(value);
    if (next === undefined) throw new Untold({ lacks: `${name}-${value ?? 'none'}` });
    found = next;
  }
  if (typeof found !== 'string') throw new Untold({ lacks: by.join('-') });
  return fractionOf(found);
}

function perUnit(
  { of, amount, atLeast, atMost }: Extract<Formula, { perUnit: unknown }>['perUnit'],
  on: Reading,
): Fraction {
  const given = fractionOf(known(of, on));
  const each = worth(amount, on);
  if (atLeast !== undefined && isLess(given, fractionOf(atLeast))) {
    return paying(of, nought, on);
  }
  if (atMost !== undefined && isLess(fractionOf(atMost), given)) {
    return times(paying(of, fractionOf(atMost), on), each);
  }
  return times(paying(of, given, on), each);
}

function tiers(
  { of, steps }: Extract<Formula, { tiers: unknown }>['tiers'],
  on: Reading,
): Fraction {
  const given = fractionOf(known(of, on));
  let from = nought;
  let total = nought;
  for (const { upTo, amount } of steps) {
    if (!isLess(from, given)) break;
    const to = upTo !== undefined && isLess(fractionOf(upTo), given) ? fractionOf(upTo) : given;
    total = plus(total, times(minus(to, from), worth(amount, on)));
    from = to;
  }
  paying(of, from, on);
  return total;
}

function uplift(
  { of, take, by }: Extract<Formula, { uplift: unknown }>['uplift'],
  on: Reading,
): Fraction {
  const base = worth(of, on);
  const due = by.filter((it) => holds(it.if, on)).map(({ percent }) => fractionOf(percent));
  if (due.length === 0) return base;
  const raise = due.reduce((a, b) => {
    if (take === 'sum') return plus(a, b);
    return isLess(a, b) ? b : a;
  });
  return over(times(base, plus(hundred, raise)), hundred);
}

/** Whether all parts of a condition hold; one that does not is enough to say no. */
export function holds(condition: Condition, on: Reading): boolean {
  const { all = [], any, not, compare, ...tests } = condition;
  const parts = [
    ...Object.entries(tests).map(
      ([name, test]) =>
        () =>
          passes(name, parsedTest.parse(test), on),
    ),
    ...all.map((it) => () => holds(it, on)),
    ...(any ? [() => anyOf(any.map((it) => () => holds(it, on)))] : []),
    ...(not ? [() => !holds(not, on)] : []),
    ...(compare ? [() => compares(compare, on)] : []),
  ];
  return !anyOf(parts.map((part) => () => !part()));
}

function compares(compare: Comparison, on: Reading): boolean {
  const { pack, facts } = on;
  const [left, right] = [compare.left, compare.right].map((it) => worth(it, { pack, facts }));
  if (!left || !right) throw new Error('two sides');
  return {
    'at-least': !isLess(left, right),
    above: isLess(right, left),
    'at-most': !isLess(right, left),
    below: isLess(left, right),
  }[compare.is];
}

/** One that holds is enough, whatever cannot be told of the others. */
function anyOf(parts: readonly (() => boolean)[]): boolean {
  let untold: Untold | undefined;
  for (const part of parts) {
    try {
      if (part()) return true;
    } catch (error) {
      if (!(error instanceof Untold)) throw error;
      untold ??= error;
    }
  }
  if (untold) throw untold;
  return false;
}

function passes(name: string, test: FactTest, on: Reading): boolean {
  const { pack, facts } = on;
  if (Array.isArray(test)) {
    const given = kindOf(pack, name) === 'set' ? facts.set(name) : [facts.value(name)];
    const values =
      kindOf(pack, name) === 'number' ? test.map((it) => shortestText(fractionOf(it))) : test;
    return given.some((value) => value !== undefined && values.includes(value));
  }
  const value = known(name, on);
  if ('within' in test) return inTime(value, test.within, on);
  const isBelow = (a: string, b: string) => comesBefore(name, a, b, pack);
  const { atLeast, above, atMost, below } = test;
  if (atLeast !== undefined && isBelow(value, atLeast)) return false;
  if (above !== undefined && !isBelow(above, value)) return false;
  if (atMost !== undefined && isBelow(atMost, value)) return false;
  return below === undefined || isBelow(value, below);
}

function comesBefore(name: string, a: string, b: string, pack: RegionPack): boolean {
  if (name === 'level') return rankOf(a, pack) < rankOf(b, pack);
  if (kindOf(pack, name) === 'day') return a < b;
  return isLess(fractionOf(a), fractionOf(b));
}

/** The pack lists the lowest level first; of one it does not list nothing can be told. */
function rankOf(level: string, { levels }: RegionPack): number {
  const rank = levels.findIndex(({ code }) => code === level);
  if (rank < 0) throw new Untold({ lacks: `level-${level}` });
  return rank;
}

/** The next day of that number, the day itself included; a shorter month has it on its last. */
function nextOfNumber(number: number, from: string): string {
  let day = from;
  while (Number(day.slice(8)) !== number && day !== lastDayOf('month', day))
    day = daysLater(day, 1);
  return Number(day.slice(8)) <= number ? day : nextOfNumber(number, daysLater(day, 1));
}

/** A day that is in time without one day off needs no calendar. */
function inTime(day: string, rule: Within, on: Reading): boolean {
  const { months = 0, calendarDays, workingDays, countFirstDay = false, rollOver = false } = rule;
  const counted = known(rule.of, on);
  const from = rule.fromEndOf === undefined ? counted : lastDayOf(rule.fromEndOf, counted);
  const reached = monthsLater(from, months);
  const start = rule.fromEndOf === undefined ? reached : lastDayOf('month', reached);
  const length = workingDays ?? calendarDays;
  // A month counted with its first day is over on the day before one of the same number.
  const sameNumber = start.slice(8) === from.slice(8);
  const monthsOn = daysLater(start, countFirstDay && sameNumber ? -1 : 0);
  const daysOn = daysLater(start, countFirstDay ? (length ?? 0) - 1 : (length ?? 0));
  const reachedOn = length === undefined ? monthsOn : daysOn;
  const soonest = rule.byDay === undefined ? reachedOn : nextOfNumber(rule.byDay, counted);
  if (day <= soonest) return true;
  if (workingDays === undefined && !rollOver) return false;
  let last = workingDays === undefined ? soonest : countFirstDay ? start : daysLater(start, 1);
  let left = workingDays ?? 1;
  while (true) {
    if (isWorked(on.pack, last)) left -= 1;
    if (left === 0) return day <= last;
    last = daysLater(last, 1);
  }
}
