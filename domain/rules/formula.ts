import { compareText, multiplyText, roundText } from '../decimal-text.ts';
import type { FactName, Formula, QuantityName } from '../region-pack/index.ts';
import type { TableRows } from '../region-pack/formulas.ts';

/** The facts of a line as text, by the names a formula uses. */
export type Facts = Partial<Record<FactName, string>>;

/** Decimal text, or the name of what the pack or the line lacks. */
export type Value = { kind: 'value'; value: string } | { kind: 'lacks'; what: string };

/** A formula ready to apply; it writes each step, in Chinese, as an officer would on paper. */
export type Compiled = (facts: Facts, steps: string[]) => Value;

const factLabels: Record<FactName, string> = {
  group: '人员类别',
  class: '工种类别',
  occupation: '工种',
  course: '项目',
  level: '等级',
  certificateKind: '证书种类',
  months: '月数',
  hours: '课时',
  feePaid: '实际缴费',
};

export function compileFormula(formula: Formula): Compiled {
  if ('amount' in formula) return constant(formula.amount, `标准 ${formula.amount} 元`);
  if ('fact' in formula) return quantity(formula.fact);
  if ('table' in formula) return table(formula.table);
  if ('multiply' in formula) return fold(formula.multiply.map(factorOrFormula), multiplyText, '×');
  if ('min' in formula) return fold(formula.min.map(compileFormula), smaller, '取低');
  if ('max' in formula) return fold(formula.max.map(compileFormula), larger, '取高');
  if ('perUnit' in formula) return perUnit(formula.perUnit);
  if ('percent' in formula) return percent(formula.percent);
  if ('round' in formula) return rounded(formula.round);
  return choice(formula);
}

function constant(value: string, step: string): Compiled {
  return (_facts, steps) => {
    steps.push(step);
    return { kind: 'value', value };
  };
}

function quantity(name: QuantityName): Compiled {
  return (facts, steps) => {
    const value = facts[name];
    if (value === undefined) return { kind: 'lacks', what: name };
    steps.push(`${factLabels[name]} ${value}`);
    return { kind: 'value', value };
  };
}

function table({ by, rows }: { by: FactName[]; rows: TableRows }): Compiled {
  return (facts, steps) => {
    let found: TableRows | string = rows;
    const path: string[] = [];
    for (const name of by) {
      const key = facts[name];
      const next: TableRows | string | undefined =
        typeof found === 'string' || key === undefined ? undefined : found[key];
      if (next === undefined) return { kind: 'lacks', what: `${name}-${key ?? 'none'}` };
      path.push(`${factLabels[name]} ${key ?? ''}`);
      found = next;
    }
    if (typeof found !== 'string') return { kind: 'lacks', what: by.join('-') };
    steps.push(`按${path.join('、')}查表：${found} 元`);
    return { kind: 'value', value: found };
  };
}

function factorOrFormula(part: Formula | { factor: string }): Compiled {
  return 'factor' in part ? constant(part.factor, `系数 ${part.factor}`) : compileFormula(part);
}

function fold(
  parts: readonly Compiled[],
  combine: (a: string, b: string) => string,
  word: string,
): Compiled {
  return (facts, steps) => {
    const values: string[] = [];
    for (const part of parts) {
      const value = part(facts, steps);
      if (value.kind === 'lacks') return value;
      values.push(value.value);
    }
    const value = values.reduce(combine);
    steps.push(`${values.join(` ${word} `)} ＝ ${value}`);
    return { kind: 'value', value };
  };
}

function perUnit(block: { of: QuantityName; amount: Formula; atMost?: string }): Compiled {
  const rate = compileFormula(block.amount);
  const label = factLabels[block.of];
  return (facts, steps) => {
    const given = facts[block.of];
    if (given === undefined) return { kind: 'lacks', what: block.of };
    const each = rate(facts, steps);
    if (each.kind === 'lacks') return each;
    const capped = block.atMost !== undefined && compareText(given, block.atMost) > 0;
    const counted = capped && block.atMost !== undefined ? block.atMost : given;
    if (capped) steps.push(`${label} ${given}，最多计 ${counted}`);
    const value = multiplyText(each.value, counted);
    steps.push(`${label} ${counted} × ${each.value} 元 ＝ ${value} 元`);
    return { kind: 'value', value };
  };
}

function percent(block: { of: Formula; percent: string }): Compiled {
  const base = compileFormula(block.of);
  return (facts, steps) => {
    const of = base(facts, steps);
    if (of.kind === 'lacks') return of;
    const value = multiplyText(multiplyText(of.value, block.percent), '0.01');
    steps.push(`${of.value} × ${block.percent}% ＝ ${value}`);
    return { kind: 'value', value };
  };
}

function rounded(block: { of: Formula; places: number }): Compiled {
  const base = compileFormula(block.of);
  return (facts, steps) => {
    const of = base(facts, steps);
    if (of.kind === 'lacks') return of;
    const value = roundText(of.value, block.places);
    steps.push(`四舍五入到 ${String(block.places)} 位小数：${value}`);
    return { kind: 'value', value };
  };
}

function choice(block: Extract<Formula, { when: unknown }>): Compiled {
  const branches = block.when.map((it) => ({ ...it, then: compileFormula(it.then) }));
  const otherwise = block.otherwise && compileFormula(block.otherwise);
  return (facts, steps) => {
    const taken = branches.find(({ if: condition }) =>
      Object.entries(condition).every(([name, wanted]) => wanted.includes(factOf(facts, name))),
    );
    const then = taken?.then ?? otherwise;
    return then ? then(facts, steps) : { kind: 'lacks', what: 'no-branch' };
  };
}

function factOf(facts: Facts, name: string): string {
  return Object.entries(facts).find(([key]) => key === name)?.[1] ?? '';
}

const smaller = (a: string, b: string): string => (compareText(a, b) <= 0 ? a : b);
const larger = (a: string, b: string): string => (compareText(a, b) >= 0 ? a : b);
