import { sql } from 'kysely';
import type { IsoDate, Month } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { GrantedBefore } from '../domain/rules/index.ts';
import type { Cut } from './claim-line.ts';
import type { Tx } from './connect.ts';
import { derivedId } from './ids.ts';
import { paidToAt } from './organisation-payee.ts';

/** What the lines of a claim were granted by instalments before this one. */
export async function listGrantedBefore(
  tx: Tx,
  { claimId, instalment }: { claimId: string; instalment: number },
): Promise<(GrantedBefore & { lineNo: number })[]> {
  const { rows } = await sql<GrantedBefore & { lineNo: number }>`
    select k.line_no as "lineNo", k.component, k.fund, sum(k.amount)::numeric(14, 2) as amount,
      ${paidToAt({ account: 'a', claimant: sql`c.organisation_id` })} as payee
    from line_component k join payee_account a on a.id = k.account_id
    join claim c on c.id = k.claim_id
    where k.claim_id = ${claimId} and k.instalment < ${instalment}
    group by 1, 2, 3, 5 order by 1, 2, 3, max(k.instalment)`.execute(tx);
  return rows;
}

/**
 * The accepted lines stand anew for the next instalment, with what they were granted so far; those
 * that a person stopped get no more. Answers how many stand.
 */
export async function beginInstalment(tx: Tx, claimId: string): Promise<number> {
  const { rows } = await sql<{ standing: boolean }>`
    update claim_line set state = case when cut_no is null then 'filed' else state end,
      granted_before = granted_before + amount, amount = 0
    where claim_id = ${claimId} and state = 'accepted'
    returning cut_no is null as standing`.execute(tx);
  return rows.filter(({ standing }) => standing).length;
}

/** Nobody reported: the task goes; lines that are not settled stay as they were accepted before. */
export async function endInstalments(
  tx: Tx,
  claimId: string,
  { settles }: { settles: boolean },
): Promise<void> {
  await sql`
    with lines as (
      update claim_line set state = 'accepted'
      where claim_id = ${claimId} and state = 'filed' and not ${settles}::boolean
    )
    update task set state = 'cancelled' where subject_id = ${claimId} and state = 'open'
  `.execute(tx);
}

/** The first and last days of a claim's lines, and its other days, for a deadline counted on. */
export async function listDays(
  tx: Tx,
  claimId: string,
): Promise<
  {
    startedOn: IsoDate;
    endedOn: IsoDate;
    filedOn: IsoDate;
    acceptedOn: IsoDate;
    own: Record<string, string>;
  }[]
> {
  const { rows } = await sql<{
    startedOn: IsoDate;
    endedOn: IsoDate;
    filedOn: IsoDate;
    acceptedOn: IsoDate;
    own: Record<string, string>;
  }>`
    select distinct l.started_on as "startedOn", l.ended_on as "endedOn",
      c.occurred_on as "filedOn", coalesce(c.accepted_on, c.last_fact_on) as "acceptedOn",
      c.facts || l.facts as own
    from claim_line l join claim c on c.id = l.claim_id
    where l.claim_id = ${claimId} and l.state <> 'cut'`.execute(tx);
  return rows;
}

/**
 * Lines that were granted something before get nothing of this instalment, with the reason; what
 * they were granted is owed back where money was paid ahead, and they count as trained no more. A
 * line stopped already keeps its first reason and its place in the order.
 */
export async function stopLines(
  tx: Tx,
  of: { claimId: string; instalment: number; takesBack: boolean },
  cuts: readonly Cut[] | { all: string },
  { on, month }: { on: IsoDate; month: Month },
): Promise<void> {
  const { claimId, instalment, takesBack } = of;
  const chosen =
    'all' in cuts
      ? sql`select line_no, ${cuts.all}::text as reason from claim_line where claim_id = ${claimId}`
      : sql`select * from unnest(${cuts.map((c) => c.lineNo)}::int[],
          ${cuts.map((c) => c.reason)}::text[]) as c(line_no, reason)`;
  await sql`
    with chosen as (${chosen}), stopped as (
      update claim_line l set reason = c.reason, cut_no = nextval('assessment_order'),
        amount = case when ${takesBack}::boolean then -l.granted_before else 0 end
      from chosen c where l.claim_id = ${claimId} and l.line_no = c.line_no
        and l.state <> 'cut' and l.cut_no is null and l.granted_before > 0
      returning l.line_no
    ), rewritten as (
      update line_component k set
        amount = case when ${takesBack}::boolean then -(
          select coalesce(sum(b.amount), 0) from line_component b
          where b.claim_id = k.claim_id and b.line_no = k.line_no and b.component = k.component
            and b.instalment < k.instalment) else 0 end
      from stopped where k.claim_id = ${claimId} and k.line_no = stopped.line_no
        and k.instalment = ${instalment}
    ), freed as (
      delete from limit_use u using stopped
      where ${takesBack}::boolean and u.claim_id = ${claimId} and u.line_no = stopped.line_no
    )
    insert into line_fact (kind, delta, claim_id, line_no, unit_code, scheme, group_code,
      occurred_on, month)
    select f.kind, -1, f.claim_id, f.line_no, f.unit_code, f.scheme, f.group_code, ${on}, ${month}
    from line_fact f join stopped using (line_no)
    where ${takesBack}::boolean and f.claim_id = ${claimId} and f.delta = 1
    on conflict do nothing`.execute(tx);
}

/** Records what is owed back, by fund: money paid ahead that was not earned. */
export async function openReceivables(
  tx: Tx,
  of: { claimId: string; instalment: number; on: IsoDate },
  byFund: readonly { fund: string; amount: Yuan }[],
): Promise<void> {
  if (byFund.length === 0) return;
  const { claimId, instalment, on } = of;
  const ids = byFund.map(({ fund }) => derivedId('receivable', claimId, fund, String(instalment)));
  await sql`
    insert into receivable (id, claim_id, instalment, organisation_id, unit_code, fund, amount,
      occurred_on, month)
    select r.id, c.id, ${instalment}::smallint, c.organisation_id, c.unit_code, r.fund, r.amount,
      ${on}::date, month_of_fact(${on})
    from unnest(${ids}::uuid[], ${byFund.map(({ fund }) => fund)}::text[],
      ${byFund.map(({ amount }) => amount)}::numeric[]) as r(id, fund, amount)
    join claim c on c.id = ${claimId}
    on conflict (id) do nothing`.execute(tx);
}
