import { yearOf } from './days.ts';
import type { IsoDate } from './days.ts';
import { halfWidth } from './half-width.ts';

/**
 * How the numbers of one certificate kind are written, as a region pack states it. `pattern` is a
 * regular expression for the whole number in capitals; positions count characters from 1; the
 * days say when certificates of this form were issued.
 */
export type CertificateFormat = {
  kind: string;
  pattern: string;
  validFrom?: IsoDate;
  validTo?: IsoDate;
  levelAt?: number;
  yearAt?: number;
  yearDigits?: 2 | 4;
  identityAt?: number;
};

/** What the claim says of the certificate; what it leaves out is not compared. */
export type CertificateClaim = {
  level?: string;
  issuedOn?: IsoDate;
  identityNumber?: string;
};

export type CertificateNumberCheck =
  | { kind: 'valid'; number: string }
  | { kind: 'unknown-format' }
  | { kind: 'level-mismatch'; inNumber: string }
  | { kind: 'year-mismatch'; inNumber: string }
  | { kind: 'identity-mismatch' };

const lengthMax = 64;

/**
 * A number in its one spelling; undefined where it holds a character that only looks like one of
 * its own, or is not to be seen. Full-width forms are narrowed, spaces taken out.
 */
export function spellCertificateNumber(text: string): string | undefined {
  const number = halfWidth(text.normalize('NFKC')).toUpperCase();
  return /^[0-9A-Z\p{Script=Han}-]+$/u.test(number) ? number : undefined;
}

/**
 * Checks a number against the formats of its kind and returns it in its one spelling. Valid when
 * one format agrees with the claim altogether; else what the first format that fits it contradicts.
 * Never throws: a faulty pattern fits nothing.
 */
export function checkCertificateNumber(
  kind: string,
  text: string,
  formats: readonly CertificateFormat[],
  claim: CertificateClaim = {},
): CertificateNumberCheck {
  const number = halfWidth(text).toUpperCase();
  if (number.length > lengthMax) return { kind: 'unknown-format' };
  const checks = formats
    .filter((format) => format.kind === kind && isIssuable(format, claim.issuedOn))
    .filter((format) => fits(format.pattern, number))
    .map((format) => compareWithClaim(format, number, claim));
  return checks.find((check) => check.kind === 'valid') ?? checks[0] ?? { kind: 'unknown-format' };
}

function isIssuable(format: CertificateFormat, issuedOn: IsoDate | undefined): boolean {
  if (issuedOn === undefined) return true;
  if (format.validFrom !== undefined && issuedOn < format.validFrom) return false;
  return format.validTo === undefined || issuedOn <= format.validTo;
}

function fits(pattern: string, number: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(number);
  } catch {
    return false;
  }
}

function compareWithClaim(
  format: CertificateFormat,
  number: string,
  { level, issuedOn, identityNumber }: CertificateClaim,
): CertificateNumberCheck {
  const inNumber = (at: number, length: number) => number.slice(at - 1, at - 1 + length);
  if (format.identityAt !== undefined && identityNumber !== undefined) {
    const identity = halfWidth(identityNumber).toUpperCase();
    if (inNumber(format.identityAt, 18) !== identity) return { kind: 'identity-mismatch' };
  }
  if (format.levelAt !== undefined && level !== undefined) {
    const digit = inNumber(format.levelAt, 1);
    if (digit !== level) return { kind: 'level-mismatch', inNumber: digit };
  }
  if (format.yearAt !== undefined && issuedOn !== undefined) {
    const digits = inNumber(format.yearAt, format.yearDigits ?? 2);
    const year = String(yearOf(issuedOn)).padStart(4, '0');
    if (!year.endsWith(digits)) return { kind: 'year-mismatch', inNumber: digits };
  }
  return { kind: 'valid', number };
}
