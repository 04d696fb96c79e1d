import { compareText, divideText, multiplyText } from './decimal-text.ts';

const magnitudes: readonly [prefix: string, factor: string][] = [
  ['亿', '100000000'],
  ['万', '10000'],
];

/** The unit without its magnitude: 万人次 is counted in 人次, 亿元 in 元; 元/人 and % stay. */
export function baseUnit(unit: string): string {
  const prefix = prefixOf(unit);
  return prefix === undefined ? unit : unit.slice(prefix.length);
}

/** A value in the base unit as digits in the given unit, rounded half up: 270800 is '27.08' 万人次. */
export function printIn(value: string, unit: string, places: number): string {
  return divideText(value, factorOf(unit), places);
}

/** Digits printed in the given unit as an exact value in the base unit: '2.36' 亿元 is 236000000. */
export function valueOf(printed: string, unit: string): string {
  return multiplyText(printed, factorOf(unit));
}

/**
 * Unit and places in which a simulated part of a programme prints: below scale 1 the ten-thousands
 * would be rounded away, so counts print in 人次 and money in 万元.
 */
export function unitAtScale(
  unit: string,
  places: number,
  scale: string,
): { unit: string; places: number } {
  if (compareText(scale, '1') >= 0) return { unit, places };
  const base = baseUnit(unit);
  if (unit === '亿元') return { unit: '万元', places: 2 };
  return prefixOf(unit) === '万' && base !== '元' ? { unit: base, places: 0 } : { unit, places };
}

function factorOf(unit: string): string {
  const found = magnitudes.find(([prefix]) => unit.startsWith(prefix));
  return found === undefined ? '1' : found[1];
}

function prefixOf(unit: string): string | undefined {
  return magnitudes.find(([prefix]) => unit.startsWith(prefix))?.[0];
}
