import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Tx } from './connect.ts';
import type { ClaimState } from './claim-state.ts';
import { derivedId } from './ids.ts';

/**
 * Makes the payments of a reserved claim: one per fund, to the account the claim names, due on the
 * day that counts since its approval.
 */
export async function createPayments(
  tx: Tx,
  claim: ClaimState,
  due: { approvedOn: IsoDate; byFund: readonly { fund: string; amount: Yuan }[] },
): Promise<void> {
  await sql`
    insert into payment (id, claim_id, unit_code, organisation_id, account_id, fund, amount,
      approved_on, due_on)
    select p.id, ${claim.id}, ${claim.unit}, ${claim.organisationId}, ${claim.accountId},
      p.fund, p.amount, ${due.approvedOn}, f.due_on
    from unnest(
      ${due.byFund.map(({ fund }) => derivedId('payment', claim.id, fund))}::uuid[],
      ${due.byFund.map(({ fund }) => fund)}::text[],
      ${due.byFund.map(({ amount }) => amount)}::numeric[]) as p(id, fund, amount)
    join due_fact f on f.claim_id = ${claim.id} and f.fund = p.fund and f.delta = 1
    on conflict (id) do nothing
  `.execute(tx);
}

export type PaymentCounts = {
  open: number;
  returned: number;
  paid: number;
  lastPaidOn: IsoDate | null;
  lastReturnedOn: IsoDate | null;
};

/** How many payments of a claim stand where, and the days of the latest. */
export async function countPayments(tx: Tx, claimId: string): Promise<PaymentCounts> {
  const { rows } = await sql<PaymentCounts>`
    select count(*) filter (where state in ('ready', 'in-run'))::int as open,
      count(*) filter (where state = 'returned')::int as returned,
      count(*) filter (where state = 'paid')::int as paid, max(paid_on) as "lastPaidOn",
      (select max(occurred_on) from ledger_entry e
        where e.claim_id = ${claimId} and e.kind = 'return') as "lastReturnedOn"
    from payment where claim_id = ${claimId}
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('an aggregate without a row');
  return row;
}

/** A confirmed new account: what came back from the bank may be paid again in the next run. */
export async function readyReturned(tx: Tx, claimId: string, accountId: string): Promise<void> {
  await sql`
    update payment set state = 'ready', account_id = ${accountId}, run_id = null
    where claim_id = ${claimId} and state = 'returned'`.execute(tx);
}
