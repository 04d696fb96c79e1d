import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { RefusedBy } from '../domain/rules/index.ts';
import type { Tx } from './connect.ts';

/** A line with the facts that rules read; nothing that names the person. */
export type AssessableLine = {
  lineNo: number;
  personId: string;
  group: string;
  attributes: string[];
  occupation: string | null;
  course: string | null;
  level: string | null;
  certificateKind: string | null;
  certificateIssuedOn: IsoDate | null;
  startedOn: IsoDate;
  endedOn: IsoDate;
  months: number | null;
  hours: number | null;
  feePaid: Yuan | null;
  /** The region's own facts, of the claim and of the line. */
  own: Record<string, string>;
  filedOn: IsoDate;
  acceptedOn: IsoDate;
  unit: string;
  claimantKind: string;
  /** The claimant's credit code, where it has one. */
  claimantCode: string | null;
};

/** The columns of an AssessableLine, of a claim_line l with its claim c and organisation o. */
export const assessableColumns = sql`l.line_no as "lineNo", l.person_id as "personId",
  l.group_code as "group", l.attributes, l.occupation, l.course, l.level,
  l.certificate_kind as "certificateKind", l.certificate_issued_on as "certificateIssuedOn",
  l.started_on as "startedOn", l.ended_on as "endedOn", l.months, l.hours,
  l.fee_paid as "feePaid", c.facts || l.facts as own, c.occurred_on as "filedOn",
  coalesce(c.accepted_on, c.last_fact_on) as "acceptedOn", c.unit_code as unit,
  o.kind as "claimantKind", o.credit_code as "claimantCode"`;

export type LineToAssess = AssessableLine & {
  certificateState: string;
  /** The trainee's own account. */
  accountId: string | null;
  /** The sealed identity number, where rules ask for age or sex. */
  identity: Buffer | null;
};

/** The filed lines of a claim; with `births`, what age and sex are read from. */
export async function listLinesToAssess(
  tx: Tx,
  claimId: string,
  { births }: { births: boolean },
): Promise<LineToAssess[]> {
  const { rows } = await sql<LineToAssess>`
    select ${assessableColumns}, l.certificate_state as "certificateState",
      l.account_id as "accountId",
      case when ${births}::boolean then (
        select identity_cipher from person p where p.id = l.person_id) end as identity
    from claim_line l
    join claim c on c.id = l.claim_id
    join organisation o on o.id = c.organisation_id
    where l.claim_id = ${claimId} and l.state = 'filed' order by l.line_no
  `.execute(tx);
  return rows;
}

export type LineAmount = {
  lineNo: number;
  amount: Yuan;
  reason: string | null;
  refusedBy: RefusedBy | null;
  /** The imported lists that named the trainee then; null where no rule reads them. */
  listed: readonly string[] | null;
};
export type ComponentAmount = {
  lineNo: number;
  component: string;
  amount: Yuan;
  fund: string;
  /** Where it is to be paid. */
  accountId: string;
  explanation: object;
};

/**
 * Stores what the lines of a claim are worth in one of its instalments; an earlier assessment of
 * them is replaced.
 */
export async function storeAssessment(
  tx: Tx,
  claimId: string,
  {
    instalment,
    lines,
    components,
  }: {
    instalment: number;
    lines: readonly LineAmount[];
    components: readonly ComponentAmount[];
  },
): Promise<void> {
  await sql`
    with assessed as (
      select * from unnest(
        ${components.map((it) => it.lineNo)}::int[],
        ${components.map((it) => it.component)}::text[],
        ${components.map((it) => it.amount)}::numeric[], ${components.map((it) => it.fund)}::text[],
        ${components.map((it) => it.accountId)}::uuid[],
        ${components.map((it) => JSON.stringify(it.explanation))}::jsonb[])
        as c(line_no, component, amount, fund, account_id, explanation)
    ), priced as (
      update claim_line l set amount = a.amount, reason = a.reason,
        refused_by = a.refused_by,
        listed = case when a.listed is not null then
          array(select jsonb_array_elements_text(a.listed)) end
      from unnest(${lines.map((it) => it.lineNo)}::int[],
        ${lines.map((it) => it.amount)}::numeric[],
        ${lines.map((it) => it.reason)}::text[],
        ${lines.map((it) => it.refusedBy && JSON.stringify(it.refusedBy))}::jsonb[],
        ${lines.map((it) => it.listed && JSON.stringify(it.listed))}::jsonb[])
        as a(line_no, amount, reason, refused_by, listed)
      where l.claim_id = ${claimId} and l.line_no = a.line_no
    ), outdated as (
      delete from line_component c
      where c.claim_id = ${claimId} and c.instalment = ${instalment}
        and c.line_no = any(${lines.map((it) => it.lineNo)}::int[]) and not exists (
        select from assessed a where a.line_no = c.line_no and a.component = c.component)
    )
    insert into line_component (claim_id, instalment, line_no, component, amount, fund, account_id,
      explanation)
    select ${claimId}, ${instalment}::smallint, a.* from assessed a
    on conflict (claim_id, line_no, component, instalment) do update
      set amount = excluded.amount, fund = excluded.fund, account_id = excluded.account_id,
        explanation = excluded.explanation
  `.execute(tx);
}
