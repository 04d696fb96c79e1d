import { divideText, multiplyText, roundDown, roundUp } from '../decimal-text.ts';
import type { RoundingMode } from '../region-pack/formulas.ts';
import { isMissing, type Compiled } from './compiled.ts';

const modeWords: Record<RoundingMode, string> = {
  'half-up': '四舍五入',
  down: '舍去尾数',
  up: '进位',
};

/** Rounded to a multiple of `to`: fen, jiao, yuan, tens. */
export function rounded(
  { to, mode }: { to: string; mode: RoundingMode },
  base: Compiled,
): Compiled {
  return (line, steps, quantities) => {
    const of = base(line, steps, quantities);
    if (isMissing(of)) return of;
    const value = roundTo(of.value, to, mode);
    steps.push(`${modeWords[mode]}到 ${to} 的整数倍：${value}`);
    return { kind: 'value', value };
  };
}

/** The nearest multiple, a tie away from zero; the next towards zero; the next away from it. */
export function roundTo(value: string, to: string, mode: RoundingMode): string {
  if (mode === 'half-up') return multiplyText(divideText(value, to, 0), to);
  const multiples = mode === 'down' ? roundDown(value, to) : roundUp(value, to);
  return multiplyText(multiples, to);
}
