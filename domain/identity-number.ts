import { isIsoDate } from './days.ts';
import type { IsoDate } from './days.ts';
import { halfWidth } from './half-width.ts';

export type IdentityFault =
  | 'length'
  | 'characters'
  | 'birth-date'
  | 'check-digit'
  | 'old-15-digits';

export type IdentityCheck =
  | { kind: 'valid'; number: string; bornOn: IsoDate; sex: 'male' | 'female' }
  | { kind: 'invalid'; reason: IdentityFault };

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = '10X98765432';
const bornFirst = '1900-01-01';

/**
 * Checks a citizen identity number (GB 11643-1999) and returns it in its one spelling. Full-width
 * characters, spaces and a small x are accepted. The area code is that of the first registration
 * and says nothing about residence, so it is not read.
 */
export function checkIdentityNumber(text: string): IdentityCheck {
  const number = halfWidth(text).toUpperCase();
  if (/^\d{15}$/.test(number)) return { kind: 'invalid', reason: 'old-15-digits' };
  if (number.length !== 18) return { kind: 'invalid', reason: 'length' };
  if (!/^\d{17}[\dX]$/.test(number)) return { kind: 'invalid', reason: 'characters' };
  const bornOn = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isIsoDate(bornOn) || bornOn < bornFirst) return { kind: 'invalid', reason: 'birth-date' };
  if (identityCheckDigit(number.slice(0, 17)) !== number.charAt(17)) {
    return { kind: 'invalid', reason: 'check-digit' };
  }
  const sex = Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female';
  return { kind: 'valid', number, bornOn, sex };
}

/** Whether a text holds a whole citizen identity number, also one written in groups. */
export function holdsIdentityNumber(text: string): boolean {
  const candidates = halfWidth(text).matchAll(/(?=(?<number>\d{17}[\dXx]))/g);
  return [...candidates].some(
    (it) => checkIdentityNumber(it.groups?.['number'] ?? '').kind === 'valid',
  );
}

/** The text with every identity number in it masked but for its last four characters. */
export function maskIdentities(text: string): string {
  let masked = text;
  for (const { index, groups } of text.matchAll(/(?=(?<number>\d{17}[\dXx]))/g)) {
    const number = groups?.['number'] ?? '';
    if (checkIdentityNumber(number).kind !== 'valid') continue;
    const stars = maskIdentity(number);
    masked = `${masked.slice(0, index)}${stars}${masked.slice(index + stars.length)}`;
  }
  return masked;
}

/** The check character of the first 17 digits. Throws RangeError unless there are 17 digits. */
export function identityCheckDigit(digits: string): string {
  if (!/^\d{17}$/.test(digits)) throw new RangeError('not 17 digits');
  const total = weights.reduce(
    (sum, weight, position) => sum + weight * Number(digits.charAt(position)),
    0,
  );
  return checkDigits.charAt(total % 11);
}

/** Stars and the last four characters; nothing of a text too short to hide behind them. */
export function maskIdentity(number: string): string {
  const shown = number.length > 8 ? number.slice(-4) : '';
  return shown.padStart(number.length, '*');
}
