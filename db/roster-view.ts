import { type RawBuilder, sql } from 'kysely';
import { maskIdentity } from '../domain/identity-number.ts';
import type { Database } from './connect.ts';
import { componentObject } from './earlier-roster.ts';
import { payeeAt } from './organisation.ts';

/** Whose eyes a roster is for: what the office found out about a line is not for its claimant. */
export type Reader = { decrypt: (sealed: Buffer) => string; seesFindings: boolean };

type RosterLine = {
  identity: Buffer | null;
  nameOnRecord: string | null;
  checks: unknown[];
};

/**
 * The lines with masked identity numbers (last four only) and each amount's explanation. A
 * certificate number that holds an identity number was masked like it when it was sealed.
 */
export async function listLines(db: Database, claimId: string, reader: Reader): Promise<unknown[]> {
  const components = sql`(select jsonb_agg(${componentObject('k')}) from line_component k
    where k.claim_id = l.claim_id and k.line_no = l.line_no)`;
  const { rows } = await sql<RosterLine>`
    select ${columns(components)} from claim_line l join person p on p.id = l.person_id
    where l.claim_id = ${claimId} order by l.line_no`.execute(db);
  return rows.map((row) => shown(row, reader));
}

/** The lines of an earlier roster as they stood when it was superseded; none if there is none. */
export async function listEarlierLines(
  db: Database,
  { claimId, roster }: { claimId: string; roster: number },
  reader: Reader,
): Promise<unknown[]> {
  const { rows } = await sql<RosterLine>`
    select ${columns(sql`s.components`)}
    from superseded_line s, jsonb_populate_record(null::claim_line, s.line) l, person p
    where s.claim_id = ${claimId} and s.roster = ${roster} and p.id = l.person_id
    order by l.line_no`.execute(db);
  return rows.map((row) => shown(row, reader));
}

/** A RosterLine, of a claim_line called l and its person p. */
const columns = (components: RawBuilder<unknown>) => sql`
  l.line_no as "lineNo", l.name, l.name_on_record as "nameOnRecord",
  p.identity_cipher as identity, l.attributes, l.group_code as "group", l.occupation, l.course,
  l.level, l.certificate_kind as "certificateKind", l.certificate_shown as "certificateNo",
  l.certificate_state as "certificateState", l.started_on as "startedOn", l.ended_on as "endedOn",
  l.months, l.hours, l.fee_paid as "feePaid", coalesce(l.facts, '{}') as facts, l.state, l.reason,
  l.refused_by as "refusedBy", l.held, l.amount,
  coalesce(l.granted_before, 0) as "grantedBefore", ${payeeAt(sql`l.account_id`)} as account,
  coalesce(${components}, '[]') as components,
  coalesce((select jsonb_agg(jsonb_build_object('result', k.result, 'source', k.source,
    'checkedAt', k.checked_at, 'evidence', k.evidence) order by k.round)
    from certificate_check k where k.claim_id = l.claim_id and k.roster = l.roster
      and k.line_no = l.line_no), '[]') as checks`;

function shown(row: RosterLine, { decrypt, seesFindings }: Reader): unknown {
  const { identity, nameOnRecord, checks, ...line } = row;
  const number = identity === null ? '' : decrypt(identity);
  return {
    ...line,
    identityNumber: maskIdentity(number),
    ...(seesFindings && { nameOnRecord, checks }),
  };
}
