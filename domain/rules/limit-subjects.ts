import type { IsoDate } from '../days.ts';
import type { Limit, LimitPeriod } from '../region-pack/index.ts';
import type { Missing } from './compiled.ts';
import type { CompiledLimit, CompiledRules } from './compiled-rules.ts';
import { factsOf, type Facts } from './facts.ts';
import { keyDayOf } from './grants.ts';
import type { LineFacts } from './line-facts.ts';

/** Whom limits count for, by keys that tell nothing of a person. */
export type Subjects = { person: string; organisation: string };

/** One limit for one subject in one period: what its uses add up under. */
export const subjectKey = (limit: string, subject: string): string => `${limit} ${subject}`;

/** True for a limit whose uses many persons share, as a yearly sum of an enterprise. */
export const isShared = ({ per }: Limit): boolean => !per.includes('person');

/**
 * The subject of a limit for a line: period, person or organisation, and the values of the facts it
 * is counted by. Undefined where the limit does not count the line: it does not apply, its day lies
 * outside, or the line has no such fact.
 */
export function subjectOf(
  { limit, applies }: CompiledLimit,
  { facts, on, subjects }: { facts: Facts; on: IsoDate; subjects: Subjects },
): string | Missing | undefined {
  const found = applies(facts, on);
  if (typeof found !== 'boolean') return found;
  if (!found) return undefined;
  const period = periodOf(limit.in, facts, on);
  if (typeof period !== 'string') return period;
  const parts = [period];
  for (const name of limit.per) {
    const value =
      name === 'person' || name === 'organisation' ? subjects[name] : facts.values[name];
    if (value === undefined) return undefined;
    parts.push(value);
  }
  return parts.join(' ');
}

function periodOf(
  period: LimitPeriod,
  { values }: Facts,
  on: IsoDate,
): string | Missing | undefined {
  if (period === 'lifetime') return 'lifetime';
  if ('yearOf' in period) {
    const day = values[period.yearOf];
    return day === undefined ? { kind: 'lacks', what: period.yearOf } : day.slice(0, 4);
  }
  const inside = period.from <= on && (period.to === undefined || on <= period.to);
  return inside ? period.from : undefined;
}

export type SharedSubject = { limit: string; subject: string };

/** The limits shared by many persons that count a line, so that their uses are read beforehand. */
export function sharedSubjects(
  rules: CompiledRules,
  { line, subjects }: { line: LineFacts; subjects: Subjects },
): SharedSubject[] {
  const limits = (rules.schemes.get(line.scheme)?.limits ?? []).filter(({ limit }) =>
    isShared(limit),
  );
  if (limits.length === 0) return [];
  const facts = factsOf(line, rules);
  const on = keyDayOf(rules, line, facts);
  return limits.flatMap((of) => {
    const subject = subjectOf(of, { facts, on, subjects });
    return typeof subject === 'string' ? [{ limit: of.limit.code, subject }] : [];
  });
}
