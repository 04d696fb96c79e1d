import type { PackInForce } from '../../db/pack.ts';
import type { IsoDate } from '../../domain/days.ts';
import { factsOf, wordsOf, type Facts, type Vocabulary } from '../../domain/rules/index.ts';
import { conditionLines, type ConditionLine } from './condition-words.ts';
import { limitLines } from './explain-limits.ts';
import { lookedAt, type LookedAt } from './looked-at.ts';
import { missingWords } from './question-words.ts';
import { earlierOf, notAsked, ruled, untold, unused } from './rule-words.ts';
import { schemeLines } from './explain-scheme.ts';
import type { WorkedOut } from './work-out.ts';

/** What a rule is held against; without a key day no rule is. */
type Held = { words: Vocabulary; facts: Facts; on: IsoDate | undefined; worked: WorkedOut };

/**
 * What the scheme itself asks, and every requirement, exclusion and limit that names it: applies or
 * not, holds or not. Requirements are all held against the line; an exclusion or a limit that the
 * engine did not come to is said to be unused.
 */
export function ruleLines(inForce: PackInForce, worked: WorkedOut): string[] {
  const { rules } = inForce;
  const compiled = rules.schemes.get(worked.line.scheme);
  if (!compiled) return [];
  const words = wordsOf(rules.words, compiled.scheme);
  const facts = factsOf(worked.line, words);
  const held = { words, facts, on: compiled.keyDay(worked.line), worked };
  const looked = lookedAt(rules, worked);
  const lines = [
    ...schemeLines(compiled.scheme, worked, words),
    ...compiled.requirements.flatMap((it) => requirementLines(it, held)),
    ...compiled.exclusions.flatMap((it, at) => exclusionLines(it, held, looked.exclusions[at])),
    ...compiled.limits.flatMap((it, at) =>
      limitLines(inForce, it, { words, worked, after: looked.limits[at] }),
    ),
  ];
  return lines.length > 0 ? lines : ['  这种补贴没有另设条件、互斥和次数限制'];
}

type Scheme = NonNullable<ReturnType<PackInForce['rules']['schemes']['get']>>;

function requirementLines(
  { requirement, applies, holds }: Scheme['requirements'][number],
  { words, facts, on, worked }: Held,
): string[] {
  if (on === undefined) return [unused(requirement, worked)];
  const asked = applies(worked.line, on);
  if (asked === false) return [notAsked(requirement)];
  if (asked !== true) return untold(requirement, missingWords(words, asked));
  const found = holds(worked.line);
  const parts = conditionLines(requirement.require, { line: worked.line, facts }, words);
  const met = typeof found === 'boolean' ? found : 'unknown';
  return [ruled(met, requirement), ...parts.map(partLine)];
}

function partLine({ text, holds, depth }: ConditionLine): string {
  return `      ${'  '.repeat(depth)}· ${text} —— ${answers[String(holds)] ?? ''}`;
}

const answers: Partial<Record<string, string>> = { true: '是', false: '否', unknown: '？' };

function exclusionLines(
  { exclusion, applies }: Scheme['exclusions'][number],
  { words, on, worked }: Held,
  after: LookedAt['exclusions'][number] | undefined,
): string[] {
  const asked = on === undefined ? true : applies(worked.line, on);
  if (asked === false) return [notAsked(exclusion)];
  if (!after) return [unused(exclusion, worked)];
  if (worked.before) return [unused(exclusion, worked, '前一期已给付，不再看互斥')];
  if (asked !== true) {
    // Nothing granted before is of its kind: what decides whether it applies was not asked for.
    if (after.kind === 'granted') return [ruled(true, exclusion)];
    return untold(exclusion, missingWords(words, asked));
  }
  const gone =
    after.kind === 'granted'
      ? after.leftOut?.find(({ rule }) => rule === exclusion.code)
      : undefined;
  if (gone) return [ruled(false, exclusion), ...earlierOf(gone)];
  if (after.kind !== 'nothing') return [ruled(true, exclusion)];
  return [ruled(false, exclusion), ...earlierOf(after.by)];
}
