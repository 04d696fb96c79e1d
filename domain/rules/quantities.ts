import { addText, compareText, multiplyText, subtractText } from '../decimal-text.ts';
import type { TableRows } from '../region-pack/formulas.ts';
import { isMissing, type Compiled } from './compiled.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Looks an amount, a factor or a per cent up by the codes of the line. */
export function table(
  { by, rows }: { by: string[]; rows: TableRows },
  words: Vocabulary,
  unit: string,
): Compiled {
  return ({ values }, steps) => {
    let found: TableRows | string = rows;
    const path: string[] = [];
    for (const name of by) {
      const key = values[name];
      const next: TableRows | string | undefined =
        typeof found === 'string' || key === undefined || !Object.hasOwn(found, key)
          ? undefined
          : found[key];
      if (key === undefined || next === undefined) {
        return { kind: 'lacks', what: `${name}-${key ?? 'none'}` };
      }
      path.push(`${words.nameOf(name)} ${words.valueName(name, key)}`);
      found = next;
    }
    if (typeof found !== 'string') return { kind: 'lacks', what: by.join('-') };
    steps.push(`按${path.join('、')}查表：${found}${unit}`);
    return { kind: 'value', value: found };
  };
}

/** So much for each; fewer than `atLeast` count as none, more than `atMost` as so many. */
export function perUnit(
  block: { of: string; atLeast?: string; atMost?: string },
  rate: Compiled,
  words: Vocabulary,
): Compiled {
  const label = words.nameOf(block.of);
  const { atLeast, atMost } = block;
  return (facts, steps) => {
    const given = facts.values[block.of];
    if (given === undefined) return { kind: 'lacks', what: block.of };
    const each = rate(facts, steps);
    if (isMissing(each)) return each;
    let counted = given;
    if (atLeast !== undefined && compareText(given, atLeast) < 0) {
      counted = '0';
      steps.push(`${label} ${given}，不足 ${atLeast}，不计`);
    } else if (atMost !== undefined && compareText(given, atMost) > 0) {
      counted = atMost;
      steps.push(`${label} ${given}，最多计 ${counted}`);
    }
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
  return (facts, steps) => {
    const given = facts.values[block.of];
    if (given === undefined) return { kind: 'lacks', what: block.of };
    let below = '0';
    let total = '0';
    for (const [at, { upTo }] of block.steps.entries()) {
      if (compareText(given, below) <= 0) break;
      const rate = rates[at]?.(facts, steps) ?? { kind: 'lacks', what: block.of };
      if (isMissing(rate)) return rate;
      const end = upTo === undefined || compareText(given, upTo) < 0 ? given : upTo;
      const counted = subtractText(end, below);
      const part = multiplyText(counted, rate.value);
      total = addText(total, part);
      steps.push(`${label} ${below} 至 ${end}：${counted} × ${rate.value} 元 ＝ ${part} 元`);
      below = end;
    }
    steps.push(`${label} ${given}，合计 ${total} 元`);
    return { kind: 'value', value: total };
  };
}
