import type { TimeLimit } from '../../domain/deadline.ts';
import { parsedTest, type Condition, type FactTest } from '../../domain/region-pack/formulas.ts';
import type { CompiledRules, Facts, LineFacts } from '../../domain/rules/index.ts';
import { compileCondition, compileFormula } from '../../domain/rules/formula.ts';

type Words = CompiledRules['words'];
type Bounds = Exclude<FactTest, string[] | { within: unknown }>;

/** One line of a condition in words, with what the case has, and whether it holds. */
export type ConditionLine = { text: string; holds: boolean | 'unknown'; depth: number };

/** A condition in words, part by part; what nests stands deeper. */
export function conditionLines(
  condition: Condition,
  { line, facts }: { line: LineFacts; facts: Facts },
  words: Words,
  depth = 0,
): ConditionLine[] {
  const { all = [], any = [], not, compare, ...tests } = condition;
  const holdsOf = (it: Condition) => held(compileCondition(it, words)(line));
  const lines = Object.entries(tests).map(([fact, test]) => ({
    text: `${testWords(fact, parsedTest.parse(test), words)}：本例 ${shown(fact, facts, words)}`,
    holds: holdsOf({ [fact]: test }),
    depth,
  }));
  const inside = (it: Condition) => conditionLines(it, { line, facts }, words, depth + 1);
  for (const it of all) lines.push(...conditionLines(it, { line, facts }, words, depth));
  if (any.length > 0) {
    const text = '以下有一项成立';
    lines.push({ text, holds: holdsOf({ any }), depth }, ...any.flatMap(inside));
  }
  if (not) lines.push({ text: '以下不得成立', holds: holdsOf({ not }), depth }, ...inside(not));
  if (compare) {
    const sides = [compare.left, compare.right].map((it) => {
      const steps: string[] = [];
      const value = compileFormula(it, words)(line, steps);
      return { steps, text: value.kind === 'value' ? value.value : '缺数' };
    });
    const text = `${sides[0]?.text ?? ''} ${comparisons[compare.is]} ${sides[1]?.text ?? ''}`;
    const steps = sides.flatMap((it) => it.steps);
    lines.push({ text: `${text}（${steps.join('；')}）`, holds: holdsOf({ compare }), depth });
  }
  return lines;
}

const held = (found: unknown): boolean | 'unknown' =>
  typeof found === 'boolean' ? found : 'unknown';

const comparisons = {
  'at-least': '不低于',
  above: '高于',
  'at-most': '不高于',
  below: '低于',
} as const;

function testWords(fact: string, test: FactTest, words: Words): string {
  const name = words.nameOf(fact);
  if (Array.isArray(test)) {
    const values = test.map((it) => words.valueName(fact, it)).join('、');
    return test.length === 1 ? `${name}为${values}` : `${name}为${values}之一`;
  }
  if ('within' in test) {
    const { of, countFirstDay, rollOver, fromEndOf, ...length } = test.within;
    const notes = [countFirstDay === true ? '首日计入' : '', rollOver === true ? '遇假日顺延' : ''];
    const noted = notes.filter((it) => it !== '').join('，');
    const note = noted === '' ? '' : `（${noted}）`;
    const from = fromEndOf === undefined ? '' : `所在${periodWords[fromEndOf]}末日`;
    return `${name}在${words.nameOf(of)}${from}后 ${limitWords(length)}${note}`;
  }
  return `${name}${boundWords(fact, test, words)}`;
}

export const daysWords = (days: number, unit: 'working' | 'calendar'): string =>
  `${String(days)} 个${unit === 'working' ? '工作日' : '自然日'}`;

/** `5 个工作日内`, `每月 5 日前`. */
export function limitWords({ months, byDay, calendarDays, workingDays }: TimeLimit): string {
  if (byDay !== undefined) return `每月 ${String(byDay)} 日前`;
  if (months !== undefined) return `${String(months)} 个月内`;
  const unit = workingDays === undefined ? 'calendar' : 'working';
  return `${daysWords(workingDays ?? calendarDays ?? 0, unit)}内`;
}

const periodWords = { month: '月', quarter: '季', year: '年' } as const;

function boundWords(fact: string, test: Bounds, words: Words): string {
  const day = words.kindOf(fact) === 'day';
  const said = (limit: string | undefined, ofDay: string, other: string) =>
    limit === undefined ? [] : [`${day ? ofDay : other} ${words.valueName(fact, limit)}`];
  return [
    ...said(test.atLeast, '不早于', '不低于'),
    ...said(test.above, '晚于', '高于'),
    ...said(test.atMost, '不晚于', '不高于'),
    ...said(test.below, '早于', '低于'),
  ].join('且');
}

/** What a fact of the case is, in words. */
export function shown(fact: string, { values, sets }: Facts, words: Words): string {
  if (words.kindOf(fact) === 'set') {
    const set = sets[fact] ?? [];
    return set.length === 0 ? '无' : set.map((it) => words.valueName(fact, it)).join('、');
  }
  const value = values[fact];
  if (value === undefined) return '未填';
  const unit = words.kindOf(fact) === 'yuan' ? ' 元' : '';
  return words.kindOf(fact) === 'yes-no'
    ? ({ true: '是', false: '否' }[value] ?? value)
    : `${words.valueName(fact, value)}${unit}`;
}
