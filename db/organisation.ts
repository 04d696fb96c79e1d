import { sql, type RawBuilder } from 'kysely';
import type { Database, Tx } from './connect.ts';
import type { IdentityKeys } from './identity.ts';

/** Whether a claim of the organisation may name the account: its own, and confirmed. */
export async function ownsAccount(
  db: Database | Tx,
  organisationId: string,
  accountId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('payee_account')
    .select('id')
    .where('id', '=', accountId)
    .where('organisation_id', '=', organisationId)
    .where('confirmed', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

export type NewOrganisation = {
  id: string;
  kind: 'enterprise' | 'institution' | 'person';
  name: string;
  unit: string;
  creditCode: string | null;
  /** Who confirmed a code that fails its check digit; null for one that passes. */
  confirmedBy: string | null;
};

/** Registers an organisation, which has then neither account nor anybody who acts for it. */
export async function registerOrganisation(tx: Tx, it: NewOrganisation): Promise<void> {
  await tx
    .insertInto('organisation')
    .values({
      id: it.id,
      kind: it.kind,
      name: it.name,
      unit_code: it.unit,
      credit_code: it.creditCode,
      credit_code_confirmed_by: it.confirmedBy,
    })
    .execute();
}

export type NewAccount = {
  id: string;
  organisationId: string;
  holder: string;
  number: string;
  /** The bank's name, where it was given. */
  bank?: string | undefined;
  /** At set-up; one given in a correction waits for finance. */
  confirmed: boolean;
};

/**
 * Stores an account, its number sealed. The same number again answers the account known already,
 * confirmed or not as it was.
 */
export async function openAccount(
  tx: Tx,
  keys: IdentityKeys,
  { id, organisationId, holder, number, bank, confirmed }: NewAccount,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into payee_account as a (id, organisation_id, holder, bank, number_cipher, number_hash,
      number_tail, confirmed)
    values (${id}, ${organisationId}, ${holder}, ${bank ?? null}, ${keys.encrypt(number)},
      ${keys.hash(number)}, ${number.slice(-4)}, ${confirmed})
    on conflict (organisation_id, number_hash) do update set holder = a.holder
    returning id`.execute(tx);
  return rows[0]?.id ?? id;
}

export async function findAccountHolder(
  db: Database | Tx,
  accountId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('payee_account')
    .select('holder')
    .where('id', '=', accountId)
    .executeTakeFirst();
  return row?.holder;
}

/** What finance says of an account holds for every claim filed from now on. */
export async function recordConfirmation(
  tx: Tx,
  accountId: string,
  confirmed: boolean,
): Promise<void> {
  await sql`update payee_account set confirmed = ${confirmed}, said_at = clock_timestamp()
    where id = ${accountId}`.execute(tx);
}

/** Whether somebody holds a post of the organisation. */
export async function actsFor(tx: Tx, personId: string, organisationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('post_holder as h')
    .innerJoin('post as p', 'p.id', 'h.post_id')
    .select('p.id')
    .where('h.person_id', '=', personId)
    .where('p.organisation_id', '=', organisationId)
    .executeTakeFirst();
  return row !== undefined;
}

/** An account to be paid to, without its number. */
export type Payee = { holder: string; tail: string; bank?: string; confirmed: boolean };

/** In SQL: the Payee whose account has this id, as it stands now; null without an account. */
export const payeeAt = (accountId: RawBuilder<unknown>): RawBuilder<Payee | null> => sql`(
  select jsonb_strip_nulls(jsonb_build_object('holder', a.holder, 'tail', a.number_tail,
    'bank', a.bank, 'confirmed', a.confirmed)) from payee_account a where a.id = ${accountId})`;
