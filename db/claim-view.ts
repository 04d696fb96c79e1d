import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { FiledMaterial } from '../domain/materials.ts';
import type { Actor } from './actor.ts';
import type { Database } from './connect.ts';
import { payeeAt, type Payee } from './organisation.ts';

/**
 * True in SQL for claims the actor may see: of their organisations, of their units and those
 * directly below them, or, at the top of the tree, all.
 */
export function visibleTo(actor: Actor, claim: string): RawBuilder<boolean> {
  if (actor.posts.some((post) => post.root)) return sql<boolean>`true`;
  const organisations = actor.posts.flatMap((post) => post.organisationId ?? []);
  const units = actor.posts.flatMap((post) => post.unit ?? []);
  return sql<boolean>`(${sql.ref(`${claim}.organisation_id`)} = any(${organisations}::uuid[])
    or ${sql.ref(`${claim}.unit_code`)} in (select code from unit
      where code = any(${units}::text[]) or parent_code = any(${units}::text[])))`;
}

export type ClaimSummary = {
  claimId: string;
  claimNo: string;
  scheme: string;
  unit: string;
  organisationId: string;
  organisation: string;
  stage: string;
  outcome: string | null;
  question: string | null;
  held: boolean;
  version: number;
  amount: string | null;
  /** Which of its payments the claim is at, from 1. */
  instalment: number;
  lines: number;
  occurredOn: string;
  recordedAt: string;
  lastFactOn: IsoDate;
  closedOn: string | null;
  /** First and last day on which its list is public; they may lie ahead. */
  noticeOpensOn: string | null;
  noticeEndsOn: string | null;
  /** The day by which the next thing is expected: end of a wait, deadline, payment due. */
  expectedOn: string | null;
  payee: Payee;
  /** The region's own facts of the claim as a whole, by code. */
  facts: Record<string, string>;
};

const summary = sql`
  c.id as "claimId", c.claim_no as "claimNo", c.scheme, c.unit_code as unit,
  c.organisation_id as "organisationId", o.name as organisation, c.stage, c.outcome, c.question,
  c.held, c.version, c.amount, c.instalment, c.facts, c.occurred_on as "occurredOn",
  c.recorded_at as "recordedAt",
  c.last_fact_on as "lastFactOn", c.closed_on as "closedOn",
  (select count(*)::int from claim_line l where l.claim_id = c.id) as lines,
  (select max(opened_on) from notice n where n.claim_id = c.id) as "noticeOpensOn",
  (select max(ends_on) from notice n where n.claim_id = c.id) as "noticeEndsOn",
  case
    when c.stage = 'notice' then (select max(ends_on) from notice n where n.claim_id = c.id)
    when c.stage = 'reserved' then (select max(due_on) from payment p
      where p.claim_id = c.id and p.state <> 'paid')
    when c.stage = 'paid' or c.stage in ('verifying', 'rechecking') and c.waits_until is not null
      then (c.waits_until at time zone 'Asia/Shanghai')::date
    when c.stage <> 'closed' then (select min(due_at at time zone 'Asia/Shanghai')::date
      from task t where t.claim_id = c.id and t.state = 'open')
  end as "expectedOn", ${payeeAt(sql`c.account_id`)} as payee`;

/** The claim when the actor may see it; a foreign claim and an unknown one look the same. */
export async function findClaim(
  db: Database,
  actor: Actor,
  claimId: string,
): Promise<ClaimSummary | undefined> {
  const { rows } = await sql<ClaimSummary>`
    select ${summary} from claim c join organisation o on o.id = c.organisation_id
    where c.id = ${claimId} and ${visibleTo(actor, 'c')}`.execute(db);
  return rows[0];
}

/** What a claim was filed with, and what says which of it is asked for. */
export async function getFiledMaterials(
  db: Database,
  claimId: string,
): Promise<{ packVersion: string; groups: string[]; filed: FiledMaterial[] }> {
  const { rows } = await sql<{ packVersion: string; groups: string[]; filed: FiledMaterial[] }>`
    select c.pack_version as "packVersion", c.materials as filed,
      array(select distinct group_code from claim_line l where l.claim_id = c.id) as groups
    from claim c where c.id = ${claimId}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`no claim ${claimId}`);
  return row;
}

/** A claim that may be objected to: one the actor sees, or any whose list is or was public. */
export async function findClaimToObject(
  db: Database,
  actor: Actor,
  { claimId, today }: { claimId: string; today: IsoDate },
): Promise<ClaimSummary | undefined> {
  const { rows } = await sql<ClaimSummary>`
    select ${summary} from claim c join organisation o on o.id = c.organisation_id
    where c.id = ${claimId} and (${visibleTo(actor, 'c')} or (c.stage in ('notice', 'finance')
      and exists (select from notice n
        where n.claim_id = c.id and n.opened_on <= ${today}::date)))`.execute(db);
  return rows[0];
}

export async function listClaims(
  db: Database,
  actor: Actor,
  { after, limit }: { after: string; limit: number },
): Promise<ClaimSummary[]> {
  const { rows } = await sql<ClaimSummary>`
    select ${summary} from claim c join organisation o on o.id = c.organisation_id
    where c.claim_no > ${after} and ${visibleTo(actor, 'c')}
    order by c.claim_no limit ${limit}`.execute(db);
  return rows;
}

export type TimelineEntry = {
  what: string;
  outcome: string | null;
  reason: string | null;
  occurredOn: string;
  recordedAt: string;
  month: string | null;
};

/**
 * Everything that happened to a claim, with the day it counts for and the time it was entered. Why
 * it was held or objected to is for the office: it may be a suspicion, or tell who voiced it.
 */
export async function listTimeline(
  db: Database,
  claimId: string,
  { seesFindings }: { seesFindings: boolean },
): Promise<TimelineEntry[]> {
  const { rows } = await sql<TimelineEntry>`
    select 'filed' as what, null as outcome, null as reason, occurred_on as "occurredOn",
      recorded_at as "recordedAt", month from claim where id = ${claimId}
    union all
    select t.kind || case when t.level > 0 then '-' || t.level else '' end, d.outcome,
      case when ${seesFindings} or d.outcome <> 'dismiss' then d.reason end,
      d.occurred_on, d.recorded_at, d.month
    from decision d join task t on t.id = d.task_id
    where d.subject_id = ${claimId} and d.state = 'applied'
    union all
    select kind, null, case when ${seesFindings} or kind = 'withdraw' then reason end,
      occurred_on, recorded_at, month
    from claim_act where claim_id = ${claimId} and state = 'applied'
    union all
    select 'review-' || t.level, 'silence', s.reason, s.occurred_on, s.recorded_at, s.month
    from silent_approval s join task t on t.id = s.task_id where s.claim_id = ${claimId}
    union all
    select 'notice', null, null, opened_on, recorded_at, month from notice
    where claim_id = ${claimId}
    union all
    -- What trainees got on one day is one line, however many they are.
    select 'payment-' || e.kind, null, null, e.occurred_on, min(e.recorded_at), e.month
    from ledger_entry e left join payment p on p.id = e.payment_id
    where e.claim_id = ${claimId}
    group by e.kind, e.occurred_on, e.month, case when p.person_id is null then e.id end
    order by "recordedAt", "occurredOn"`.execute(db);
  return rows;
}

/**
 * The payments of a claim, those of organisations first; `lineNo` is the line of a trainee's own,
 * `organisation` the name of one that is paid beside the claimant.
 */
export async function listPayments(db: Database, claimId: string): Promise<unknown[]> {
  const { rows } = await sql`
    select p.id as "paymentId", p.fund, p.amount, p.state, p.approved_on as "approvedOn",
      p.due_on as "dueOn", p.paid_on as "paidOn", a.number_tail as "accountTail",
      case when p.person_id is not null then 'person'
        when p.organisation_id = c.organisation_id then 'claimant' else 'organisation' end as payee,
      case when p.person_id is null and p.organisation_id <> c.organisation_id
        then o.name end as organisation,
      l.line_no as "lineNo",
      (select reason from payment_attempt t where t.payment_id = p.id
        order by attempt desc limit 1) as reason
    from payment p join payee_account a on a.id = p.account_id
    join claim c on c.id = p.claim_id join organisation o on o.id = p.organisation_id
    left join claim_line l on l.claim_id = p.claim_id and l.person_id = p.person_id
    where p.claim_id = ${claimId} order by l.line_no nulls first,
      p.organisation_id <> c.organisation_id, p.organisation_id, p.fund`.execute(db);
  return rows;
}
