import { assert, constantFrom, integer, property, stringMatching } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCreditCode, creditCodeCheckDigit } from '../../domain/credit-code.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100 read from its definition: the weighted values and the check value make 0 modulo 31. */
function satisfiesStandard(code: string): boolean {
  const powers = Array.from({ length: 17 }, (_, power) => 3n ** BigInt(power));
  const values = Array.from(code, (character) => BigInt(alphabet.indexOf(character)));
  const total = powers.reduce((sum, power, at) => sum + power * (values[at] ?? 0n), 0n);
  return (total + (values[17] ?? 0n)) % 31n === 0n;
}

const anyCode = stringMatching(/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{9}$/).map(
  (body) => body + Array.from(alphabet).find((last) => satisfiesStandard(body + last)),
);

describe('checkCreditCode', () => {
  test('accepts every code made by the standard', () => {
    const accepted = property(anyCode, (code) => {
      expect(checkCreditCode(code)).toEqual({ kind: 'valid', code });
    });
    assert(accepted);
  });

  test('warns of every change of one character, and says what it expected', () => {
    const body = integer({ min: 8, max: 16 });
    const noticed = property(
      anyCode,
      body,
      constantFrom(...Array.from(alphabet)),
      (code, at, character) => {
        if (code.charAt(at) === character) return;
        const changed = code.slice(0, at) + character + code.slice(at + 1);
        const check = checkCreditCode(changed);
        expect(check).toMatchObject({ kind: 'warning', reason: 'check-digit', code: changed });
        if (check.kind !== 'warning') return;
        expect(satisfiesStandard(changed.slice(0, 17) + check.expected)).toBe(true);
      },
    );
    assert(noticed, { numRuns: 500 });
  });

  test.each([
    ['91350100M0001TGQXM', '1'],
    ['91350211M0000XUF46', 'R'],
  ])('only warns of %s, a legal code of the early pilot', (code, expected) => {
    expect(checkCreditCode(code)).toEqual({
      kind: 'warning',
      reason: 'check-digit',
      code,
      expected,
    });
  });

  test('understands small letters, full-width characters and spaces', () => {
    const code = '91350100M0001TGQX1';
    for (const text of ['91350100m0001tgqx1', ' 913501 00M0001 TGQX1 ', '９1350100Ｍ0001TGQX1']) {
      expect(checkCreditCode(text)).toEqual({ kind: 'valid', code });
    }
  });

  test.each([
    ['91350100M0001TGQX', 'length'],
    ['91350100M0001TGQX11', 'length'],
    ['', 'length'],
    ['91350100I0001TGQX1', 'characters'],
    ['91350100O0001TGQX1', 'characters'],
    ['91350100S0001TGQX1', 'characters'],
    ['91350100V0001TGQX1', 'characters'],
    ['91350100Z0001TGQX1', 'characters'],
    ['9135010AM0001TGQX1', 'characters'],
    ['91350100M0001TGQ-1', 'characters'],
  ])('%s is invalid: %s', (text, reason) => {
    expect(checkCreditCode(text)).toEqual({ kind: 'invalid', reason });
  });
});

describe('creditCodeCheckDigit', () => {
  test('completes the first 17 characters, and takes nothing else', () => {
    expect(creditCodeCheckDigit('91350100M0001TGQX')).toBe('1');
    expect(creditCodeCheckDigit('00000000000000000')).toBe('0');
    expect(() => creditCodeCheckDigit('91350100M0001TGQX1')).toThrow(RangeError);
    expect(() => creditCodeCheckDigit('91350100I0001TGQX')).toThrow(RangeError);
  });
});
