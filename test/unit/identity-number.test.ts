import { assert, constantFrom, date, integer, property, stringMatching, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkIdentityNumber,
  identityCheckDigit,
  maskIdentity,
} from '../../domain/identity-number.ts';

/** The specimen of GB 11643; it belongs to nobody. */
const specimen = '34052419800101001X';

/** ISO 7064 MOD 11-2 read from its definition: all 18 values, doubling leftwards, leave 1. */
function satisfiesStandard(number: string): boolean {
  const value = (character: string) => (character === 'X' ? 10 : Number(character));
  return Array.from(number, value).reduce((rest, digit) => (rest * 2 + digit) % 11, 0) === 1;
}

const birthDay = date({
  min: new Date('1900-01-01'),
  max: new Date('2099-12-31'),
  noInvalidDate: true,
}).map((at) => at.toISOString().slice(0, 10));

const anyNumber = tuple(stringMatching(/^\d{6}$/), birthDay, stringMatching(/^\d{3}$/)).map(
  ([area, bornOn, serial]) => {
    const body = `${area}${bornOn.replaceAll('-', '')}${serial}`;
    const check = Array.from('0123456789X').find((last) => satisfiesStandard(body + last));
    return { number: `${body}${check}`, bornOn };
  },
);

function replaced(text: string, position: number, character: string): string {
  return text.slice(0, position) + character + text.slice(position + 1);
}

describe('checkIdentityNumber', () => {
  test('accepts the specimen of the standard', () => {
    expect(checkIdentityNumber(specimen)).toEqual({
      kind: 'valid',
      number: specimen,
      bornOn: '1980-01-01',
      sex: 'male',
    });
  });

  test('accepts every number made by the standard, and reads birth and sex from it', () => {
    const accepted = property(anyNumber, ({ number, bornOn }) => {
      const sex = ['1', '3', '5', '7', '9'].includes(number.charAt(16)) ? 'male' : 'female';
      expect(checkIdentityNumber(number)).toEqual({ kind: 'valid', number, bornOn, sex });
    });
    assert(accepted);
  });

  test('refuses every change of one character', () => {
    const place = integer({ min: 0, max: 17 });
    const refused = property(
      anyNumber,
      place,
      constantFrom(...Array.from('0123456789X')),
      ({ number }, position, character) => {
        if (number.charAt(position) === character) return;
        expect(checkIdentityNumber(replaced(number, position, character)).kind).toBe('invalid');
      },
    );
    assert(refused, { numRuns: 1000 });
  });

  test('refuses two neighbours changed round', () => {
    const refused = property(anyNumber, integer({ min: 0, max: 15 }), ({ number }, position) => {
      const [first, second] = [number.charAt(position), number.charAt(position + 1)];
      if (first === second) return;
      const swapped = replaced(replaced(number, position, second), position + 1, first);
      expect(checkIdentityNumber(swapped).kind).toBe('invalid');
    });
    assert(refused);
  });

  test.each([
    ['a small x', '34052419800101001x'],
    ['full-width digits', '３４０５２４１９８００１０１００１Ｘ'],
    ['a full-width small x', '34052419800101001ｘ'],
    ['spaces, also wide ones', ' 340524 19800101\u3000001X\n'],
  ])('understands %s', (_, text) => {
    expect(checkIdentityNumber(text)).toMatchObject({ kind: 'valid', number: specimen });
  });

  test.each([
    ['340524198001010013', 'check-digit'],
    ['340524198002300019', 'birth-date'],
    ['340524198013010019', 'birth-date'],
    ['340524190002290019', 'birth-date'],
    ['340524189912310019', 'birth-date'],
    ['340524800101001', 'old-15-digits'],
    ['34052419800101001', 'length'],
    ['34052419800101001XX', 'length'],
    ['34052480010100X', 'length'],
    ['', 'length'],
    ['3405241980010100X1', 'characters'],
    ['34052419800101001Y', 'characters'],
    ['三40524198001010019', 'characters'],
  ])('%s is invalid: %s', (text, reason) => {
    expect(checkIdentityNumber(text)).toEqual({ kind: 'invalid', reason });
  });

  test('accepts 29 February in leap years only', () => {
    const born = (day: string) => `340524${day}001`;
    const leap = born('20000229') + identityCheckDigit(born('20000229'));
    const common = born('20010229') + identityCheckDigit(born('20010229'));
    expect(checkIdentityNumber(leap).kind).toBe('valid');
    expect(checkIdentityNumber(common)).toEqual({ kind: 'invalid', reason: 'birth-date' });
  });

  test('accepts residence permits of Hong Kong, Macao and Taiwan residents', () => {
    for (const area of ['810000', '820000', '830000']) {
      const body = `${area}19900101001`;
      expect(checkIdentityNumber(body + identityCheckDigit(body)).kind).toBe('valid');
    }
  });
});

describe('identityCheckDigit', () => {
  test('completes the first 17 digits, and takes nothing else', () => {
    expect(identityCheckDigit(specimen.slice(0, 17))).toBe('X');
    expect(() => identityCheckDigit(specimen)).toThrow(RangeError);
    expect(() => identityCheckDigit('1234567890123456X')).toThrow(RangeError);
  });
});

describe('maskIdentity', () => {
  test('shows the last four characters and the length', () => {
    expect(maskIdentity(specimen)).toBe('**************001X');
  });

  test('shows nothing of a text too short to be one', () => {
    expect(maskIdentity('1234')).toBe('****');
    expect(maskIdentity('')).toBe('');
  });

  test('never shows the birth date', () => {
    const hidden = property(anyNumber, ({ number }) => {
      expect(maskIdentity(number).slice(0, 14)).toBe('*'.repeat(14));
      expect(maskIdentity(number)).toHaveLength(18);
    });
    assert(hidden);
  });
});
