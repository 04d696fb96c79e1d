import { addMonths, monthOf } from '../days.ts';
import { questionOf } from './assess-line.ts';
import type { CompiledExclusion, CompiledRules } from './compiled-rules.ts';
import type { ReadFact } from './facts.ts';
import { keyDayOf, type GrantInRules } from './grants.ts';
import type { Assessment, LeftOut, LineFacts } from './line-facts.ts';
import type { Granted } from './reduction.ts';
import { refusal } from './rule-scope.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * What keeps a line, or some of its components, from being paid because of what its person was
 * granted before: the answer for the whole line, or what is left out, which may be nothing.
 */
export function excludedBy(
  rules: CompiledRules,
  exclusions: readonly CompiledExclusion[],
  { line, grants, assessment }: OfPerson,
): Assessment | LeftOut[] {
  const left: LeftOut[] = [];
  if (grants.length === 0) return left;
  const on = keyDayOf(rules, line);
  for (const of of exclusions) {
    const { exclusion, applies } = of;
    const against = grants.filter((grant) => excludes(of, { line, on, grant }, rules.words));
    if (against.length === 0) continue;
    const found = applies(line, on);
    if (typeof found !== 'boolean') return questionOf(line, 'fact', found);
    if (!found) continue;
    const earlier = against.map(({ claimNo, lineNo, on: day }) => ({ claimNo, lineNo, day }));
    const by = { ...refusal(exclusion), earlier };
    const { components } = exclusion;
    if (!components) return { kind: 'nothing', reason: exclusion.code, by };
    const due = assessment.components.filter(({ component }) => components.includes(component));
    const more = due.filter(({ component }) => !left.some((it) => it.component === component));
    left.push(...more.map(({ component }) => ({ component, ...by })));
  }
  return left;
}

type OfPerson = { line: LineFacts; grants: readonly GrantInRules[]; assessment: Granted };

function excludes(
  { exclusion: rule, same: facts }: CompiledExclusion,
  of: { line: LineFacts; on: LineFacts['startedOn']; grant: GrantInRules },
  words: Vocabulary,
): boolean {
  const { line, on, grant } = of;
  if (!rule.against.includes(grant.line.scheme)) return false;
  if (!facts.every((read) => read(line) === read(grant.line))) return false;
  if (!tells(rule.same, facts, line)) return false;
  if (rule.level !== undefined && !isHigher(rule.level, line, grant.line, words)) return false;
  if (rule.overlap !== undefined && !overlaps(rule.overlap, line, grant.line)) return false;
  const { withinMonths } = rule;
  return withinMonths === undefined || on <= addMonths(grant.line.endedOn, withinMonths);
}

/** A line without any of the facts by which two are the same is the same as none. */
function tells(names: readonly string[], facts: readonly ReadFact[], line: LineFacts): boolean {
  return names.length === 0 || facts.some((read) => read(line) !== undefined);
}

/** A level the pack does not list is neither higher nor lower than any. */
function isHigher(
  than: 'higher' | 'same-or-higher',
  line: LineFacts,
  before: LineFacts,
  { levelRank }: Vocabulary,
): boolean {
  const mine = line.level === undefined ? undefined : levelRank(line.level);
  const theirs = before.level === undefined ? undefined : levelRank(before.level);
  if (mine === undefined || theirs === undefined) return false;
  return than === 'higher' ? theirs > mine : theirs >= mine;
}

function overlaps(by: 'days' | 'months', line: LineFacts, before: LineFacts): boolean {
  if (by === 'days') return before.startedOn <= line.endedOn && before.endedOn >= line.startedOn;
  return (
    monthOf(before.startedOn) <= monthOf(line.endedOn) &&
    monthOf(before.endedOn) >= monthOf(line.startedOn)
  );
}
