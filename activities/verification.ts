import { listPendingCertificates, recordFindings } from '../db/verification.ts';
import type { CertificateFinding, CertificateToCheck } from '../db/verification.ts';
import { registryBatchMax } from '../gateways/certificate-registry.ts';
import type {
  CertificateAnswer,
  CertificateQuery,
  CertificateRecord,
} from '../gateways/certificate-registry.ts';
import type { Dependencies } from './dependencies.ts';

export function createVerificationActivities({ db, registry, decrypt }: Dependencies) {
  return {
    /**
     * Looks up every unchecked certificate of a claim, batch by batch, and freezes what was found.
     * A registry that does not answer throws, so that the look-up is tried again, never refused.
     */
    async verifyCertificates(claimId: string): Promise<void> {
      for (;;) {
        const pending = await listPendingCertificates(db, claimId, registryBatchMax);
        if (pending.length === 0) return;
        const answers = await registry.look(pending.map((it) => queryOf(it, decrypt)));
        const byRef = new Map(answers.map((answer) => [answer.ref, answer]));
        const findings = pending.map((it) => findingOf(it, byRef.get(String(it.lineNo))));
        await db.transaction().execute((tx) => recordFindings(tx, claimId, findings));
      }
    },
  };
}

function queryOf(
  { lineNo, kind, number, identityCipher }: CertificateToCheck,
  decrypt: (cipher: Buffer) => string,
): CertificateQuery {
  const identityNumber = identityCipher === null ? '' : decrypt(identityCipher);
  return { ref: String(lineNo), kind, number, identityNumber };
}

/** What the registry does not know, a person looks up; another person's certificate has failed. */
function findingOf(
  it: CertificateToCheck,
  answer: CertificateAnswer | undefined,
): CertificateFinding {
  const { roster, lineNo } = it;
  if (!answer) throw new Error(`no answer for line ${String(lineNo)}`);
  const { result, source, checkedAt, record } = answer;
  const states = { verified: 'verified', mismatch: 'failed', unknown: 'manual' } as const;
  const doubt = result === 'verified' ? doubtOf(it, record) : undefined;
  const found = doubt ?? { state: states[result], result };
  return { roster, lineNo, ...found, source, checkedAt, evidence: record ?? {} };
}

/**
 * What speaks against a certificate that is its holder's own. Registers name occupations in their
 * own words, and a person may have learnt again what they were certified for: a person judges.
 */
function doubtOf(
  { occupation, level, startedOn }: CertificateToCheck,
  record: CertificateRecord | undefined,
): Pick<CertificateFinding, 'state' | 'result'> | undefined {
  if (!record) return undefined;
  const differs = (own: string | null, theirs: string | undefined): boolean =>
    own !== null && theirs !== undefined && own !== theirs;
  if (differs(level, record.level)) return { state: 'failed', result: 'other-level' };
  if (differs(occupation, record.occupation))
    return { state: 'manual', result: 'other-occupation' };
  if (record.issuedOn < startedOn) return { state: 'manual', result: 'issued-before-training' };
  return undefined;
}
