import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Tx } from './connect.ts';
import { derivedId } from './ids.ts';

type EntryKind = 'raise' | 'reserve' | 'release' | 'pay' | 'return';

/** From which account of a fund and unit to which a kind of entry moves money. */
const movements: Record<EntryKind, { from: string; to: string }> = {
  raise: { from: 'source', to: 'available' },
  reserve: { from: 'available', to: 'reserved' },
  release: { from: 'reserved', to: 'available' },
  pay: { from: 'reserved', to: 'spent' },
  return: { from: 'spent', to: 'reserved' },
};

export type Movement = {
  /** Made by the caller before the first attempt: a retry posts nothing again. */
  entryId: string;
  fund: string;
  unit: string;
  amount: Yuan;
  on: IsoDate;
  claimId?: string;
  paymentId?: string;
};

/** Posts one balanced entry per movement, all in one statement; those already posted are left. */
export async function post(tx: Tx, kind: EntryKind, moves: readonly Movement[]): Promise<void> {
  if (moves.length === 0) return;
  await lockAccounts(tx, moves);
  await enter(tx, kind, moves);
}

/** Writes the entries of movements whose accounts are locked. */
async function enter(tx: Tx, kind: EntryKind, moves: readonly Movement[]): Promise<void> {
  const { from, to } = movements[kind];
  await sql`
    with moved as (
      select * from unnest(
        ${moves.map((m) => m.entryId)}::uuid[], ${moves.map((m) => m.fund)}::text[],
        ${moves.map((m) => m.unit)}::text[], ${moves.map((m) => m.amount)}::numeric[],
        ${moves.map((m) => m.on)}::date[],
        ${moves.map((m) => m.claimId ?? null)}::uuid[],
        ${moves.map((m) => m.paymentId ?? null)}::uuid[]
      ) as m(entry_id, fund, unit_code, amount, occurred_on, claim_id, payment_id)
    ), days as materialized (
      select d.occurred_on, month_of_fact(d.occurred_on) as month
      from (select distinct occurred_on from moved order by 1) d
    ), entered as (
      insert into ledger_entry (id, kind, claim_id, payment_id, occurred_on, month)
      select m.entry_id, ${kind}, m.claim_id, m.payment_id, m.occurred_on, d.month
      from moved m join days d using (occurred_on)
      on conflict (id) do nothing returning id
    )
    insert into ledger_posting (entry_id, account_id, amount)
    select e.id, a.id, case a.kind when ${from} then -m.amount else m.amount end
    from entered e
    join moved m on m.entry_id = e.id
    join ledger_account a on a.fund = m.fund and a.unit_code = m.unit_code
      and a.kind in (${from}, ${to})
  `.execute(tx);
}

/** Money raised for a fund and unit: yuan, on the day it arrived. */
export function raiseFund(
  tx: Tx,
  raised: { id: string; fund: string; unit: string; amount: Yuan; on: IsoDate },
): Promise<void> {
  return post(tx, 'raise', [
    {
      entryId: raised.id,
      fund: raised.fund,
      unit: raised.unit,
      amount: raised.amount,
      on: raised.on,
    },
  ]);
}

/** Money of a fund for a claim; a second part is for what was stopped when the first was made. */
export type FundPart = { fund: string; amount: Yuan; part?: number };

/** What makes the ids of a part: the first has only its fund. */
export const partOf = ({ fund, part = 1 }: FundPart): string[] =>
  part === 1 ? [fund] : [fund, String(part)];

/**
 * Reserves what a claim needs of each fund, all or nothing, in one statement. Answers the funds
 * that lack money. The accounts are locked in one order before they are read, and stay so until the
 * transaction ends, so that no two claims reserve the same yuan or wait for each other.
 */
export async function reserveForClaim(
  tx: Tx,
  need: {
    claimId: string;
    unit: string;
    on: IsoDate;
    byFund: readonly FundPart[];
  },
): Promise<{ lacking: string[] }> {
  const { from, to } = movements.reserve;
  const { rows } = await sql<{ fund: string }>`
    with needed as (
      select * from unnest(
        ${need.byFund.map((of) => derivedId('reserve', need.claimId, ...partOf(of)))}::uuid[],
        ${need.byFund.map(({ fund }) => fund)}::text[],
        ${need.byFund.map(({ amount }) => amount)}::numeric[]) as n(entry_id, fund, amount)
    ), locked as materialized (
      select a.id, a.kind, a.balance, n.entry_id, n.fund, n.amount
      from ledger_account a join needed n using (fund)
      where a.unit_code = ${need.unit} and a.kind in (${from}, ${to})
      order by a.id for update of a
    ), lacking as (
      select n.fund from needed n where not exists (select from locked l
        where l.fund = n.fund and l.kind = ${from} and l.balance >= n.amount)
    ), entered as (
      insert into ledger_entry (id, kind, claim_id, occurred_on, month)
      select n.entry_id, 'reserve', ${need.claimId}, ${need.on}::date, month_of_fact(${need.on})
      from needed n where not exists (select from lacking)
      on conflict (id) do nothing returning id
    ), posted as (
      insert into ledger_posting (entry_id, account_id, amount)
      select e.id, l.id, case l.kind when ${from} then -l.amount else l.amount end
      from entered e join locked l on l.entry_id = e.id
    )
    select fund from lacking order by fund`.execute(tx);
  return { lacking: rows.map(({ fund }) => fund) };
}

/** Locks the accounts in one order, so that two claims of two funds never wait for each other. */
async function lockAccounts(
  tx: Tx,
  moves: readonly { fund: string; unit: string }[],
): Promise<void> {
  await sql`
    select id from ledger_account
    where (fund, unit_code) in (
      select * from unnest(${moves.map((m) => m.fund)}::text[],
        ${moves.map((m) => m.unit)}::text[]))
    order by id for update
  `.execute(tx);
}
