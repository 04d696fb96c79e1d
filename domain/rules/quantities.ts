import { addText, compareText, multiplyText, subtractText } from '../decimal-text.ts';
import type { TableRows } from '../region-pack/formulas.ts';
import { isMissing, type Compiled, type Quantities, type Value } from './compiled.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Keeps the most of a quantity that any part of a formula counts. */
export function note(quantities: Quantities | undefined, name: string, counted: string): void {
  if (!quantities) return;
  const most = quantities.get(name);
  if (most === undefined || compareText(most, counted) < 0) quantities.set(name, counted);
}

/** Looks an amount, a factor or a per cent up by the codes of the line. */
export function table(
  { by, rows }: { by: string[]; rows: TableRows },
  words: Vocabulary,
  unit: string,
): Compiled {
  const keys = by.map((name) => ({ name, read: words.reader(name) }));
  const whole = cellsOf({ by, rows, unit }, words, []);
  return (line, steps) => {
    let found: Cells | undefined = whole;
    for (const { name, read } of keys) {
      const key = read(line);
      found = key === undefined ? undefined : found.next?.get(key);
      if (!found) return { kind: 'lacks', what: `${name}-${key ?? 'none'}` };
    }
    if (!found.cell) return { kind: 'lacks', what: by.join('-') };
    steps.push(found.cell.step);
    return found.cell.value;
  };
}

/** A table made ready: by the codes of its first fact, and so on, to a value and its step. */
type Cells = { next?: ReadonlyMap<string, Cells>; cell?: { value: Value; step: string } };

function cellsOf(
  of: { by: readonly string[]; rows: TableRows | string; unit: string },
  words: Vocabulary,
  path: readonly string[],
): Cells {
  const { by, rows, unit } = of;
  if (typeof rows === 'string') {
    const step = `按${path.join('、')}查表：${rows}${unit}`;
    return { cell: { value: { kind: 'value', value: rows }, step } };
  }
  const [name = '', ...others] = by;
  const next = Object.entries(rows).map(([key, within]) => {
    const there = [...path, `${words.nameOf(name)} ${words.valueName(name, key)}`];
    return [key, cellsOf({ by: others, rows: within, unit }, words, there)] as const;
  });
  return { next: new Map(next) };
}

/** So much for each; fewer than `atLeast` count as none, more than `atMost` as so many. */
export function perUnit(
  block: { of: string; atLeast?: string; atMost?: string },
  rate: Compiled,
  words: Vocabulary,
): Compiled {
  const label = words.nameOf(block.of);
  const { atLeast, atMost } = block;
  const read = words.reader(block.of);
  return (line, steps, quantities) => {
    const given = read(line);
    if (given === undefined) return { kind: 'lacks', what: block.of };
    const each = rate(line, steps, quantities);
    if (isMissing(each)) return each;
    let counted = given;
    if (atLeast !== undefined && compareText(given, atLeast) < 0) {
      counted = '0';
      steps.push(`${label} ${given}，不足 ${atLeast}，不计`);
    } else if (atMost !== undefined && compareText(given, atMost) > 0) {
      counted = atMost;
      steps.push(`${label} ${given}，最多计 ${counted}`);
    }
    note(quantities, block.of, counted);
    const value = multiplyText(each.value, counted);
    steps.push(`${label} ${counted} × ${each.value} 元 ＝ ${value} 元`);
    return { kind: 'value', value };
  };
}

/** Each part of a quantity at the rate of its own step; what lies above the last is not paid. */
export function tiers(
  block: { of: string; steps: { upTo?: string }[] },
  rates: readonly Compiled[],
  words: Vocabulary,
): Compiled {
  const label = words.nameOf(block.of);
  const read = words.reader(block.of);
  return (line, steps, quantities) => {
    const given = read(line);
    if (given === undefined) return { kind: 'lacks', what: block.of };
    let below = '0';
    let total = '0';
    for (const [at, { upTo }] of block.steps.entries()) {
      if (compareText(given, below) <= 0) break;
      const rate = rates[at]?.(line, steps, quantities) ?? { kind: 'lacks', what: block.of };
      if (isMissing(rate)) return rate;
      const end = upTo === undefined || compareText(given, upTo) < 0 ? given : upTo;
      const counted = subtractText(end, below);
      const part = multiplyText(counted, rate.value);
      total = addText(total, part);
      steps.push(`${label} ${below} 至 ${end}：${counted} × ${rate.value} 元 ＝ ${part} 元`);
      below = end;
    }
    note(quantities, block.of, below);
    steps.push(`${label} ${given}，合计 ${total} 元`);
    return { kind: 'value', value: total };
  };
}
