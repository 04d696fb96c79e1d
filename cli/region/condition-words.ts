import { parsedTest, type Condition, type FactTest } from '../../domain/region-pack/formulas.ts';
import type { Facts, LineFacts, Vocabulary } from '../../domain/rules/index.ts';
import { compileCondition, compileFormula } from '../../domain/rules/formula.ts';
import { numberWords, within } from './clock-words.ts';
import { missingWords } from './question-words.ts';

type Bounds = Exclude<FactTest, string[] | { within: unknown }>;

/** One line of a condition in words, with what the case has, and whether it holds. */
export type ConditionLine = { text: string; holds: boolean | 'unknown'; depth: number };

/** A condition in words, part by part; what nests stands deeper. */
export function conditionLines(
  condition: Condition,
  { line, facts }: { line: LineFacts; facts: Facts },
  words: Vocabulary,
  depth = 0,
): ConditionLine[] {
  const { all = [], any = [], not, compare, ...tests } = condition;
  const holdsOf = (it: Condition) => held(compileCondition(it, words)(line));
  const lines = Object.entries(tests).map(([fact, test]) => {
    const found = compileCondition({ [fact]: test }, words)(line);
    const lacks = typeof found === 'boolean' ? '' : `（${missingWords(words, found)}）`;
    const asked = testWords(fact, parsedTest.parse(test), words);
    return {
      text: `${asked}：本例 ${shown(fact, facts, words)}${lacks}`,
      holds: held(found),
      depth,
    };
  });
  const inside = (it: Condition, at = depth + 1) => conditionLines(it, { line, facts }, words, at);
  // What must hold together stands together: one part alone does not decide.
  const together = (it: Condition): ConditionLine[] => {
    const parts = inside(it);
    if (parts.filter((part) => part.depth === depth + 1).length < 2) return parts;
    const whole = { text: '以下同时成立', holds: holdsOf(it), depth: depth + 1 };
    return [whole, ...inside(it, depth + 2)];
  };
  for (const it of all) lines.push(...inside(it, depth));
  if (any.length > 0) {
    const text = '以下有一项成立';
    lines.push({ text, holds: holdsOf({ any }), depth }, ...any.flatMap(together));
  }
  if (not) lines.push({ text: '以下不得成立', holds: holdsOf({ not }), depth }, ...together(not));
  if (compare) {
    lines.push({ text: comparisonWords(compare, line, words), holds: holdsOf({ compare }), depth });
  }
  return lines;
}

/** Both sides worked out, with their steps; what a side lacks is named. */
function comparisonWords(
  { left, is, right }: NonNullable<Condition['compare']>,
  line: LineFacts,
  words: Vocabulary,
): string {
  const how: string[] = [];
  const [first = '', second = ''] = [left, right].map((it) => {
    const value = compileFormula(it, words)(line, how);
    if (value.kind === 'value') return value.value;
    how.push(missingWords(words, value));
    return '缺数';
  });
  return `${first} ${comparisons[is]} ${second}（${how.join('；')}）`;
}

const held = (found: unknown): boolean | 'unknown' =>
  typeof found === 'boolean' ? found : 'unknown';

const periodWords = { month: '月', quarter: '季', year: '年' } as const;

const comparisons = {
  'at-least': '不低于',
  above: '高于',
  'at-most': '不高于',
  below: '低于',
} as const;

function testWords(fact: string, test: FactTest, words: Vocabulary): string {
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
    if (length.months === 0) return `${name}不晚于${words.nameOf(of)}${from}${note}`;
    return `${name}在${words.nameOf(of)}${from}后 ${numberWords(length)}${within(length)}${note}`;
  }
  return `${name}${boundWords(fact, test, words)}`;
}

function boundWords(fact: string, test: Bounds, words: Vocabulary): string {
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
export function shown(fact: string, { values, sets }: Facts, words: Vocabulary): string {
  if (words.kindOf(fact) === 'set') {
    const set = sets[fact] ?? [];
    return set.length === 0 ? '无' : set.map((it) => words.valueName(fact, it)).join('、');
  }
  const value = values[fact];
  if (value === undefined) return '未填';
  const unit = words.kindOf(fact) === 'yuan' ? ' 元' : '';
  return `${words.valueName(fact, value)}${unit}`;
}
