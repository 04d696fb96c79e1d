import type { IsoDate } from '../days.ts';
import type { Limit, LimitPeriod } from '../region-pack/index.ts';
import type { Missing } from './compiled.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { keyDayOf } from './grants.ts';
import type { LineFacts } from './line-facts.ts';
import type { AppliesTo } from './rule-scope.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Whom limits count for, by keys that tell nothing of a person. */
export type Subjects = { person: string; organisation: string };

/** One limit for one subject in one period: what its uses add up under. */
export const subjectKey = (limit: string, subject: string): string => `${limit} ${subject}`;

/** True for a limit whose uses many persons share, as a yearly sum of an enterprise. */
export const isShared = ({ per }: Limit): boolean => !per.includes('person');

type PeriodOf = (line: LineFacts, on: IsoDate) => string | Missing | undefined;
type PartOf = (line: LineFacts, subjects: Subjects) => string | undefined;

/** What a limit is counted by, made ready: its period, and whom or what it is for. */
type LimitSubject = {
  periodOf: PeriodOf;
  parts: readonly PartOf[];
  tells: (line: LineFacts) => boolean;
};

/** Which lines a limit counts, and under which subject. */
export type Counting = LimitSubject & { applies: AppliesTo };

/**
 * What a person used is counted anew from what was granted, by the rules of each version; so the
 * database adds up for each version what its rules count. What many persons share goes on from
 * version to version.
 */
export function compileSubject(limit: Limit, words: Vocabulary, version: string): LimitSubject {
  const parts = limit.per.map((name): PartOf => {
    if (name === 'person' || name === 'organisation') return (_, subjects) => subjects[name];
    return words.reader(name);
  });
  if (!isShared(limit)) parts.push(() => `@${version}`);
  const facts = limit.per.filter((name) => !subjects.has(name)).map(words.reader);
  const tells = (line: LineFacts) =>
    facts.length === 0 || facts.some((read) => read(line) !== undefined);
  return { periodOf: compilePeriod(limit.in, words), parts, tells };
}

/** What every line has, and so tells nothing of whether a limit by other facts is for it. */
const subjects = new Set(['person', 'organisation', 'scheme', 'group']);

function compilePeriod(period: LimitPeriod, words: Vocabulary): PeriodOf {
  if (period === 'lifetime') return () => 'lifetime';
  if ('yearOf' in period) {
    const read = words.reader(period.yearOf);
    const missing: Missing = { kind: 'lacks', what: period.yearOf };
    return (line) => read(line)?.slice(0, 4) ?? missing;
  }
  const { from, to } = period;
  return (_, on) => (from <= on && (to === undefined || on <= to) ? from : undefined);
}

/**
 * The subject of a limit for a line: period, person or organisation, and the values of the facts it
 * is counted by. Undefined where the limit does not count the line: it does not apply, its day lies
 * outside, or the line has none of the facts. One that it lacks beside others counts as none.
 */
export function subjectOf(
  { applies, periodOf, parts, tells }: Counting,
  { line, on, subjects }: { line: LineFacts; on: IsoDate; subjects: Subjects },
): string | Missing | undefined {
  const found = applies(line, on);
  if (typeof found !== 'boolean') return found;
  if (!found) return undefined;
  const period = periodOf(line, on);
  if (typeof period !== 'string') return period;
  if (!tells(line)) return undefined;
  let subject = period;
  for (const part of parts) {
    subject += ` ${part(line, subjects) ?? '-'}`;
  }
  return subject;
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
  const on = keyDayOf(rules, line);
  return limits.flatMap((of) => {
    const subject = subjectOf(of, { line, on, subjects });
    return typeof subject === 'string' ? [{ limit: of.limit.code, subject }] : [];
  });
}
