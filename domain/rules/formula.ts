import { compareText, multiplyText, subtractText, addText } from '../decimal-text.ts';
import type { Condition, Formula } from '../region-pack/formulas.ts';
import { conditionWith } from './condition.ts';
import { isMissing, type Compiled, type CompiledCondition, type Value } from './compiled.ts';
import { note, perUnit, table, tiers } from './quantities.ts';
import { rounded } from './rounding.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * A formula ready to apply; it writes each step as an officer would on paper. What the line or the
 * pack lacks is answered by its name, never guessed.
 */
export function compileFormula(formula: Formula, words: Vocabulary): Compiled {
  const each = (parts: readonly Formula[]) => parts.map((part) => compileFormula(part, words));
  if ('amount' in formula) return constant(formula.amount, `标准 ${formula.amount} 元`);
  if ('factor' in formula) return constant(formula.factor, `系数 ${formula.factor}`);
  if ('fact' in formula) return quantity(formula.fact, words);
  if ('table' in formula) return table(formula.table, words, ' 元');
  if ('factors' in formula) return table(formula.factors, words, '');
  if ('sum' in formula) return fold(each(formula.sum), addText, '＋');
  if ('subtract' in formula) return fold(each(formula.subtract), subtractText, '－');
  if ('multiply' in formula) return fold(each(formula.multiply), multiplyText, '×');
  if ('min' in formula) return fold(each(formula.min), smaller, '取低');
  if ('max' in formula) return fold(each(formula.max), larger, '取高');
  if ('perUnit' in formula) {
    return perUnit(formula.perUnit, compileFormula(formula.perUnit.amount, words), words);
  }
  if ('tiers' in formula) {
    return tiers(formula.tiers, each(formula.tiers.steps.map(({ amount }) => amount)), words);
  }
  if ('percent' in formula) return percent(formula.percent, words);
  if ('uplift' in formula) return uplift(formula.uplift, words);
  if ('round' in formula) return rounded(formula.round, compileFormula(formula.round.of, words));
  return choice(formula, words);
}

/** A condition ready to apply: whether it holds for a line, or why nobody can tell. */
export const compileCondition = (condition: Condition, words: Vocabulary): CompiledCondition =>
  conditionWith(compileFormula, condition, words);

function constant(value: string, step: string): Compiled {
  const answer: Value = { kind: 'value', value };
  return (_line, steps) => {
    steps.push(step);
    return answer;
  };
}

function quantity(name: string, words: Vocabulary): Compiled {
  const label = words.nameOf(name);
  const unit = words.kindOf(name) === 'yuan' ? ' 元' : '';
  const read = words.reader(name);
  return (line, steps, quantities) => {
    const value = read(line);
    if (value === undefined) return { kind: 'lacks', what: name };
    note(quantities, name, value);
    steps.push(`${label} ${value}${unit}`);
    return { kind: 'value', value };
  };
}

function fold(
  parts: readonly Compiled[],
  combine: (a: string, b: string) => string,
  word: string,
): Compiled {
  return (line, steps, quantities) => {
    const values: string[] = [];
    for (const part of parts) {
      const value = part(line, steps, quantities);
      if (isMissing(value)) return value;
      values.push(value.value);
    }
    const value = values.reduce(combine);
    steps.push(`${values.join(` ${word} `)} ＝ ${value}`);
    return { kind: 'value', value };
  };
}

function percent(block: { of: Formula; percent: string | Formula }, words: Vocabulary): Compiled {
  const base = compileFormula(block.of, words);
  const share =
    typeof block.percent === 'string' ? undefined : compileFormula(block.percent, words);
  const fixed: Value = {
    kind: 'value',
    value: typeof block.percent === 'string' ? block.percent : '0',
  };
  return (line, steps, quantities) => {
    const of = base(line, steps, quantities);
    if (isMissing(of)) return of;
    const by = share ? share(line, steps, quantities) : fixed;
    if (isMissing(by)) return by;
    const value = multiplyText(multiplyText(of.value, by.value), '0.01');
    steps.push(`${of.value} × ${by.value}% ＝ ${value}`);
    return { kind: 'value', value };
  };
}

function uplift(
  block: Extract<Formula, { uplift: unknown }>['uplift'],
  words: Vocabulary,
): Compiled {
  const base = compileFormula(block.of, words);
  const raises = block.by.map((it) => ({ ...it, holds: compileCondition(it.if, words) }));
  const combine = block.take === 'sum' ? addText : larger;
  return (line, steps, quantities) => {
    const of = base(line, steps, quantities);
    if (isMissing(of)) return of;
    const taken: string[] = [];
    for (const { holds, percent: by } of raises) {
      const found = holds(line);
      if (typeof found !== 'boolean') return found;
      if (found) taken.push(by);
    }
    if (taken.length === 0) return of;
    const by = taken.reduce(combine);
    const value = multiplyText(multiplyText(of.value, addText('100', by)), '0.01');
    const how = taken.length === 1 ? '' : `（${taken.join('%、')}%，${takeWords[block.take]}）`;
    steps.push(`上浮 ${by}%${how}：${of.value} × ${addText('100', by)}% ＝ ${value}`);
    return { kind: 'value', value };
  };
}

const takeWords = { highest: '取最高一项', sum: '相加' } as const;

function choice(block: Extract<Formula, { when: unknown }>, words: Vocabulary): Compiled {
  const branches = block.when.map(({ if: condition, then }) => ({
    holds: compileCondition(condition, words),
    then: compileFormula(then, words),
  }));
  const otherwise = block.otherwise && compileFormula(block.otherwise, words);
  return (line, steps, quantities) => {
    for (const { holds, then } of branches) {
      const found = holds(line);
      if (typeof found !== 'boolean') return found;
      if (found) return then(line, steps, quantities);
    }
    return otherwise ? otherwise(line, steps, quantities) : { kind: 'lacks', what: 'no-branch' };
  };
}

const smaller = (a: string, b: string): string => (compareText(a, b) <= 0 ? a : b);
const larger = (a: string, b: string): string => (compareText(a, b) >= 0 ? a : b);
