import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCertificateNumber, identifyCertificate } from '../../domain/certificate-number.ts';
import type { CertificateFormat } from '../../domain/certificate-number.ts';
import { isoDate } from '../../domain/days.ts';

/** The layouts named in public guides to the certificates, as a region pack would state them. */
const formats: CertificateFormat[] = [
  { kind: 'qualification', pattern: '\\d{6}[0-4]\\d{3}[1-5]\\d{5}', yearAt: 1, levelAt: 11 },
  {
    kind: 'skill-level',
    pattern: '[YS]\\d{14}[1-5]\\d{6}',
    validFrom: isoDate('2019-01-01'),
    validTo: isoDate('2023-12-31'),
    yearAt: 14,
    levelAt: 16,
  },
  {
    kind: 'skill-level',
    pattern: '[A-Z]{2}\\d{20}',
    validFrom: isoDate('2022-01-01'),
    yearAt: 3,
    yearDigits: 4,
  },
  { kind: 'special-operation', pattern: 'T\\d{17}[\\dX]', identityAt: 2 },
];

const qualification = '1964003001401234';
const skillLevel = 'Y00016400000120400001';
const skillLevelLong = 'Y000164000001204000012';

describe('checkCertificateNumber', () => {
  test('accepts a number whose year and level agree with the claim', () => {
    const claim = { level: '4', issuedOn: isoDate('2019-11-20') };
    expect(checkCertificateNumber('qualification', qualification, formats, claim)).toEqual({
      kind: 'valid',
      number: qualification,
    });
  });

  test('compares nothing the claim does not say', () => {
    expect(checkCertificateNumber('qualification', qualification, formats).kind).toBe('valid');
  });

  test('understands small letters, full-width characters and spaces', () => {
    expect(checkCertificateNumber('skill-level', ' ｙ000164 000001204000012 ', formats)).toEqual({
      kind: 'valid',
      number: skillLevelLong,
    });
  });

  test.each([
    ['qualification', skillLevelLong],
    ['skill-level', qualification],
    ['skill-level', skillLevel],
    ['qualification', `${qualification}0`],
    ['qualification', `0${qualification}`],
    ['training-pass', qualification],
    ['qualification', ''],
    ['qualification', '9'.repeat(100_000)],
  ])('knows no format of a %s number like %.30s', (kind, text) => {
    expect(checkCertificateNumber(kind, text, formats)).toEqual({ kind: 'unknown-format' });
  });

  test('names the level the number carries when the claim says another', () => {
    const claim = { level: '3', issuedOn: isoDate('2019-11-20') };
    expect(checkCertificateNumber('qualification', qualification, formats, claim)).toEqual({
      kind: 'level-mismatch',
      inNumber: '4',
    });
  });

  test('names the year the number carries when the claim says another', () => {
    const claim = { level: '4', issuedOn: isoDate('2020-01-02') };
    expect(checkCertificateNumber('qualification', qualification, formats, claim)).toEqual({
      kind: 'year-mismatch',
      inNumber: '19',
    });
  });

  test('compares a year of four digits whole', () => {
    const number = 'AB19220000000000000001';
    const claim = { issuedOn: isoDate('2022-05-01') };
    expect(checkCertificateNumber('skill-level', number, formats, claim)).toEqual({
      kind: 'year-mismatch',
      inNumber: '1922',
    });
  });

  test('uses a format only for the days it was issued on', () => {
    const issuedOn = (day: string) => ({ issuedOn: isoDate(day) });
    const of = (day: string) =>
      checkCertificateNumber('skill-level', skillLevelLong, formats, issuedOn(day)).kind;
    expect(of('2018-12-31')).toBe('unknown-format');
    expect(of('2020-06-01')).toBe('valid');
    expect(of('2024-01-01')).toBe('unknown-format');
  });

  test('includes the first and the last day of a format', () => {
    const dated = [
      {
        kind: 'skill-level',
        pattern: '[YS]\\d{21}',
        validFrom: isoDate('2019-01-01'),
        validTo: isoDate('2023-12-31'),
      },
    ];
    for (const day of ['2019-01-01', '2023-12-31']) {
      const claim = { issuedOn: isoDate(day) };
      expect(checkCertificateNumber('skill-level', skillLevelLong, dated, claim).kind).toBe(
        'valid',
      );
    }
  });

  test('is satisfied when one of several formats that fit agrees', () => {
    const early = { kind: 'pass', pattern: '\\d{4}', yearAt: 1 };
    const late = { kind: 'pass', pattern: '\\d{4}', yearAt: 3 };
    const claim = { issuedOn: isoDate('2021-03-01') };
    expect(checkCertificateNumber('pass', '0021', [early, late], claim).kind).toBe('valid');
    expect(checkCertificateNumber('pass', '0099', [early, late], claim)).toEqual({
      kind: 'year-mismatch',
      inNumber: '00',
    });
  });

  test('notices the identity number of somebody else in a special-operation number', () => {
    const claim = { identityNumber: '34052419800101001x' };
    const own = checkCertificateNumber('special-operation', 'T34052419800101001X', formats, claim);
    const other = checkCertificateNumber(
      'special-operation',
      'T110101199003070011',
      formats,
      claim,
    );
    expect(own.kind).toBe('valid');
    expect(other).toEqual({ kind: 'identity-mismatch' });
  });

  test('takes an alternative in a pattern as a whole number', () => {
    const either = [{ kind: 'pass', pattern: 'A\\d|B\\d\\d' }];
    expect(checkCertificateNumber('pass', 'A12', either).kind).toBe('unknown-format');
    expect(checkCertificateNumber('pass', 'B12', either).kind).toBe('valid');
  });

  test('never throws, whatever the number or the pattern', () => {
    const quiet = property(
      string({ unit: 'binary' }),
      string({ unit: 'binary' }),
      (text, pattern) => {
        const any = [...formats, { kind: 'any', pattern, yearAt: 900, levelAt: 901 }];
        for (const { kind } of any) {
          const check = checkCertificateNumber(kind, text, any, {
            level: '1',
            issuedOn: isoDate('2020-02-29'),
            identityNumber: text,
          });
          expect(check.kind).toMatch(/^(valid|unknown-format|(level|year|identity)-mismatch)$/);
        }
      },
    );
    assert(quiet);
    expect(checkCertificateNumber('any', '1', [{ kind: 'any', pattern: '(' }]).kind).toBe(
      'unknown-format',
    );
  });
});

describe('identifyCertificate', () => {
  const identity = '34052419800101001X';
  const known: CertificateFormat[] = [
    { kind: 'old', pattern: '\\d{13}', pad: '000' },
    { kind: 'written', pattern: 'A-\\d{4}' },
    ...formats,
  ];

  test.each([
    ['old', '1234567890123', '0001234567890123'],
    ['old', '0001234567890123', '0001234567890123'],
    ['old', '123-456-7890123', '0001234567890123'],
    ['written', 'A-2020', 'A-2020'],
    ['skill-level', 'Y000-164000001204000012', skillLevelLong],
    ['nothing-known', '宁培-2025-1', '宁培-2025-1'],
  ])('writes a number of kind %s, %s, as %s', (kind, text, number) => {
    expect(identifyCertificate(kind, text, known).number).toBe(number);
  });

  test('gives one key to every way of writing a number, also of no known form', () => {
    const keyOf = (kind: string, text: string) => identifyCertificate(kind, text, known).key;
    expect(keyOf('nothing-known', '宁培-2025-1')).toBe(keyOf('nothing-known', '宁培20251'));
    expect(keyOf('old', '1234567890123')).toBe(keyOf('old', '0001-234567890123'));
  });

  test('shows of an identity number the last four characters', () => {
    const shown = (kind: string, text: string) => identifyCertificate(kind, text, known).shown;
    expect(shown('special-operation', `T${identity}`)).toBe(`T${'*'.repeat(14)}001X`);
    expect(shown('nothing-known', `T-${identity}-2`)).toBe(`T-${'*'.repeat(14)}001X-2`);
    expect(shown('qualification', qualification)).toBe(qualification);
  });
});

describe('what a format says of a number', () => {
  const of = (format: Partial<CertificateFormat>): CertificateFormat[] => [
    { kind: 'k', pattern: '[A-Z]\\d{4}\\d{2}[abc]?\\d', ...format },
  ];
  const check = (format: Partial<CertificateFormat>, claim = {}) =>
    checkCertificateNumber('k', 'S0012195', of(format), claim).kind;

  test('knows the bodies the pack lists, and leaves another to a person', () => {
    expect(check({ bodyAt: 2, bodies: ['0012', '0013'] })).toBe('valid');
    expect(check({ bodyAt: 2, bodies: ['0013'] })).toBe('unknown-body');
  });

  test('names the pack’s own levels', () => {
    const own = { levelAt: 8, levels: { '5': 'beginner' } };
    expect(check(own, { level: 'beginner' })).toBe('valid');
    expect(check(own, { level: '5' })).toBe('level-mismatch');
  });

  test('is of a year between training and filing where the day of issue is not known', () => {
    const year = { yearAt: 6, yearDigits: 2 as const };
    const between = (from: string, to: string) => ({ between: [isoDate(from), isoDate(to)] });
    expect(check(year, between('2018-11-01', '2019-02-01'))).toBe('valid');
    expect(check(year, between('2020-01-01', '2021-02-01'))).toBe('year-mismatch');
  });
});
