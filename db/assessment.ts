import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Tx } from './connect.ts';

/** A line with the facts its amount depends on; nothing that names the person. */
export type LineToAssess = {
  lineNo: number;
  group: string;
  occupation: string | null;
  course: string | null;
  level: string | null;
  certificateKind: string | null;
  certificateState: string;
  startedOn: IsoDate;
  endedOn: IsoDate;
  months: number | null;
  hours: number | null;
  feePaid: Yuan | null;
  /** The trainee's own account. */
  accountId: string | null;
};

export async function listLinesToAssess(tx: Tx, claimId: string): Promise<LineToAssess[]> {
  const { rows } = await sql<LineToAssess>`
    select line_no as "lineNo", group_code as "group", occupation, course, level,
      certificate_kind as "certificateKind", certificate_state as "certificateState",
      started_on as "startedOn", ended_on as "endedOn", months, hours, fee_paid as "feePaid",
      account_id as "accountId"
    from claim_line where claim_id = ${claimId} and state = 'filed' order by line_no
  `.execute(tx);
  return rows;
}

export type LineAmount = { lineNo: number; amount: Yuan; reason: string | null };
export type ComponentAmount = {
  lineNo: number;
  component: string;
  amount: Yuan;
  fund: string;
  /** Where it is to be paid. */
  accountId: string;
  explanation: object;
};

/** Stores what the lines of a claim are worth; an earlier assessment of them is replaced. */
export async function storeAssessment(
  tx: Tx,
  claimId: string,
  { lines, components }: { lines: readonly LineAmount[]; components: readonly ComponentAmount[] },
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
      update claim_line l set amount = a.amount, reason = a.reason
      from unnest(${lines.map((it) => it.lineNo)}::int[],
        ${lines.map((it) => it.amount)}::numeric[],
        ${lines.map((it) => it.reason)}::text[]) as a(line_no, amount, reason)
      where l.claim_id = ${claimId} and l.line_no = a.line_no
    ), outdated as (
      delete from line_component c where c.claim_id = ${claimId} and not exists (
        select from assessed a where a.line_no = c.line_no and a.component = c.component)
    )
    insert into line_component (claim_id, line_no, component, amount, fund, account_id, explanation)
    select ${claimId}, a.* from assessed a
    on conflict (claim_id, line_no, component) do update
      set amount = excluded.amount, fund = excluded.fund, account_id = excluded.account_id,
        explanation = excluded.explanation
  `.execute(tx);
}
