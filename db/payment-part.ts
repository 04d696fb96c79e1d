import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import { absolute, type Yuan } from '../domain/money.ts';
import type { ClaimState } from './claim-state.ts';
import type { Tx } from './connect.ts';
import { derivedId } from './ids.ts';
import { post } from './ledger.ts';

/**
 * Takes what was stopped out of payments that wait for a run, and gives its money back to the fund.
 * `amount` is below zero. A payment of which nothing is left is none.
 */
export async function shrinkPayments(
  tx: Tx,
  claim: ClaimState,
  over: readonly { fund: string; amount: Yuan }[],
  on: IsoDate,
): Promise<void> {
  if (over.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    with over as (
      select * from unnest(${over.map(({ fund }) => fund)}::text[],
        ${over.map(({ amount }) => amount)}::numeric[]) as o(fund, amount)
    ), chosen as (
      select distinct on (p.fund) p.id, p.amount + o.amount as rest
      from payment p join over o using (fund)
      where p.claim_id = ${claim.id} and p.state = 'ready' and p.amount + o.amount >= 0
      order by p.fund, p.part desc
    ), less as (
      update payment p set amount = c.rest from chosen c where p.id = c.id and c.rest > 0
      returning p.id
    ), none as (
      delete from payment p using chosen c where p.id = c.id and c.rest = 0 returning p.id
    )
    select id from less union all select id from none`.execute(tx);
  if (rows.length !== over.length) throw new Error('a stopped line is in no payment that waits');
  await post(
    tx,
    'release',
    over.map(({ fund, amount }) => ({
      entryId: derivedId('release', claim.id, fund, String(claim.version)),
      fund,
      unit: claim.unit,
      amount: absolute(amount),
      on,
      claimId: claim.id,
    })),
  );
}

/** What waits for a payment run, by fund. */
export async function listWaiting(
  tx: Tx,
  claimId: string,
): Promise<{ fund: string; amount: Yuan }[]> {
  const { rows } = await sql<{ fund: string; amount: Yuan }>`
    select fund, sum(amount)::numeric(14, 2) as amount from payment
    where claim_id = ${claimId} and state = 'ready' group by fund`.execute(tx);
  return rows;
}
