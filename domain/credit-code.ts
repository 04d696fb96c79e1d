import { halfWidth } from './half-width.ts';

export type CreditCodeCheck =
  | { kind: 'valid'; code: string }
  | { kind: 'warning'; reason: 'check-digit'; code: string; expected: string }
  | { kind: 'invalid'; reason: 'length' | 'characters' };

/** The digits of GB 32100-2015 in order of value: no I, O, S, V or Z. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const codePattern = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/;

/**
 * Checks a unified social credit code (GB 32100-2015) and returns it in its one spelling. A wrong
 * check digit is only a warning: codes issued in the early pilot fail it and are legal, so a
 * person confirms them.
 */
export function checkCreditCode(text: string): CreditCodeCheck {
  const code = halfWidth(text).toUpperCase();
  if (code.length !== 18) return { kind: 'invalid', reason: 'length' };
  if (!codePattern.test(code)) return { kind: 'invalid', reason: 'characters' };
  const expected = creditCodeCheckDigit(code.slice(0, 17));
  if (expected !== code.charAt(17)) {
    return { kind: 'warning', reason: 'check-digit', code, expected };
  }
  return { kind: 'valid', code };
}

/** Whether a text is a code in its one spelling; a check digit that is wrong may be legal. */
export function isCreditCode(text: string): boolean {
  const check = checkCreditCode(text);
  return check.kind !== 'invalid' && check.code === text;
}

/** The check character of the first 17. Throws RangeError on characters outside the alphabet. */
export function creditCodeCheckDigit(body: string): string {
  const values = Array.from(body, (character) => alphabet.indexOf(character));
  if (values.length !== 17 || values.includes(-1)) {
    throw new RangeError('not 17 characters of GB 32100');
  }
  let weight = 1;
  let total = 0;
  for (const value of values) {
    total += value * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet.charAt((31 - (total % 31)) % 31);
}
