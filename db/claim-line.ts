import { sql } from 'kysely';
import type { IsoDate, Month } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Tx } from './connect.ts';
import { newestAccount } from './organisation-payee.ts';

/** Which accepted lines count: every one, those worth something in all, or none yet. */
export type Counts = 'all' | 'worth' | 'none';

/** A line to cut, with the written reason the claimant reads. */
export type Cut = { lineNo: number; reason: string };

/**
 * Accepts what is filed: each line that counts does so as trained, and as certified when its
 * certificate was verified, in the month of the act; the names it has are those on record from now
 * on. Answers how many lines and how much money stand.
 */
export async function acceptLines(
  tx: Tx,
  claimId: string,
  { on, month, counts }: { on: IsoDate; month: Month; counts: Counts },
): Promise<{ lines: number; amount: Yuan }> {
  const { rows } = await sql<{ lines: number; amount: Yuan }>`
    with accepted as (
      update claim_line set state = 'accepted'
      where claim_id = ${claimId} and state = 'filed'
      returning claim_id, line_no, person_id, name, group_code, certificate_state, amount,
        granted_before
    ), named as (
      update person p set name = a.name from accepted a
      where p.id = a.person_id and p.name <> a.name
    ), facts as (
      insert into line_fact (kind, delta, claim_id, line_no, unit_code, scheme, group_code,
        occurred_on, month)
      select k.kind, 1, a.claim_id, a.line_no, c.unit_code, c.scheme, a.group_code,
        ${on}, ${month}
      from accepted a
      join claim c on c.id = a.claim_id
      cross join (values ('trained'), ('certified')) as k(kind)
      where (k.kind = 'trained' or a.certificate_state = 'verified')
        and (${counts} = 'all' or ${counts} = 'worth' and a.granted_before + a.amount > 0)
      on conflict (claim_id, line_no, kind, delta) do nothing
    )
    select count(*)::int as lines, coalesce(sum(amount), 0)::numeric(14, 2) as amount from accepted
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('an aggregate without a row');
  return row;
}

/** Notes the day of 受理 of a claim; after a correction it is the day it was accepted again. */
export async function recordAcceptance(tx: Tx, claimId: string, on: IsoDate): Promise<void> {
  await sql`update claim set accepted_on = ${on} where id = ${claimId}`.execute(tx);
}

/**
 * Cuts lines, which frees their certificates and what they used of limits for another claim. What
 * was accepted counts -1, as trained and certified, in the month of the cut; what was only filed
 * never counted. Lines that an earlier instalment granted something are left: see `stopLines`.
 */
export async function cutLines(
  tx: Tx,
  claimId: string,
  cuts: readonly Cut[] | { all: string },
  { on, month }: { on: IsoDate; month: Month },
): Promise<void> {
  if (Array.isArray(cuts) && cuts.length === 0) return;
  const chosen =
    'all' in cuts
      ? sql`select line_no, ${cuts.all}::text as reason from claim_line where claim_id = ${claimId}`
      : sql`select * from unnest(${cuts.map((c) => c.lineNo)}::int[],
          ${cuts.map((c) => c.reason)}::text[]) as c(line_no, reason)`;
  await sql`
    with chosen as (${chosen}), cut as (
      update claim_line l set state = 'cut', reason = c.reason, amount = 0,
        cut_no = nextval('assessment_order')
      from chosen c
      where l.claim_id = ${claimId} and l.line_no = c.line_no and l.state <> 'cut'
        and l.granted_before = 0
      returning l.line_no
    ), freed as (
      delete from limit_use u using cut where u.claim_id = ${claimId} and u.line_no = cut.line_no
    )
    insert into line_fact (kind, delta, claim_id, line_no, unit_code, scheme, group_code,
      occurred_on, month)
    select f.kind, -1, f.claim_id, f.line_no, f.unit_code, f.scheme, f.group_code, ${on}, ${month}
    from line_fact f join cut using (line_no)
    where f.claim_id = ${claimId} and f.delta = 1
  `.execute(tx);
}

/** Lets go the lines that a look-up stopped and a person found in order. */
export async function releaseLines(
  tx: Tx,
  claimId: string,
  lineNos: readonly number[],
): Promise<void> {
  await sql`update claim_line set held = false
    where claim_id = ${claimId} and line_no = any(${lineNos}::int[])`.execute(tx);
}

export async function holdLine(
  tx: Tx,
  claimId: string,
  lineNo: number,
  held: boolean,
): Promise<void> {
  await sql`update claim_line set held = ${held}
    where claim_id = ${claimId} and line_no = ${lineNo}`.execute(tx);
}

/**
 * What one payee gets from one fund beyond the payments made: below zero where a line was stopped
 * after its payment was made. The payee is an organisation or a person; `part` counts the payments
 * of a fund from 1, `months` is what its payment pays for.
 */
export type Share = {
  fund: string;
  accountId: string;
  payeeId: string;
  amount: Yuan;
  part: number;
  months: number;
};

/** What the accepted lines of a claim cost beyond its payments, by fund and payee; none held. */
export async function listShares(tx: Tx, claimId: string): Promise<Share[]> {
  const { rows } = await sql<Share>`
    with cost as (
      select c.fund, a.payee_id, sum(c.amount) as amount,
        (array_agg(case when a.person_id is not null then l.account_id
          when a.organisation_id = claim.organisation_id then claim.account_id
          else coalesce(${newestAccount(sql`a.organisation_id`)}, a.id) end))[1] as account_id
      from line_component c
      join claim_line l using (claim_id, line_no)
      join claim on claim.id = c.claim_id
      join payee_account a on a.id = c.account_id
      where c.claim_id = ${claimId} and l.state = 'accepted' and not l.held
      group by c.fund, a.payee_id
    ), made as (
      select fund, payee_id, sum(amount) as amount, sum(months) as months,
        (array_agg(account_id order by part desc))[1] as account_id
      from payment where claim_id = ${claimId} group by fund, payee_id
    ), lasting as (
      select m.fund, a.payee_id, sum(m.months) as months
      from months_by_account(${claimId}) m join payee_account a on a.id = m.account_id
      group by m.fund, a.payee_id
    ), payees as (
      select fund, payee_id from cost union select fund, payee_id from made
    )
    select y.fund, coalesce(c.account_id, m.account_id) as "accountId", y.payee_id as "payeeId",
      (coalesce(c.amount, 0) - coalesce(m.amount, 0))::numeric(14, 2) as amount,
      1 + coalesce((select max(part) from payment p
        where p.claim_id = ${claimId} and p.fund = y.fund), 0)
        -- What was given back to the fund was a part too: no later one may have its ids.
        + (select count(*)::int from ledger_entry e
          join ledger_posting g on g.entry_id = e.id join ledger_account a on a.id = g.account_id
          where e.claim_id = ${claimId} and e.kind = 'release' and a.kind = 'reserved'
            and a.fund = y.fund) as part,
      (coalesce(t.months, 0) - coalesce(m.months, 0))::int as months
    from payees y
    left join cost c on c.fund = y.fund and c.payee_id = y.payee_id
    left join made m on m.fund = y.fund and m.payee_id = y.payee_id
    left join lasting t on t.fund = y.fund and t.payee_id = y.payee_id
    where coalesce(c.amount, 0) <> coalesce(m.amount, 0)
    order by y.fund, y.payee_id
  `.execute(tx);
  return rows;
}

export type ManualCheck = {
  lineNo: number;
  outcome: 'verified' | 'failed';
  /** Where and when somebody looked, and what they noted. */
  source: string;
  evidence: object;
  /** The day of issue, where they found it: rules may count from it. */
  issuedOn?: IsoDate | undefined;
};

/** The outcome of a manual check: what a person found out about each doubtful certificate. */
export async function recordManualChecks(
  tx: Tx,
  claimId: string,
  checks: readonly ManualCheck[],
): Promise<void> {
  await sql`
    with found as (
      select * from unnest(${checks.map((c) => c.lineNo)}::int[],
        ${checks.map((c) => c.outcome)}::text[], ${checks.map((c) => c.source)}::text[],
        ${checks.map((c) => JSON.stringify(c.evidence))}::jsonb[],
        ${checks.map((c) => c.issuedOn ?? null)}::date[])
        as f(line_no, outcome, source, evidence, issued_on)
    ), changed as (
      update claim_line l set certificate_state = f.outcome,
        certificate_issued_on = coalesce(f.issued_on, l.certificate_issued_on)
      from found f where l.claim_id = ${claimId} and l.line_no = f.line_no
        and l.certificate_state = 'manual'
      returning l.line_no, l.roster
    )
    insert into certificate_check (claim_id, roster, line_no, round, result, source, checked_at,
      evidence)
    select ${claimId}, changed.roster, f.line_no,
      1 + coalesce((select max(round) from certificate_check c
        where c.claim_id = ${claimId} and c.roster = changed.roster
          and c.line_no = f.line_no), 0),
      f.outcome, f.source, clock_timestamp(), f.evidence
    from found f join changed using (line_no)
  `.execute(tx);
}

/** What the accepted lines of a claim cost in all, yuan. */
export async function amountOfClaim(tx: Tx, claimId: string): Promise<Yuan> {
  const { rows } = await sql<{ amount: Yuan }>`
    select coalesce(sum(amount), 0)::numeric(14, 2) as amount from claim_line
    where claim_id = ${claimId} and state = 'accepted'`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('an aggregate without a row');
  return row.amount;
}
