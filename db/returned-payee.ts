import { sql } from 'kysely';
import type { Tx } from './connect.ts';

/** Whose account is in question: the line of a trainee, or null for the claimant. */
export type PayeeLine = number | null;

/** The payees of whom something came back and whom nobody was asked about yet. */
export async function listUnaskedPayees(tx: Tx, claimId: string): Promise<PayeeLine[]> {
  const { rows } = await sql<{ lineNo: PayeeLine }>`
    select distinct l.line_no as "lineNo"
    from payment p
    left join claim_line l on l.claim_id = p.claim_id and l.person_id = p.person_id
    where p.claim_id = ${claimId} and p.state = 'returned'
      and not exists (select from task t where t.subject_id = p.claim_id and t.state = 'open'
        and t.kind in ('payee-correction', 'payee-confirmation')
        and coalesce(t.line_no, 0) = coalesce(l.line_no, 0))
    order by 1`.execute(tx);
  return rows.map(({ lineNo }) => lineNo);
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
  { claimId, lineNo, accountId }: { claimId: string; lineNo: PayeeLine; accountId: string },
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
