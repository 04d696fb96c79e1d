import { sql } from 'kysely';
import type { Database, Tx } from './connect.ts';
import type { IdentityKeys } from './identity.ts';
import { derivedId } from './ids.ts';

/** A trainee's bank account as it is filed; its holder is the trainee. */
export type OwnAccount = { number: string; bank: string | null };

type Owner = { name: string; identityNumber: string; account: OwnAccount | null };

/**
 * Stores the accounts of trainees who are on record, their numbers sealed, all in one statement.
 * One that is known stays as it is, confirmed or not; a new one is taken for right, like the
 * accounts of organisations at set-up, until the bank returns a payment.
 */
export async function openOwnAccounts(
  tx: Tx,
  keys: IdentityKeys,
  owners: readonly Owner[],
): Promise<void> {
  const given = owners.flatMap(({ account, ...owner }) => (account ? [{ ...owner, account }] : []));
  if (given.length === 0) return;
  const sealed = given.map(({ account: { number, bank }, name, identityNumber }) => {
    const [identity, hash] = [keys.hash(identityNumber), keys.hash(number)];
    const id = derivedId('own-account', identity.toString('hex'), hash.toString('hex'), name);
    return { id, identity, hash, name, bank, cipher: keys.encrypt(number), tail: number.slice(-4) };
  });
  await sql`
    insert into payee_account (id, person_id, holder, bank, number_cipher, number_hash,
      number_tail, confirmed)
    select g.id, p.id, g.holder, g.bank, g.cipher, g.hash, g.tail, true
    from unnest(${sealed.map(({ id }) => id)}::uuid[],
      ${sealed.map(({ identity }) => identity)}::bytea[],
      ${sealed.map(({ name }) => name)}::text[], ${sealed.map(({ bank }) => bank)}::text[],
      ${sealed.map(({ cipher }) => cipher)}::bytea[], ${sealed.map(({ hash }) => hash)}::bytea[],
      ${sealed.map(({ tail }) => tail)}::text[])
      as g(id, identity_hash, holder, bank, cipher, hash, tail)
    join person p using (identity_hash)
    order by p.id, g.hash
    on conflict (person_id, number_hash, holder) do nothing`.execute(tx);
}

/** Lines whose account finance refused, or has not confirmed yet: they take no new claim. */
export async function listUnconfirmedAccounts(
  db: Database | Tx,
  keys: IdentityKeys,
  lines: readonly (Owner & { lineNo: number })[],
): Promise<number[]> {
  const given = lines.filter(({ account }) => account !== null);
  if (given.length === 0) return [];
  const { rows } = await sql<{ lineNo: number }>`
    select l.line_no as "lineNo"
    from unnest(${given.map(({ lineNo }) => lineNo)}::int[],
      ${given.map(({ identityNumber }) => keys.hash(identityNumber))}::bytea[],
      ${given.map(({ account }) => keys.hash(account?.number ?? ''))}::bytea[],
      ${given.map(({ name }) => name)}::text[]) as l(line_no, identity_hash, hash, holder)
    join person p using (identity_hash)
    join payee_account a on a.person_id = p.id and a.number_hash = l.hash and a.holder = l.holder
    where not a.confirmed order by 1`.execute(db);
  return rows.map(({ lineNo }) => lineNo);
}

export type Trainee = { personId: string; names: string[] };

/** The trainee of a line, with the name it was filed under and the one on record. */
export async function getTrainee(
  db: Database | Tx,
  { claimId, lineNo }: { claimId: string; lineNo: number },
): Promise<Trainee> {
  const { rows } = await sql<Trainee>`
    select p.id as "personId", array[l.name, p.name] as names
    from claim_line l join person p on p.id = l.person_id
    where l.claim_id = ${claimId} and l.line_no = ${lineNo}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`claim ${claimId} has no line ${String(lineNo)}`);
  return row;
}

export type CorrectedAccount = OwnAccount & { id: string; personId: string; holder: string };

/** Stores an account given after a return: it waits for finance, unless it is known already. */
export async function openCorrectedAccount(
  tx: Tx,
  keys: IdentityKeys,
  { id, personId, holder, number, bank }: CorrectedAccount,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into payee_account as a (id, person_id, holder, bank, number_cipher, number_hash,
      number_tail, confirmed)
    values (${id}, ${personId}, ${holder}, ${bank}, ${keys.encrypt(number)}, ${keys.hash(number)},
      ${number.slice(-4)}, false)
    on conflict (person_id, number_hash, holder) do update set holder = a.holder
    returning id`.execute(tx);
  return rows[0]?.id ?? id;
}
