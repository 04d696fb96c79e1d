import type { Limit, RegionPack } from '../../domain/region-pack/index.ts';
import type { Due } from './plain-exclusions.ts';
import { kindOf, type PlainLine } from './plain-facts.ts';
import {
  fractionOf,
  isLess,
  minus,
  nought,
  plus,
  shortestText,
  times,
  wholeOf,
  yuanText,
  type Fraction,
} from './plain-fraction.ts';

/** What can still be given: whole fen of money, any part of what was filed, and else nothing. */
export function partOf(pack: RegionPack, limit: Limit, rest: Fraction): string | undefined {
  const { counts, beyond } = limit;
  const filed = pack.facts?.some((it) => it.code === counts && ['line', 'claim'].includes(it.of));
  if (beyond === 'refuse' || !isLess(nought, rest)) return undefined;
  const money = counts === 'amount' || kindOf(pack, counts) === 'yuan';
  if (!['amount', 'months', 'hours', 'feePaid', 'trainingDays'].includes(counts) && filed !== true)
    return undefined;
  if (!money) return shortestText(rest);
  const fen = wholeOf(times(rest, fractionOf('100')), 'down');
  return fen === 0n ? undefined : yuanText({ top: fen, bottom: 100n });
}

/** Components in order until the money is used up, but first what was paid of them before. */
export function upTo(
  parts: Due['components'],
  amount: string,
  had: ReadonlyMap<string, string>,
): Map<string, Due['components'][number]> {
  const least = (a: Fraction, b: Fraction) => (isLess(a, b) ? a : b);
  const before = [...had.values()].map(fractionOf).reduce(plus, nought);
  let left = minus(fractionOf(amount), before);
  if (isLess(left, nought)) left = nought;
  const paid = new Map<string, Due['components'][number]>();
  for (const it of parts) {
    const due = fractionOf(it.amount);
    const first = least(due, fractionOf(had.get(it.component) ?? '0'));
    const more = least(minus(due, first), left);
    left = minus(left, more);
    paid.set(it.component, { ...it, amount: yuanText(plus(first, more)) });
  }
  return paid;
}

export function withOnly(line: PlainLine, counts: string, rest: string): PlainLine {
  if (counts === 'months') return { ...line, months: Number(rest) };
  if (counts === 'trainingDays') return { ...line, trainingDays: Number(rest) };
  if (counts === 'hours') return { ...line, hours: Number(rest) };
  if (counts === 'feePaid') return { ...line, feePaid: rest };
  return { ...line, own: { ...line.own, [counts]: rest } };
}
