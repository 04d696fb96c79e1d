import type { PackInForce } from '../../db/pack.ts';
import { addText, roundText, subtractText } from '../../domain/decimal-text.ts';
import type { IsoDate } from '../../domain/days.ts';
import type { Limit } from '../../domain/region-pack/index.ts';
import {
  factsOf,
  wordsOf,
  type Facts,
  type RefusedBy,
  type Vocabulary,
} from '../../domain/rules/index.ts';
import { keyDayOf } from '../../domain/rules/grants.ts';
import { isShared, subjectOf } from '../../domain/rules/limit-subjects.ts';
import { countedBefore, grantedQuantity, grantsInRules } from '../../domain/rules/limits.ts';
import { conditionLines, type ConditionLine } from './condition-words.ts';
import { bad, faint, good } from '../terminal.ts';
import type { WorkedOut } from './work-out.ts';

type Looked = { words: Vocabulary; facts: Facts; on: IsoDate; worked: WorkedOut };

/** Every requirement, exclusion and limit that names the scheme: applies or not, holds or not. */
export function ruleLines(inForce: PackInForce, worked: WorkedOut): string[] {
  const { rules } = inForce;
  const compiled = rules.schemes.get(worked.line.scheme);
  if (!compiled) return [];
  const words = wordsOf(rules.words, compiled.scheme);
  const facts = factsOf(worked.line, words);
  const looked = { words, facts, on: keyDayOf(rules, worked.line), worked };
  const lines = [
    ...compiled.requirements.flatMap((it) => requirementLines(it, looked)),
    ...compiled.exclusions.flatMap((it) => exclusionLines(it, looked)),
    ...compiled.limits.flatMap((it) => limitLines(inForce, it, looked)),
  ];
  return lines.length > 0 ? lines : ['  这种补贴没有另设条件、互斥和次数限制'];
}

type Scheme = NonNullable<ReturnType<PackInForce['rules']['schemes']['get']>>;

function requirementLines(
  { requirement, applies, holds }: Scheme['requirements'][number],
  { words, facts, on, worked }: Looked,
): string[] {
  if (applies(worked.line, on) !== true) return [notAsked(requirement)];
  const found = holds(worked.line);
  const parts = conditionLines(requirement.require, { line: worked.line, facts }, words);
  return [ruled(found === true, requirement), ...parts.map(partLine)];
}

function partLine({ text, holds, depth }: ConditionLine): string {
  const mark = holds === 'unknown' ? '？' : holds ? '是' : '否';
  return `      ${'  '.repeat(depth)}· ${text} —— ${mark}`;
}

function exclusionLines(
  { exclusion, applies }: Scheme['exclusions'][number],
  { on, worked }: Looked,
): string[] {
  if (applies(worked.line, on) !== true) return [notAsked(exclusion)];
  const by = refusedBy(worked);
  const hit = by?.rule === exclusion.code;
  return [ruled(!hit, exclusion), ...(hit ? earlierOf(by) : [])];
}

function limitLines(
  { rules }: PackInForce,
  of: Scheme['limits'][number],
  { words, on, worked }: Looked,
): string[] {
  const { limit } = of;
  const subjects = { person: 'person', organisation: 'organisation' };
  const subject = subjectOf(of, { line: worked.line, on, subjects });
  if (typeof subject !== 'string') return [notAsked(limit)];
  const before = isShared(limit)
    ? (worked.usedBefore.get(limit.code) ?? '0')
    : countedBefore(of, subject, {
        grants: grantsInRules(rules, worked.line, worked.earlier),
        subjects,
      })
        .map((it) => grantedQuantity(of, it))
        .reduce(addText, '0');
  const use = worked.uses.find((it) => it.limit === limit.code);
  const by = refusedBy(worked);
  const hit = by?.rule === limit.code;
  const now = use?.quantity ?? '0';
  const after = addText(before, now);
  const [most, had, takes, then, left] = [
    limit.atMost,
    before,
    now,
    after,
    subtractText(limit.atMost, after),
  ].map((it) => quantityText(limit, it, words));
  return [
    ruled(!hit, limit),
    `      · 最多 ${most}，此前已用 ${had}，本次计 ${takes}，用后 ${then}，尚余 ${left}`,
    ...(hit ? earlierOf(by) : []),
  ];
}

const refusedBy = ({ assessment }: WorkedOut): RefusedBy | undefined =>
  assessment.kind === 'nothing' ? assessment.by : undefined;

const earlierOf = ({ earlier = [] }: RefusedBy): string[] =>
  earlier.map(
    ({ claimNo, lineNo, day }) =>
      `      · 此前的一笔：${claimNo} 第 ${String(lineNo)} 行（${day}）`,
  );

type Rule = { code: string; name: string; document: string; clause: string };

function ruled(holds: boolean, { code, name, document, clause }: Rule): string {
  const mark = holds ? good('✓') : bad('✗');
  return `  ${mark} ${name}（${code}；${document} ${clause}）`;
}

const notAsked = ({ code, name }: Rule): string => faint(`  － ${name}（${code}）：不适用于本例`);

/** Money in yuan and fen, anything else as plain as it can be. */
const quantityText = ({ counts }: Limit, quantity: string, words: Vocabulary): string =>
  counts === 'amount' || words.kindOf(counts) === 'yuan'
    ? `${roundText(quantity, 2)} 元`
    : quantity;
