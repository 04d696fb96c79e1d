import { checkCertificateNumber } from '../../domain/certificate-number.ts';
import { instant, shanghaiDay, type Instant } from '../../domain/days.ts';
import { askedAgainAt, sourceAt, sourceOfKind } from '../../domain/look-up-ways.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import type { CertificateFinding, CertificateToCheck } from '../../db/verification.ts';
import type { CertificateAnswer, CertificateRecord } from '../../gateways/certificate-registry.ts';

/** What an answer means for its line; `askAt` where the same source is to be asked again then. */
export type Judged = { finding: CertificateFinding; askAt?: Instant };

type Doubt = Pick<CertificateFinding, 'state' | 'result'>;

/**
 * What nobody knows yet is asked for again, then looked up another way, at last by a person.
 * Another person's certificate, and one that was revoked, have failed; where the money was approved
 * already, whatever does not hold stops its line for a person to look at.
 */
export function judgeAnswer(
  pack: RegionPack,
  it: CertificateToCheck,
  { number, answer, now }: { number: string; answer: CertificateAnswer; now: Instant },
): Judged {
  const { result, record, source, checkedAt } = answer;
  const { roster, lineNo } = it;
  const found = { roster, lineNo, result, source, checkedAt, evidence: record ?? {} };
  if (result === 'unknown') return notFound(pack, it, { ...found, now });
  const failed = result === 'mismatch' || result === 'revoked';
  const doubt: Doubt | undefined = failed
    ? { state: 'failed', result }
    : doubtOf(pack, it, { number, record, now });
  const verdict = doubt ?? { state: 'verified' as const, result };
  const finding = { ...found, ...verdict, issuedOn: record?.issuedOn };
  return { finding: it.approved ? stopping(finding) : finding };
}

/** The way did not lead to an answer in its time: the next one is taken. */
export function takeNextWay(
  pack: RegionPack,
  it: CertificateToCheck,
  { source, now }: { source: string; now: Instant },
): CertificateFinding {
  const { roster, lineNo, kind, way } = it;
  const found = { roster, lineNo, source, checkedAt: now, evidence: {} };
  return toNextWay(pack, { kind, way, approved: it.approved }, { ...found, result: 'no-answer' });
}

function notFound(
  pack: RegionPack,
  it: CertificateToCheck,
  { now, ...found }: Omit<CertificateFinding, 'state'> & { now: Instant },
): Judged {
  const source = sourceOfKind(pack, it.kind);
  const askAt = askedAgainAt(source, { filedOn: it.filedOn, now });
  if (askAt !== undefined) return { finding: { ...found, state: 'pending' }, askAt };
  if (source?.notFound?.then === 'manual') {
    return { finding: toPerson(it.approved, found) };
  }
  return { finding: toNextWay(pack, it, found) };
}

function toNextWay(
  pack: RegionPack,
  { kind, way, approved }: Pick<CertificateToCheck, 'kind' | 'way' | 'approved'>,
  found: Omit<CertificateFinding, 'state'>,
): CertificateFinding {
  const next = sourceAt(pack, kind, way + 1);
  if (next === undefined) return toPerson(approved, found);
  return { ...found, state: 'pending', next: { source: next, way: way + 1 } };
}

const toPerson = (
  approved: boolean,
  found: Omit<CertificateFinding, 'state'>,
): CertificateFinding => ({ ...found, state: 'manual', stops: approved });

function stopping(finding: CertificateFinding): CertificateFinding {
  return finding.state === 'verified' ? finding : { ...finding, state: 'manual', stops: true };
}

/**
 * What speaks against a certificate that is its holder's own. Registers name occupations in their
 * own words, and a person may have learnt again what they were certified for: a person judges.
 */
function doubtOf(
  pack: RegionPack,
  { kind, occupation, level, startedOn }: CertificateToCheck,
  of: { number: string; record: CertificateRecord | undefined; now: Instant },
): Doubt | undefined {
  const { number, record, now } = of;
  const differs = (own: string | null, theirs: string | undefined): boolean =>
    own !== null && theirs !== undefined && own !== theirs;
  if (differs(level, record?.level)) return { state: 'failed', result: 'other-level' };
  if (differs(occupation, record?.occupation)) {
    return { state: 'manual', result: 'other-occupation' };
  }
  if (record && record.issuedOn < startedOn) {
    return { state: 'manual', result: 'issued-before-training' };
  }
  const dates = record
    ? { issuedOn: record.issuedOn }
    : { between: [startedOn, shanghaiDay(instant(now))] as const };
  const check = checkCertificateNumber(kind, number, pack.certificateFormats, dates);
  if (check.kind === 'year-mismatch') return { state: 'manual', result: 'other-year' };
  return check.kind === 'unknown-body' ? { state: 'manual', result: 'unknown-body' } : undefined;
}
