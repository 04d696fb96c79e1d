import { sql } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';

/** A certificate to look up; the identity number stays sealed until it leaves for the registry. */
export type CertificateToCheck = {
  roster: number;
  lineNo: number;
  kind: string;
  number: string;
  occupation: string | null;
  level: string | null;
  startedOn: IsoDate;
  identityCipher: Buffer | null;
};

export async function listPendingCertificates(
  db: Database,
  claimId: string,
  limit: number,
): Promise<CertificateToCheck[]> {
  const { rows } = await sql<CertificateToCheck>`
    select l.roster, l.line_no as "lineNo", l.certificate_kind as kind, l.certificate_no as number,
      l.occupation, l.level,
      l.started_on as "startedOn", p.identity_cipher as "identityCipher"
    from claim_line l join person p on p.id = l.person_id
    where l.claim_id = ${claimId} and l.certificate_state = 'pending'
    order by l.line_no limit ${limit}
  `.execute(db);
  return rows;
}

export type CertificateFinding = {
  /** The roster that was looked up: what comes after a correction does not touch the new one. */
  roster: number;
  lineNo: number;
  state: 'verified' | 'failed' | 'manual';
  result: string;
  source: string;
  checkedAt: Instant;
  evidence: object;
};

/**
 * Freezes what was found, with source and time; a line already decided keeps its finding. The claim
 * is locked first, as by every other step.
 */
export async function recordFindings(
  tx: Tx,
  claimId: string,
  findings: readonly CertificateFinding[],
): Promise<void> {
  await sql`
    with locked as materialized (
      select id from claim where id = ${claimId} for update
    ), found as (
      select f.* from locked, unnest(${findings.map((it) => it.roster)}::int[],
        ${findings.map((it) => it.lineNo)}::int[],
        ${findings.map((it) => it.state)}::text[], ${findings.map((it) => it.result)}::text[],
        ${findings.map((it) => it.source)}::text[],
        ${findings.map((it) => it.checkedAt)}::timestamptz[],
        ${findings.map((it) => JSON.stringify(it.evidence))}::jsonb[])
        as f(roster, line_no, state, result, source, checked_at, evidence)
    ), changed as (
      update claim_line l set certificate_state = f.state,
        certificate_issued_on = (f.evidence->>'issuedOn')::date
      from found f where l.claim_id = ${claimId} and l.line_no = f.line_no
        and l.roster = f.roster and l.certificate_state = 'pending'
      returning l.line_no
    )
    insert into certificate_check (claim_id, roster, line_no, round, result, source, checked_at,
      evidence)
    select ${claimId}, f.roster, f.line_no, 1, f.result, f.source, f.checked_at, f.evidence
    from found f join changed using (line_no)
    on conflict (claim_id, roster, line_no, round) do nothing
  `.execute(tx);
}
