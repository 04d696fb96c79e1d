import { sql } from 'kysely';
import type { Instant } from '../domain/days.ts';
import type { Actor } from './actor.ts';
import { visibleTo } from './claim-view.ts';
import type { Database, Tx } from './connect.ts';

/** A finding as the office sees it; it holds no number of a person. */
export type FindingView = {
  no: string;
  findingId: string;
  rule: string;
  severity: 'stop' | 'look';
  claimId: string;
  claimNo: string;
  unit: string;
  /** The roster it was found in, and its line; null: the claim as a whole. */
  roster: number;
  lineNo: number | null;
  evidence: unknown;
  packVersion: string;
  foundAt: Instant;
  disposition: string;
  /** What people made of it, the last one standing. */
  dispositions: { outcome: string; reason: string; by: string; decidedAt: Instant }[];
};

const columns = sql`f.no, f.id as "findingId", f.rule, f.severity, f.claim_id as "claimId",
  c.claim_no as "claimNo", c.unit_code as unit, f.roster, f.line_no as "lineNo", f.evidence,
  f.pack_version as "packVersion", f.found_at as "foundAt", f.disposition,
  coalesce((select jsonb_agg(jsonb_build_object('outcome', d.outcome, 'reason', d.reason,
      'by', p.name, 'decidedAt', d.decided_at) order by d.id)
    from finding_disposition d join person p on p.id = d.person_id
    where d.finding_id = f.id), '[]') as dispositions`;

/** Everything found about a claim, in its earlier rosters too. */
export async function listFindingsOfClaim(db: Database, claimId: string): Promise<FindingView[]> {
  const { rows } = await sql<FindingView>`
    select ${columns} from finding f join claim c on c.id = f.claim_id
    where f.claim_id = ${claimId} order by f.line_no nulls first, f.no`.execute(db);
  return rows;
}

export type FindingFilter = {
  rule?: string | undefined;
  unit?: string | undefined;
  disposition?: string | undefined;
};

/** What was found about claims that the actor sees as an office, by number, after a number. */
export async function listFindings(
  db: Database,
  actor: Actor,
  { rule, unit, disposition, after, limit }: FindingFilter & { after: string; limit: number },
): Promise<FindingView[]> {
  const { rows } = await sql<FindingView>`
    select ${columns} from finding f join claim c on c.id = f.claim_id
    where f.no > ${after}::bigint and ${ofOffice(actor)}
      and ${rule === undefined ? sql`true` : sql`f.rule = ${rule}`}
      and ${unit === undefined ? sql`true` : sql`c.unit_code = ${unit}`}
      and ${disposition === undefined ? sql`true` : sql`f.disposition = ${disposition}`}
    order by f.no limit ${limit}`.execute(db);
  return rows;
}

/** The actor sees the claim, and not because he acts for its claimant. */
function ofOffice(actor: Actor) {
  const own = actor.posts.flatMap((post) => post.organisationId ?? []);
  const office = { ...actor, posts: actor.posts.filter((post) => post.unit !== null) };
  return sql`(${visibleTo(office, 'c')} and c.organisation_id <> all(${own}::uuid[]))`;
}

export type FindingToDispose = { claimId: string; packVersion: string; submittedBy: string };

/** A finding that the actor may see; one of his own organisation's claims looks like none. */
export async function findFindingToDispose(
  db: Database,
  actor: Actor,
  findingId: string,
): Promise<FindingToDispose | undefined> {
  const { rows } = await sql<FindingToDispose>`
    select c.id as "claimId", c.pack_version as "packVersion", c.submitted_by as "submittedBy"
    from finding f join claim c on c.id = f.claim_id
    where f.id = ${findingId} and ${ofOffice(actor)}`.execute(db);
  return rows[0];
}

export type NewDisposition = {
  findingId: string;
  outcome: 'cleared' | 'confirmed';
  reason: string;
  personId: string;
};

/** Puts on record what a person made of a finding; it stands until somebody says otherwise. */
export async function recordDisposition(tx: Tx, it: NewDisposition): Promise<void> {
  await sql`
    with said as (
      insert into finding_disposition (finding_id, outcome, reason, person_id)
      values (${it.findingId}, ${it.outcome}, ${it.reason}, ${it.personId})
    )
    update finding set disposition = ${it.outcome} where id = ${it.findingId}`.execute(tx);
}
