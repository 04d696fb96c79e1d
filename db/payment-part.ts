import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import { absolute, sum } from '../domain/money.ts';
import type { Share } from './claim-line.ts';
import type { ClaimState } from './claim-state.ts';
import type { Tx } from './connect.ts';
import { derivedId } from './ids.ts';
import { post } from './ledger.ts';

/**
 * Takes what was stopped out of payments that wait for a run, and gives its money back to the fund.
 * The amounts are below zero. A payment of which nothing is left is none.
 */
export async function shrinkPayments(
  tx: Tx,
  claim: ClaimState,
  over: readonly Share[],
  on: IsoDate,
): Promise<void> {
  if (over.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    with over as (
      select * from unnest(${over.map(({ fund }) => fund)}::text[],
        ${over.map(({ payeeId }) => payeeId)}::uuid[],
        ${over.map(({ amount }) => amount)}::numeric[],
        ${over.map(({ months }) => months)}::int[]) as o(fund, payee_id, amount, months)
    ), chosen as (
      select distinct on (p.fund, p.payee_id) p.id, p.amount + o.amount as rest,
        greatest(p.months + o.months, 0) as months
      from payment p join over o on o.fund = p.fund and o.payee_id = p.payee_id
      where p.claim_id = ${claim.id} and p.state = 'ready' and p.amount + o.amount >= 0
      order by p.fund, p.payee_id, p.part desc
    ), less as (
      update payment p set amount = c.rest, months = c.months
      from chosen c where p.id = c.id and c.rest > 0
      returning p.id
    ), none as (
      delete from payment p using chosen c where p.id = c.id and c.rest = 0 returning p.id
    )
    select id from less union all select id from none`.execute(tx);
  if (rows.length !== over.length) throw new Error('a stopped line is in no payment that waits');
  const byFund = Map.groupBy(over, ({ fund }) => fund);
  await post(
    tx,
    'release',
    [...byFund].map(([fund, shares]) => ({
      entryId: derivedId('release', claim.id, fund, String(claim.version)),
      fund,
      unit: claim.unit,
      amount: absolute(sum(shares.map((it) => it.amount))),
      on,
      claimId: claim.id,
    })),
  );
}

/** What waits for a payment run, by fund and payee. */
export async function listWaiting(
  tx: Tx,
  claimId: string,
): Promise<Pick<Share, 'fund' | 'payeeId' | 'amount'>[]> {
  const { rows } = await sql<Pick<Share, 'fund' | 'payeeId' | 'amount'>>`
    select fund, payee_id as "payeeId", sum(amount)::numeric(14, 2) as amount from payment
    where claim_id = ${claimId} and state = 'ready' group by fund, payee_id`.execute(tx);
  return rows;
}
