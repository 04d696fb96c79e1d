import { sql } from 'kysely';
import type { Tx } from './connect.ts';

/**
 * Whose account is in question: the trainee of a line, or the organisation of an account that is
 * paid beside the claimant, or else the claimant.
 */
export type PayeeInQuestion = { lineNo: number | null; accountId: string | null };

/** The payees of whom something came back and whom nobody was asked about yet. */
export async function listUnaskedPayees(tx: Tx, claimId: string): Promise<PayeeInQuestion[]> {
  const { rows } = await sql<PayeeInQuestion>`
    with returned as (
      select l.line_no, beside.organisation_id, case when beside.organisation_id is not null
        then (array_agg(p.account_id order by p.part desc))[1] end as account_id
      from payment p join claim c on c.id = p.claim_id
      left join claim_line l on l.claim_id = p.claim_id and l.person_id = p.person_id
      cross join lateral (select case when p.person_id is null
        and p.organisation_id <> c.organisation_id then p.organisation_id end as organisation_id
      ) beside
      where p.claim_id = ${claimId} and p.state = 'returned'
      group by l.line_no, beside.organisation_id
    )
    select r.line_no as "lineNo", r.account_id as "accountId" from returned r
    where not exists (
      select from task t left join payee_account a on a.id = t.account_id
      where t.subject_id = ${claimId} and t.state = 'open'
        and t.kind in ('payee-correction', 'payee-confirmation')
        and t.line_no is not distinct from r.line_no
        and a.organisation_id is not distinct from r.organisation_id)
    order by r.line_no, r.organisation_id`.execute(tx);
  return rows;
}

/** The stage of a claim by its open tasks about accounts; 'reserved' once there is none. */
export async function getMendingStage(tx: Tx, claimId: string): Promise<string> {
  const { rows } = await sql<{ stage: string }>`
    select coalesce(max(kind) filter (where kind = 'payee-correction'), max(kind), 'reserved')
      as stage
    from task where subject_id = ${claimId} and state = 'open'
      and kind in ('payee-correction', 'payee-confirmation')`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('an aggregate without a row');
  return row.stage;
}

/** Notes where the payee is to be paid from now on, once finance confirms it. */
export async function nameAccount(
  tx: Tx,
  { claimId, lineNo, accountId }: { claimId: string; lineNo: number | null; accountId: string },
): Promise<void> {
  await (
    lineNo === null
      ? sql`update claim set account_id = ${accountId} where id = ${claimId}`
      : sql`update claim_line set account_id = ${accountId}
          where claim_id = ${claimId} and line_no = ${lineNo}`
  ).execute(tx);
}

export async function getAccountOfLine(
  tx: Tx,
  { claimId, lineNo }: { claimId: string; lineNo: number },
): Promise<string> {
  const { account_id: accountId } = await tx
    .selectFrom('claim_line')
    .select('account_id')
    .where('claim_id', '=', claimId)
    .where('line_no', '=', lineNo)
    .executeTakeFirstOrThrow();
  if (accountId === null) throw new Error(`line ${String(lineNo)} of ${claimId} has no account`);
  return accountId;
}
