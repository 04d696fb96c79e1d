import { sql, type RawBuilder } from 'kysely';
import type { Database, Tx } from './connect.ts';

/** In SQL: the account that an organisation is paid to now; null where none is confirmed. */
export const newestAccount = (organisationId: RawBuilder<unknown>): RawBuilder<string> => sql`(
  select n.id from payee_account n where n.organisation_id = ${organisationId} and n.confirmed
  order by n.said_at desc, n.id limit 1)`;

/**
 * The newest confirmed account of each of these credit codes; none for a code that nobody
 * registered, or whose organisation has no confirmed account.
 */
export async function accountsByCreditCode(
  db: Database | Tx,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const { rows } = await sql<{ code: string; accountId: string }>`
    select distinct on (o.credit_code) o.credit_code as code, a.id as "accountId"
    from organisation o join payee_account a on a.organisation_id = o.id and a.confirmed
    where o.credit_code = any(${codes}::text[])
    order by o.credit_code, a.said_at desc, a.id`.execute(db);
  return new Map(rows.map(({ code, accountId }) => [code, accountId]));
}

/** The organisation of an account, with the names its accounts may be held under. */
export async function getOrganisationPaid(
  db: Database | Tx,
  accountId: string,
): Promise<{ organisationId: string; names: string[] }> {
  const { rows } = await sql<{ organisationId: string; names: string[] }>`
    select o.id as "organisationId", array(
      select o.name union select b.holder from payee_account b
      where b.organisation_id = o.id and b.confirmed) as names
    from payee_account a join organisation o on o.id = a.organisation_id
    where a.id = ${accountId}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`account ${accountId} is no organisation's`);
  return row;
}

/** In SQL: whom an account pays in a claim, as a PaidTo. */
export const paidToAt = (of: {
  account: string;
  claimant: RawBuilder<unknown>;
}): RawBuilder<string> => {
  const at = (column: string) => sql.ref(`${of.account}.${column}`);
  return sql`case when ${at('person_id')} is not null then 'person'
    when ${at('organisation_id')} = ${of.claimant} then 'claimant'
    else 'organisation:' || (
      select o.credit_code from organisation o where o.id = ${at('organisation_id')}) end`;
};
