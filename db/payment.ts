import { sql } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { Tx } from './connect.ts';
import type { Share } from './claim-line.ts';
import type { ClaimState } from './claim-state.ts';
import { derivedId } from './ids.ts';
import { partOf } from './ledger.ts';
import { outboxChannel } from './outbox.ts';

/**
 * Makes the payments of a reserved claim in one statement: one per fund, part and payee, due on the
 * day that counts since its approval. A payment is its payee's: a corrected account changes nothing
 * but where it goes.
 */
export async function createPayments(
  tx: Tx,
  claim: ClaimState,
  due: {
    approvedOn: IsoDate;
    /** Calendar days after booking in which the bank may return it. */
    returnDays: number;
    shares: readonly Share[];
  },
): Promise<void> {
  const { shares } = due;
  await sql`
    insert into payment (id, claim_id, instalment, unit_code, organisation_id, person_id,
      account_id, fund, amount, part, months, approved_on, due_on, return_days)
    select p.id, ${claim.id}, ${claim.instalment}::smallint, ${claim.unit},
      coalesce(a.organisation_id, ${claim.organisationId}), a.person_id, a.id, p.fund, p.amount,
      p.part, greatest(p.months, 0), ${due.approvedOn}, f.due_on, ${due.returnDays}
    from unnest(${shares.map((it) => paymentId(claim, it))}::uuid[],
      ${shares.map(({ accountId }) => accountId)}::uuid[],
      ${shares.map(({ fund }) => fund)}::text[],
      ${shares.map(({ amount }) => amount)}::numeric[],
      ${shares.map(({ part }) => part)}::smallint[],
      ${shares.map(({ months }) => months)}::int[])
      as p(id, account_id, fund, amount, part, months)
    join payee_account a on a.id = p.account_id
    join due_fact f on f.claim_id = ${claim.id} and f.fund = p.fund and f.delta = 1
      and f.instalment = ${claim.instalment}
    on conflict (id) do nothing
  `.execute(tx);
}

/** Whether the present instalment of a claim has payments, in whatever state. */
export async function hasPayments(
  tx: Tx,
  { id, instalment }: Pick<ClaimState, 'id' | 'instalment'>,
): Promise<boolean> {
  const { rows } = await sql`
    select from payment where claim_id = ${id} and instalment = ${instalment} limit 1`.execute(tx);
  return rows.length > 0;
}

function paymentId({ id, organisationId }: ClaimState, share: Share): string {
  const beside = share.payeeId === organisationId ? [] : [share.payeeId];
  return derivedId('payment', id, ...partOf(share), ...beside);
}

export type PaymentCounts = {
  open: number;
  returned: number;
  paid: number;
  lastPaidOn: IsoDate | null;
  /** The last day on which one came back or was refused. */
  lastReturnedOn: IsoDate | null;
  /** The last day on which the bank may return one that is paid. */
  returnableUntil: IsoDate | null;
  /** Lines stopped before payment that a person has to look at. */
  stopped: number;
  /** The first day on which a certificate of one that is ready is to be looked up again. */
  recheckAt: Instant | null;
  /** Paid ones whose run has not read the statement up to that day. */
  unread: number;
};

/** How many payments of a claim stand where, and the days of the latest. */
export async function countPayments(tx: Tx, claimId: string): Promise<PaymentCounts> {
  const { rows } = await sql<PaymentCounts>`
    select count(*) filter (where p.state in ('ready', 'in-run'))::int as open,
      count(*) filter (where p.state = 'returned')::int as returned,
      count(*) filter (where p.state = 'paid')::int as paid, max(paid_on) as "lastPaidOn",
      max(paid_on + return_days) as "returnableUntil",
      count(*) filter (where p.state = 'paid'
        and coalesce(r.statement_read_to < paid_on + return_days, true))::int as unread,
      (select count(*)::int from claim_line l where l.claim_id = ${claimId}
        and l.certificate_state = 'manual' and l.state = 'accepted') as stopped,
      min(p.recheck_at) filter (where p.state = 'ready') as "recheckAt",
      (select max(a.returned_on) from payment_attempt a join payment b on b.id = a.payment_id
        where b.claim_id = ${claimId}) as "lastReturnedOn"
    from payment p left join payment_run r on r.id = p.run_id where p.claim_id = ${claimId}
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('an aggregate without a row');
  return row;
}

/** When a claim that only waits is looked at next: no transition, so neither version nor audit. */
export async function lookAgain(tx: Tx, claimId: string, at: Instant | null): Promise<void> {
  await sql`update claim set waits_until = ${at} where id = ${claimId}`.execute(tx);
}

/**
 * A confirmed new account: what came back from the bank may be paid again in the next run, to it
 * like whatever else the claim has for its payee that was not sent yet.
 */
export async function readyReturned(tx: Tx, claimId: string, accountId: string): Promise<void> {
  await sql`
    with readied as (
      update payment p set state = 'ready', account_id = a.id, run_id = null
      from payee_account a
      where a.id = ${accountId} and p.claim_id = ${claimId} and p.payee_id = a.payee_id
        and p.state in ('ready', 'returned')
      returning p.id, p.claim_id
    )
    insert into audit (act, object_kind, object_id, detail)
    select 'payment-ready', 'payment', id, jsonb_build_object('claim', claim_id) from readied
  `.execute(tx);
}

/** Tells the workflow of each claim, once, that payments of it were booked or returned. */
export async function tellClaims(tx: Tx, claimIds: readonly string[]): Promise<void> {
  await sql`
    with told as (
      insert into workflow_outbox (id, kind, workflow_id, name, payload)
      select gen_random_uuid(), 'signal', 'claim-' || c.id, 'paymentsChanged', '[]'::jsonb
      from (select distinct unnest(${claimIds}::uuid[]) as id) c returning id
    )
    select pg_notify(${outboxChannel}, '') from told
  `.execute(tx);
}

/** Whether a run has a payment of the claim in hand: nothing calls an order back from the bank. */
export async function isPaymentUnderWay(tx: Tx, claimId: string): Promise<boolean> {
  const { rows } = await sql`
    select from payment where claim_id = ${claimId} and state = 'in-run'`.execute(tx);
  return rows.length > 0;
}
