import { sql } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';

/** A certificate to look up; its numbers stay sealed until they leave for the source. */
export type CertificateToCheck = {
  roster: number;
  lineNo: number;
  kind: string;
  numberCipher: Buffer;
  occupation: string | null;
  level: string | null;
  startedOn: IsoDate;
  identityCipher: Buffer | null;
  /** Place in the pack's list of ways to look it up. */
  way: number;
  /** Days are counted from the claim's last fact: its filing, correction or approval. */
  filedOn: IsoDate;
  /** The claim's money was approved: this is the check before payment. */
  approved: boolean;
  packVersion: string;
  /** Since when the source owes an answer; null where it was not asked yet. */
  waitsSince: Instant | null;
  tries: number;
};

const toCheck = sql`l.roster, l.line_no as "lineNo", l.certificate_kind as kind,
  l.certificate_cipher as "numberCipher", l.occupation, l.level, l.started_on as "startedOn",
  p.identity_cipher as "identityCipher", l.look_up_way as way, c.last_fact_on as "filedOn",
  c.stage = 'rechecking' as approved, c.pack_version as "packVersion", w.since as "waitsSince",
  coalesce(w.tries, 0) as tries`;

/** The certificates of a claim that this source is to be asked about now, in order of lines. */
export async function listPendingCertificates(
  db: Database,
  of: { claimId: string; source: string; now: Instant; after: number; limit: number },
): Promise<CertificateToCheck[]> {
  const { rows } = await sql<CertificateToCheck>`
    select ${toCheck}
    from claim_line l join person p on p.id = l.person_id join claim c on c.id = l.claim_id
    left join look_up w on w.claim_id = l.claim_id and w.source = l.look_up_source
    where l.claim_id = ${of.claimId} and l.certificate_state = 'pending'
      and l.look_up_source = ${of.source} and l.line_no > ${of.after}
      and (w.next_at is null or w.next_at <= ${of.now})
    order by l.line_no limit ${of.limit}
  `.execute(db);
  return rows;
}

/** Those of these lines that still wait for this source, whenever it is to be asked next. */
export async function listAwaitedCertificates(
  db: Database,
  of: { claimId: string; source: string; roster: number; lineNos: readonly number[] },
): Promise<CertificateToCheck[]> {
  const { rows } = await sql<CertificateToCheck>`
    select ${toCheck}
    from claim_line l join person p on p.id = l.person_id join claim c on c.id = l.claim_id
    left join look_up w on w.claim_id = l.claim_id and w.source = l.look_up_source
    where l.claim_id = ${of.claimId} and l.certificate_state = 'pending'
      and l.look_up_source = ${of.source} and l.roster = ${of.roster}
      and l.line_no = any(${of.lineNos}::int[])
    order by l.line_no`.execute(db);
  return rows;
}

export type CertificateFinding = {
  /** The roster that was looked up: what comes after a correction does not touch the new one. */
  roster: number;
  lineNo: number;
  /** `pending`: it is to be asked for again, at `source` of the pack's list or a later one. */
  state: 'pending' | 'verified' | 'failed' | 'manual';
  result: string;
  source: string;
  checkedAt: Instant;
  evidence: object;
  issuedOn?: IsoDate | undefined;
  /** Stops the line: its certificate no longer holds, and its money was approved. */
  stops?: boolean;
  /** Where it is looked up next, and the place of that way. */
  next?: { source: string; way: number } | undefined;
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
        ${findings.map((it) => JSON.stringify(it.evidence))}::jsonb[],
        ${findings.map((it) => it.issuedOn ?? null)}::date[],
        ${findings.map((it) => it.stops ?? false)}::boolean[],
        ${findings.map((it) => it.next?.source ?? null)}::text[],
        ${findings.map((it) => it.next?.way ?? null)}::smallint[])
        as f(roster, line_no, state, result, source, checked_at, evidence, issued_on, stops,
          next_source, next_way)
    ), changed as (
      update claim_line l set certificate_state = f.state,
        certificate_issued_on = coalesce(f.issued_on, l.certificate_issued_on),
        held = l.held or f.stops, look_up_source = coalesce(f.next_source, l.look_up_source),
        look_up_way = coalesce(f.next_way, l.look_up_way)
      from found f where l.claim_id = ${claimId} and l.line_no = f.line_no
        and l.roster = f.roster and l.certificate_state = 'pending'
      returning l.line_no
    )
    insert into certificate_check (claim_id, roster, line_no, round, result, source, checked_at,
      evidence)
    select ${claimId}, f.roster, f.line_no, 1 + coalesce((select max(round) from certificate_check k
        where k.claim_id = ${claimId} and k.roster = f.roster and k.line_no = f.line_no), 0),
      f.result, f.source, f.checked_at, f.evidence
    from found f join changed using (line_no)
    on conflict (claim_id, roster, line_no, round) do nothing
  `.execute(tx);
}
