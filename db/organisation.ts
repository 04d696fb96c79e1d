import { sql } from 'kysely';
import type { Database, Tx } from './connect.ts';
import type { IdentityKeys } from './identity.ts';

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
    .executeTakeFirst();
  return row !== undefined;
}

export type NewAccount = { id: string; organisationId: string; holder: string; number: string };

/**
 * Stores an account, its number sealed. The same number again answers the account known already.
 */
export async function openAccount(
  tx: Tx,
  keys: IdentityKeys,
  { id, organisationId, holder, number }: NewAccount,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into payee_account as a (id, organisation_id, holder, number_cipher, number_hash,
      number_tail)
    values (${id}, ${organisationId}, ${holder}, ${keys.encrypt(number)}, ${keys.hash(number)},
      ${number.slice(-4)})
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
