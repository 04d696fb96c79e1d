import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import { isUuid } from '../domain/ids.ts';
import type { Yuan } from '../domain/money.ts';
import type { Database, Tx } from './connect.ts';
import { derivedId } from './ids.ts';
import { post } from './ledger.ts';
import { tellClaims } from './payment.ts';

/** An attempt the bank has not answered for; the account stays encrypted until it is sent. */
export type OpenAttempt = {
  id: string;
  state: 'intended' | 'unknown';
  fund: string;
  amount: Yuan;
  holder: string;
  accountCipher: Buffer;
  claimNo: string;
};

export async function listOpenAttempts(
  db: Database,
  runId: string,
  limit: number,
): Promise<OpenAttempt[]> {
  const { rows } = await sql<OpenAttempt>`
    select a.id, a.state, p.fund, p.amount, b.holder, b.number_cipher as "accountCipher",
      c.claim_no as "claimNo"
    from payment_attempt a
    join payment p on p.id = a.payment_id
    join payee_account b on b.id = a.account_id
    join claim c on c.id = p.claim_id
    where a.run_id = ${runId} and a.state in ('intended', 'unknown')
    order by a.state, a.id limit ${limit}
  `.execute(db);
  return rows;
}

/** Before sending: from here on nobody can say whether the bank has it, until it answers. */
export async function markSent(db: Database, attemptIds: readonly string[]): Promise<void> {
  await sql`
    update payment_attempt set state = 'unknown', sent_at = clock_timestamp()
    where id = any(${attemptIds}::uuid[]) and state = 'intended'`.execute(db);
}

/** What the bank said of an attempt. `bookedOn` without `returnedOn` is a payment made. */
export type AttemptOutcome = {
  attemptId: string;
  bookedOn?: IsoDate | undefined;
  returnedOn?: IsoDate | undefined;
  bankReference?: string | undefined;
  reason?: string | undefined;
};

type Settled = {
  paymentId: string;
  attemptId: string;
  claimId: string;
  fund: string;
  unit: string;
  amount: Yuan;
};

/** Takes down bookings not yet known: payment paid, reserved money spent, on the bank's day. */
export async function recordBooked(tx: Tx, outcomes: readonly AttemptOutcome[]): Promise<void> {
  const booked = outcomes.filter((it) => it.bookedOn !== undefined);
  if (booked.length === 0) return;
  const { rows } = await sql<Settled & { on: IsoDate }>`
    with told as (
      select * from unnest(${booked.map((it) => it.attemptId)}::uuid[],
        ${booked.map((it) => it.bookedOn)}::date[],
        ${booked.map((it) => it.bankReference ?? null)}::text[]) as t(id, booked_on, reference)
    ), changed as (
      update payment_attempt a set state = 'booked', booked_on = t.booked_on,
        bank_reference = t.reference
      from told t where a.id = t.id and a.state in ('intended', 'unknown')
      returning a.id, a.payment_id, a.booked_on
    ), settled as (
      update payment p set state = 'paid', paid_on = c.booked_on
      from changed c where p.id = c.payment_id
      returning p.id as "paymentId", c.id as "attemptId", p.claim_id as "claimId", p.fund,
        p.unit_code as unit, p.amount, c.booked_on as "on"
    ), audited as (${auditOf(sql`'payment-paid'`)})
    select * from settled
  `.execute(tx);
  await post(
    tx,
    'pay',
    rows.map((row) => ({ ...row, entryId: derivedId('pay', row.attemptId) })),
  );
}

/**
 * Takes down what came back or was never accepted: money reserved again, payment to be mended, and
 * its claim told, whatever run it was sent in.
 */
export async function recordReturned(tx: Tx, outcomes: readonly AttemptOutcome[]): Promise<void> {
  const returned = outcomes.filter((it) => it.returnedOn !== undefined);
  if (returned.length === 0) return;
  const { rows } = await sql<Settled & { on: IsoDate; wasBooked: boolean }>`
    with told as (
      select * from unnest(${returned.map((it) => it.attemptId)}::uuid[],
        ${returned.map((it) => it.returnedOn)}::date[],
        ${returned.map((it) => it.reason ?? null)}::text[]) as t(id, returned_on, reason)
    ), before as (
      select a.id, a.state = 'booked' as was_booked, t.returned_on, t.reason
      from payment_attempt a join told t using (id)
      where a.state in ('intended', 'unknown', 'booked') for update of a
    ), changed as (
      update payment_attempt a set reason = b.reason, returned_on = b.returned_on,
        state = case when b.was_booked then 'returned' else 'refused' end
      from before b where a.id = b.id
      returning a.id, a.payment_id, b.was_booked, b.returned_on
    ), settled as (
      update payment p set state = 'returned', paid_on = null
      from changed c where p.id = c.payment_id
      returning p.id as "paymentId", c.id as "attemptId", p.claim_id as "claimId", p.fund,
        p.unit_code as unit, p.amount, c.returned_on as "on", c.was_booked as "wasBooked"
    ), audited as (
      ${auditOf(sql`case when "wasBooked" then 'payment-returned' else 'payment-refused' end`)}
    )
    select * from settled
  `.execute(tx);
  const spent = rows.filter((row) => row.wasBooked);
  await post(
    tx,
    'return',
    spent.map((row) => ({ ...row, entryId: derivedId('return', row.attemptId) })),
  );
  await tellClaims(
    tx,
    rows.map(({ claimId }) => claimId),
  );
}

/** One row for each payment of `settled`; the bank's words and the account stay out of it. */
const auditOf = (act: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  insert into audit (act, object_kind, object_id, detail)
  select ${act}, 'payment', "paymentId", jsonb_build_object('claim', "claimId",
    'attempt', "attemptId", 'on', "on") from settled`;

export type KnownAttempt = { state: string; amount: Yuan; bookedOn: IsoDate | null };

/** Those of the keys that are attempts: a bank's key can be any text. */
export async function findAttempts(
  db: Database,
  keys: readonly string[],
): Promise<Map<string, KnownAttempt>> {
  const { rows } = await sql<KnownAttempt & { id: string }>`
    select a.id, a.state, p.amount, a.booked_on as "bookedOn"
    from payment_attempt a join payment p on p.id = a.payment_id
    where a.id = any(${keys.filter(isUuid)}::uuid[])
  `.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
