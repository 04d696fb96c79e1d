import { describe, expect, test } from 'vitest';
import { certificatePrinter } from '../../cli/programme/population/people/certificates.ts';
import { organisation } from '../../cli/programme/population/people/organisations.ts';
import { traineeRegister } from '../../cli/programme/population/people/trainees.ts';
import { checkCertificateNumber } from '../../domain/certificate-number.ts';
import { checkCreditCode } from '../../domain/credit-code.ts';
import { addMonths, isoDate } from '../../domain/days.ts';
import { assignGroup } from '../../domain/groups.ts';
import { checkIdentityNumber } from '../../domain/identity-number.ts';
import { aPopulation, pack, spec } from '../support/programme.ts';

const { claims, organisations } = aPopulation({ at: '0.1' });
const lines = claims.flatMap((claim) => claim.lines.map((line) => ({ ...line, claim })));

describe('trainees', () => {
  test('have valid identity numbers under an area that is assigned to nobody, each its own', () => {
    const numbers = lines.map(({ trainee }) => trainee.identityNumber);
    expect(numbers.filter((number) => checkIdentityNumber(number).kind !== 'valid')).toEqual([]);
    expect(numbers.filter((number) => !number.startsWith('6499'))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('have names that nobody could take for a real person, each its own', () => {
    const names = lines.map(({ trainee }) => trainee.name);
    expect(names.filter((name) => !/^示例学员\d{6}$/u.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('are from 18 to 55 when they are trained, women up to 49', () => {
    for (const { trainee, startedOn } of lines) {
      const identity = checkIdentityNumber(trainee.identityNumber);
      if (identity.kind !== 'valid') throw new Error('not valid');
      const { bornOn, sex } = identity;
      expect(addMonths(bornOn, 18 * 12) <= startedOn).toBe(true);
      expect(addMonths(bornOn, (sex === 'female' ? 50 : 55) * 12) > startedOn).toBe(true);
    }
  });

  test('are both women and men', () => {
    const women = lines.filter(
      ({ trainee }) => Number(trainee.identityNumber.charAt(16)) % 2 === 0,
    );
    expect(women.length / lines.length).toBeGreaterThan(0.45);
    expect(women.length / lines.length).toBeLessThan(0.55);
  });

  test('declare attributes that make them of the group they are planned for', () => {
    const misplaced = lines.filter(
      ({ attributes, group }) => assignGroup(pack, attributes) !== group,
    );
    expect(misplaced).toEqual([]);
    expect(lines.some(({ attributes }) => attributes.length > 1)).toBe(true);
  });

  test('stay unique when a birthday has more of them than serial numbers', () => {
    const trainee = traineeRegister('crowd', '6499');
    const many = Array.from({ length: 3000 }, () =>
      trainee({ from: 18, to: 18 }, isoDate('2020-06-01')),
    );
    expect(new Set(many.map(({ identityNumber }) => identityNumber)).size).toBe(3000);
  });
});

describe('organisations', () => {
  test('have valid credit codes, fictitious names and accounts of their own', () => {
    const codes = organisations.map(({ creditCode }) => creditCode);
    expect(codes.filter((code) => checkCreditCode(code).kind !== 'valid')).toEqual([]);
    expect(new Set(codes).size).toBe(organisations.length);
    expect(organisations.every(({ name }) => /^示例(企业|培训机构)\d{4}/u.test(name))).toBe(true);
    const accounts = organisations.map(({ account }) => account.number);
    expect(new Set(accounts).size).toBe(organisations.length);
    expect(accounts.filter((number) => number.endsWith('4444'))).toEqual([]);
  });

  test('take their number over ten thousand without running into another', () => {
    const last = organisation(
      { seed: '1', unassignedArea: '6499' },
      'enterprise',
      99_999,
      '640000',
    );
    expect(checkCreditCode(last.creditCode).kind).toBe('valid');
  });
});

describe('certificates', () => {
  test('have numbers of the form their kind has, each its own', () => {
    const certificates = lines.flatMap(({ certificate, level, trainee }) =>
      certificate ? [{ ...certificate, level, identityNumber: trainee.identityNumber }] : [],
    );
    for (const { kind, number, registered, issuedOn, level, identityNumber } of certificates) {
      const claim = { issuedOn, identityNumber, ...(level !== undefined && { level }) };
      const check = checkCertificateNumber(kind, number, pack.certificateFormats, claim);
      expect(check.kind).toBe(registered ? 'valid' : 'unknown-format');
    }
    const numbers = certificates.map(({ kind, number }) => `${kind} ${number}`);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(certificates.some(({ registered }) => !registered)).toBe(true);
  });

  test('are issued after the course and before the claim', () => {
    for (const { certificate, endedOn, claim } of lines) {
      if (!certificate) continue;
      expect(endedOn < certificate.issuedOn).toBe(true);
      expect(certificate.issuedOn < claim.dates.filed).toBe(true);
    }
  });

  test('cannot be printed by a template that the formats of the region refuse', () => {
    const printer = certificatePrinter(
      { ...spec, certificates: { 'skill-level': 'X{serial:0-7}' } },
      pack.certificateFormats,
    );
    const holder = {
      kind: 'skill-level',
      level: '5',
      identityNumber: '',
      issuedOn: isoDate('2020-01-01'),
    };
    expect(() => printer.issue(holder)).toThrow(/skill-level: unknown-format/u);
  });
});
