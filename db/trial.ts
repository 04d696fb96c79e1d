import { sql } from 'kysely';
import { undecidedStages } from '../domain/claim.ts';
import type { IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { ImportedList } from '../domain/region-pack/index.ts';
import type { LimitUse } from '../domain/rules/index.ts';
import type { FundMovement, RecordedClaim, StoredPart } from '../domain/trial/index.ts';
import { assessableColumns, type AssessableLine } from './assessment.ts';
import type { Tx } from './connect.ts';
import { usesOf } from './earlier-roster.ts';
import { namesInTime } from './imported-list.ts';
import { grantedColumns, type GrantedLine } from './limit.ts';
import { paidToAt } from './organisation-payee.ts';

/**
 * Every claim that was assessed up to the last one decided in a period of days, in the order in
 * which they were assessed: what was granted before the period counts in it too.
 */
export async function listRecordedClaims(
  tx: Tx,
  { from, to }: { from: IsoDate; to: IsoDate },
): Promise<RecordedClaim[]> {
  const { rows } = await sql<RecordedClaim>`
    with approved as (
      select t.claim_id, max(d.occurred_on) as on_day
      from task t join decision d on d.task_id = t.id
      where t.kind = 'finance' and d.state = 'applied' and d.outcome = 'approve'
      group by t.claim_id
    ), assessed as (
      select c.*, case when c.stage <> all(${undecidedStages}::text[])
          and not (c.stage = 'awaiting' and c.assessed_instalment = c.instalment)
        then a.on_day end as decided_on
      from claim c left join approved a on a.claim_id = c.id
      where c.assessed_no is not null
    )
    select id as "claimId", claim_no as "claimNo", scheme, unit_code as unit,
      organisation_id as "organisationId", pack_version as "packVersion",
      assessed_instalment as instalment, assessed_no as "assessedNo",
      coalesce(counted_from_no, assessed_no) as "countedFromNo", decided_on as "decidedOn",
      coalesce((
        select jsonb_object_agg(p.instalment, p.on_day) from (
          select instalment, min(occurred_on) as on_day from due_fact d
          where d.claim_id = assessed.id and d.delta = 1 group by instalment) p
      ), '{}') as "approvedOn"
    from assessed
    where assessed_no <= (
      select max(assessed_no) from assessed where decided_on between ${from} and ${to})
    order by assessed_no`.execute(tx);
  return rows;
}

/** How many claims were refused in a period of days without any money approved before. */
export async function countRefusedClaims(
  tx: Tx,
  { from, to }: { from: IsoDate; to: IsoDate },
): Promise<number> {
  const { rows } = await sql<{ refused: number }>`
    select count(*)::int as refused from claim c
    where c.outcome = 'refused' and c.closed_on between ${from} and ${to}
      and not exists (
        select from task t join decision d on d.task_id = t.id
        where t.claim_id = c.id and t.kind = 'finance' and d.state = 'applied'
          and d.outcome = 'approve')`.execute(tx);
  return rows[0]?.refused ?? 0;
}

export type StoredLine = AssessableLine & {
  claimId: string;
  certified: boolean;
  /** The sealed identity number, where rules ask for age or sex. */
  identity: Buffer | null;
  listed: string[] | null;
  /** The lists of now that name the trainee or the claimant, where a draft reads them. */
  listedNow: string[] | null;
  parts: StoredPart[];
  before: StoredPart[];
  amount: Yuan;
  uses: LimitUse[];
  cutNo: number | null;
};

/**
 * The lines of some claims as they stood at the last assessment; those cut before it are gone. With
 * `lists`, where nobody asked then, the lists of now that name a trainee.
 */
export async function listStoredLines(
  tx: Tx,
  claimIds: readonly string[],
  { births, lists }: { births: boolean; lists: readonly ImportedList[] | undefined },
): Promise<StoredLine[]> {
  const { rows } = await sql<StoredLine>`
    select ${assessableColumns}, l.claim_id as "claimId",
      -- What was accepted had been verified, whatever a later look-up says.
      l.certificate_state = 'verified' or l.certificate_state in ('pending', 'manual')
        and l.state = 'accepted' as certified,
      case when ${births}::boolean then (
        select identity_cipher from person p where p.id = l.person_id) end as identity,
      l.listed, case when ${lists !== undefined}::boolean and l.listed is null then array(
        select distinct v.list_code from person p
        join list_version v on v.newest
        join list_entry e on e.version_id = v.id and ${namesInTime(lists ?? [])}
        where p.id = l.person_id order by 1) end as "listedNow",
      coalesce(k.parts, '[]') as parts, coalesce(k.before, '[]') as before,
      l.granted_before + l.amount as amount, ${usesOf} as uses,
      l.cut_no as "cutNo"
    from claim_line l
    join claim c on c.id = l.claim_id
    join organisation o on o.id = c.organisation_id
    left join lateral (
      select jsonb_agg(part order by instalment) filter (where now) as parts,
        jsonb_agg(part order by instalment) filter (where not now) as before
      from (
        select k.instalment = c.assessed_instalment as now, k.instalment, jsonb_build_object(
          'component', k.component, 'instalment', k.instalment, 'fund', k.fund,
          'amount', sum(k.amount)::text,
          'payee', ${paidToAt({ account: 'a', claimant: sql`c.organisation_id` })}) as part
        from line_component k join payee_account a on a.id = k.account_id
        where k.claim_id = l.claim_id and k.line_no = l.line_no
          and k.instalment <= c.assessed_instalment
        group by 1, k.component, k.instalment, k.fund, a.person_id, a.organisation_id
      ) p
    ) k on true
    where l.claim_id = any(${claimIds}::uuid[])
      and (l.cut_no is null or l.cut_no > c.assessed_no)
    order by c.assessed_no, l.line_no`.execute(tx);
  return rows;
}

/** A line that counts no more for others, and since when. */
export type FreedLine = { cutNo: number; personId: string; claimNo: string; lineNo: number };

/** The lines that were cut, or stopped and owed back in full, in order. */
export async function listFreedLines(tx: Tx): Promise<FreedLine[]> {
  const { rows } = await sql<FreedLine>`
    select l.cut_no as "cutNo", l.person_id as "personId", c.claim_no as "claimNo",
      l.line_no as "lineNo"
    from claim_line l join claim c on c.id = l.claim_id
    where l.cut_no is not null and l.granted_before + l.amount = 0
    order by l.cut_no`.execute(tx);
  return rows;
}

/** A line as it was before a correction or an acceptance, and while it counted for others. */
export type ReplacedLine = GrantedLine & {
  parts: Record<string, Yuan>;
  uses: LimitUse[];
  fromNo: number;
  toNo: number;
};

export async function listReplacedLines(tx: Tx): Promise<ReplacedLine[]> {
  const { rows } = await sql<ReplacedLine>`
    with replaced as (
      select claim_id, line, components, line #> '{counted,uses}' as uses,
        (line #> '{counted,from}')::int as from_no, (line #> '{counted,to}')::int as to_no
      from superseded_line where line ? 'counted'
      union all
      select claim_id, line, components, uses, from_no, to_no from reassessed_line
    )
    select ${grantedColumns}, s.uses, s.from_no as "fromNo", s.to_no as "toNo", (
      select coalesce(jsonb_object_agg(component, amount), '{}') from (
        select k ->> 'component' as component, sum((k ->> 'amount')::numeric)::text as amount
        from jsonb_array_elements(s.components) k group by 1) p) as parts
    from replaced s
    cross join lateral jsonb_populate_record(null::claim_line, s.line) l
    join claim c on c.id = s.claim_id
    join organisation o on o.id = c.organisation_id
    where l.state <> 'cut' and l.granted_before + l.amount > 0
  `.execute(tx);
  return rows;
}

/** What was raised for each fund of each unit up to a day, and what was approved, day by day. */
export async function listFundMovements(
  tx: Tx,
  to: IsoDate,
): Promise<{ raised: FundMovement[]; approved: FundMovement[] }> {
  const { rows: raised } = await sql<FundMovement>`
    select a.fund, a.unit_code as unit, e.occurred_on as on, sum(p.amount)::text as amount
    from ledger_entry e
    join ledger_posting p on p.entry_id = e.id
    join ledger_account a on a.id = p.account_id and a.kind = 'available'
    where e.kind = 'raise' and e.occurred_on <= ${to}
    group by 1, 2, 3`.execute(tx);
  const { rows: approved } = await sql<FundMovement>`
    select d.fund, c.unit_code as unit, d.occurred_on as on,
      sum(d.delta * d.amount)::text as amount
    from due_fact d join claim c on c.id = d.claim_id
    where d.occurred_on <= ${to}
    group by 1, 2, 3`.execute(tx);
  return { raised, approved };
}
