import { yearOf } from './days.ts';
import type { IsoDate } from './days.ts';
import { halfWidth } from './half-width.ts';
import { maskIdentities, maskIdentity } from './identity-number.ts';

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
  /** Which level of the pack a character stands for; left out, the characters are its codes. */
  levels?: Readonly<Record<string, string>>;
  yearAt?: number;
  yearDigits?: 2 | 4;
  identityAt?: number;
  /** Where the code of the body that issued it stands. */
  bodyAt?: number;
  /** The bodies known; all of one length. Another one is for a person to judge. */
  bodies?: readonly string[];
  /** What registers put in front of numbers of this form; with or without, it is one number. */
  pad?: string;
};

/** What the claim says of the certificate; what it leaves out is not compared. */
export type CertificateClaim = {
  level?: string;
  issuedOn?: IsoDate;
  /** Where the day of issue is not known: the training began, and the claim was filed. */
  between?: readonly [IsoDate, IsoDate];
  identityNumber?: string;
};

export type CertificateNumberCheck =
  | { kind: 'valid'; number: string }
  | { kind: 'unknown-format' }
  | { kind: 'level-mismatch'; inNumber: string }
  | { kind: 'year-mismatch'; inNumber: string }
  | { kind: 'unknown-body'; inNumber: string }
  | { kind: 'identity-mismatch' };

/** One certificate's number: as registers know it, as a key of its own, and as people see it. */
export type CertificateIdentity = { number: string; key: string; shown: string };

const lengthMax = 64;
const identityLength = 18;

/**
 * A number in its one spelling; undefined where it holds a character that only looks like one of
 * its own, or is not to be seen. Full-width forms are narrowed, spaces taken out.
 */
export function spellCertificateNumber(text: string): string | undefined {
  const number = halfWidth(text.normalize('NFKC')).toUpperCase();
  return /^[0-9A-Z\p{Script=Han}-]+$/u.test(number) ? number : undefined;
}

/**
 * The number as its formats write it: hyphens that none of them knows are taken out, what they put
 * in front is there. A number of no known form stays as it is. `key` is the same for each way of
 * writing it; in `shown` identity numbers are masked.
 */
export function identifyCertificate(
  kind: string,
  text: string,
  formats: readonly CertificateFormat[],
): CertificateIdentity {
  const written = halfWidth(text).toUpperCase();
  const spelt = spellingOf(kind, written, formats);
  const number = spelt?.number ?? written;
  const key = number.replaceAll('-', '');
  return { number, key, shown: maskCertificate(number, spelt?.format.identityAt) };
}

function maskCertificate(number: string, identityAt: number | undefined): string {
  if (identityAt === undefined) return maskIdentities(number);
  const from = identityAt - 1;
  const identity = number.slice(from, from + identityLength);
  return `${number.slice(0, from)}${maskIdentity(identity)}${number.slice(from + identity.length)}`;
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
  const written = halfWidth(text).toUpperCase();
  const issuable = formats.filter((it) => it.kind === kind && isIssuable(it, claim.issuedOn));
  const checks = issuable.flatMap((format) => {
    const spelt = spellingOf(kind, written, [format]);
    return spelt ? [compareWithClaim(spelt, claim)] : [];
  });
  return checks.find((check) => check.kind === 'valid') ?? checks[0] ?? { kind: 'unknown-format' };
}

type Spelling = { format: CertificateFormat; number: string; bare: string };

/** The first format that the number fits, as it is written or without its hyphens. */
function spellingOf(
  kind: string,
  written: string,
  formats: readonly CertificateFormat[],
): Spelling | undefined {
  if (written.length > lengthMax) return undefined;
  const own = formats.filter((format) => format.kind === kind);
  for (const text of new Set([written, written.replaceAll('-', '')])) {
    for (const format of own) {
      const { pattern, pad = '' } = format;
      if (fits(pattern, text)) return { format, number: `${pad}${text}`, bare: text };
      const bare = text.slice(pad.length);
      if (pad !== '' && text.startsWith(pad) && fits(pattern, bare)) {
        return { format, number: text, bare };
      }
    }
  }
  return undefined;
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
  { format, number, bare }: Spelling,
  claim: CertificateClaim,
): CertificateNumberCheck {
  const inNumber = (at: number, length: number) => bare.slice(at - 1, at - 1 + length);
  const { level, identityNumber } = claim;
  if (format.identityAt !== undefined && identityNumber !== undefined) {
    const identity = halfWidth(identityNumber).toUpperCase();
    if (inNumber(format.identityAt, identityLength) !== identity) {
      return { kind: 'identity-mismatch' };
    }
  }
  if (format.levelAt !== undefined && level !== undefined) {
    const digit = inNumber(format.levelAt, 1);
    if ((format.levels?.[digit] ?? digit) !== level)
      return { kind: 'level-mismatch', inNumber: digit };
  }
  if (format.yearAt !== undefined) {
    const digits = inNumber(format.yearAt, format.yearDigits ?? 2);
    if (!yearsOf(claim).every((years) => years.some((year) => year.endsWith(digits)))) {
      return { kind: 'year-mismatch', inNumber: digits };
    }
  }
  if (format.bodyAt !== undefined && format.bodies?.[0] !== undefined) {
    const body = inNumber(format.bodyAt, format.bodies[0].length);
    if (!format.bodies.includes(body)) return { kind: 'unknown-body', inNumber: body };
  }
  return { kind: 'valid', number };
}

/** The years a certificate may name, as text of four digits; no list where nothing is known. */
function yearsOf({ issuedOn, between }: CertificateClaim): string[][] {
  const first = issuedOn ?? between?.[0];
  const last = issuedOn ?? between?.[1];
  if (first === undefined || last === undefined) return [];
  const count = Math.max(0, yearOf(last) - yearOf(first)) + 1;
  return [Array.from({ length: count }, (_, at) => String(yearOf(first) + at).padStart(4, '0'))];
}
