import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { FiledMaterial } from '../domain/materials.ts';
import type { Yuan } from '../domain/money.ts';
import type { Database, Tx } from './connect.ts';
import { supersedeRoster } from './earlier-roster.ts';
import type { IdentityKeys } from './identity.ts';
import { derivedId } from './ids.ts';
import { monthOfFact } from './month.ts';
import { openOwnAccounts, type OwnAccount } from './own-account.ts';

/** A checked line of a roster; the identity number is sealed before it is stored. */
export type NewLine = {
  lineNo: number;
  name: string;
  identityNumber: string;
  attributes: readonly string[];
  group: string;
  occupation: string | null;
  course: string | null;
  level: string | null;
  certificateKind: string | null;
  certificateNo: string | null;
  /** The same for each way of writing the number; null without one. */
  certificateKey: string | null;
  certificateShown: string | null;
  /** Where the certificate is looked up first; null where a person looks it up. */
  lookUpSource: string | null;
  /** What the line comes to if its certificate holds. */
  claimed: Yuan;
  startedOn: IsoDate;
  endedOn: IsoDate;
  months: number | null;
  hours: number | null;
  feePaid: Yuan | null;
  /** The region's own facts, by code. */
  facts: Readonly<Record<string, string>>;
  /** The trainee's own, where something of the line is paid to the trainee. */
  account: OwnAccount | null;
};

export type NewClaim = {
  id: string;
  scheme: string;
  unit: string;
  organisationId: string;
  accountId: string;
  submittedBy: string;
  packVersion: string;
  occurredOn: IsoDate;
  /** The region's own facts of the claim as a whole, by code. */
  facts: Readonly<Record<string, string>>;
  materials: readonly FiledMaterial[];
  lines: readonly NewLine[];
};

/**
 * Stores a claim with its roster; the submitter takes that duty. Answers the claim's number, or
 * undefined where another line holds a certificate: nothing of it may then be committed.
 */
export async function fileClaim(
  tx: Tx,
  keys: IdentityKeys,
  claim: NewClaim,
): Promise<string | undefined> {
  const month = await monthOfFact(tx, claim.occurredOn);
  const { rows } = await sql<{ claimNo: string }>`
    with filed as (
      insert into claim (id, claim_no, scheme, unit_code, organisation_id, account_id,
        submitted_by, pack_version, last_fact_on, occurred_on, month, facts, materials)
      values (${claim.id}, ${claim.unit} || '-' || ${claim.occurredOn.slice(0, 4)} || '-'
          || lpad(nextval('claim_number')::text, 7, '0'),
        ${claim.scheme}, ${claim.unit}, ${claim.organisationId}, ${claim.accountId},
        ${claim.submittedBy}, ${claim.packVersion}, ${claim.occurredOn}, ${claim.occurredOn},
        ${month}, ${JSON.stringify(claim.facts)}::jsonb,
        ${JSON.stringify(claim.materials)}::jsonb)
      returning id, claim_no
    ), taken as (
      insert into duty (subject_id, person_id, duty)
      select id, ${claim.submittedBy}::uuid, 'submitter' from filed
    )
    select claim_no as "claimNo" from filed`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('an insert without a row');
  const whole = await insertLines(tx, keys, { claimId: claim.id, roster: 1 }, claim.lines);
  return whole ? row.claimNo : undefined;
}

export async function getClaimNo(db: Database, claimId: string): Promise<string> {
  const row = await db
    .selectFrom('claim')
    .select('claim_no')
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow();
  return row.claim_no;
}

/**
 * Puts a corrected roster in the place of the returned one, which is kept; amounts and checks
 * start anew. 'late' and nothing done when the claim is no longer waiting for a correction, or one
 * is under way. 'certificate-held' where another line holds one: nothing may then be committed.
 */
export async function replaceLines(
  tx: Tx,
  keys: IdentityKeys,
  of: Pick<NewClaim, 'facts' | 'materials'> & { claimId: string; taskId: string },
  lines: readonly NewLine[],
): Promise<'replaced' | 'late' | 'certificate-held'> {
  const { claimId, taskId } = of;
  await sql`select from claim where id = ${claimId} for update`.execute(tx);
  const { rows } = await sql`
    select from claim c join task t on t.claim_id = c.id
    where c.id = ${claimId} and c.stage = 'correction' and t.id = ${taskId} and t.state = 'open'
      and not exists (select from decision d where d.task_id = t.id and d.state = 'requested')
  `.execute(tx);
  if (rows.length === 0) return 'late';
  const earlier = await supersedeRoster(tx, claimId);
  await sql`update claim set facts = ${JSON.stringify(of.facts)}::jsonb,
    materials = ${JSON.stringify(of.materials)}::jsonb where id = ${claimId}`.execute(tx);
  const whole = await insertLines(tx, keys, { claimId, roster: earlier + 1 }, lines);
  return whole ? 'replaced' : 'certificate-held';
}

/** Lines whose certificate another line holds: one neither cut nor failed in verification. */
export async function listClaimedCertificates(
  db: Database | Tx,
  keys: IdentityKeys,
  { claimId, lines }: { claimId: string; lines: readonly NewLine[] },
): Promise<number[]> {
  const { rows } = await sql<{ lineNo: number }>`
    select l.line_no as "lineNo"
    from unnest(${lines.map((it) => it.lineNo)}::int[],
      ${lines.map((it) => it.certificateKind)}::text[],
      ${lines.map((it) => hashOf(keys, it))}::bytea[]) as l(line_no, kind, hash)
    join claim_line o on o.certificate_kind = l.kind and o.certificate_hash = l.hash
    where o.state <> 'cut' and o.certificate_state <> 'failed' and o.claim_id <> ${claimId}
    order by 1`.execute(db);
  return rows.map(({ lineNo }) => lineNo);
}

/** What finds a certificate again, however its number is written. */
export const hashOf = (
  keys: IdentityKeys,
  { certificateKey }: Pick<NewLine, 'certificateKey'>,
): Buffer | null => (certificateKey === null ? null : keys.hash(certificateKey));

/**
 * False where a line was left out, for another holds its certificate. A conflict is no error of the
 * database here: its log would show the certificate's number.
 */
async function insertLines(
  tx: Tx,
  keys: IdentityKeys,
  { claimId, roster }: { claimId: string; roster: number },
  lines: readonly NewLine[],
): Promise<boolean> {
  const hashes = lines.map((line) => keys.hash(line.identityNumber));
  await sql`
    with roster as (
      select * from unnest(
        ${lines.map((_, at) => derivedId('person', hashes[at]?.toString('hex') ?? ''))}::uuid[],
        ${lines.map((line) => line.name)}::text[], ${hashes}::bytea[],
        ${lines.map((line) => keys.encrypt(line.identityNumber))}::bytea[])
        as r(id, name, identity_hash, identity_cipher)
    )
    insert into person (id, name, identity_hash, identity_cipher)
    select * from roster order by identity_hash on conflict do nothing
  `.execute(tx);
  await openOwnAccounts(tx, keys, lines);
  const { numAffectedRows } = await sql`
    insert into claim_line (claim_id, roster, line_no, person_id, account_id, name, name_on_record,
      attributes, group_code, occupation, course, level, certificate_kind, certificate_hash,
      certificate_cipher, certificate_shown, look_up_source, claimed,
      started_on, ended_on, months, hours, fee_paid, facts, certificate_state)
    select ${claimId}, ${roster}::smallint, l.line_no, p.id, a.id, l.name, nullif(p.name, l.name),
      string_to_array(l.attributes, ' '), l.group_code, l.occupation, l.course, l.level,
      l.certificate_kind, l.certificate_hash, l.certificate_cipher, l.certificate_shown,
      l.look_up_source, l.claimed, l.started_on, l.ended_on, l.months, l.hours, l.fee_paid,
      l.facts,
      case when l.certificate_hash is null then 'none'
        when l.look_up_source is null then 'manual' else 'pending' end
    from unnest(${lines.map((it) => it.lineNo)}::int[], ${hashes}::bytea[],
      ${lines.map(({ account }) => account && keys.hash(account.number))}::bytea[],
      ${lines.map((it) => it.name)}::text[],
      ${lines.map((it) => it.attributes.join(' '))}::text[], ${lines.map((it) => it.group)}::text[],
      ${lines.map((it) => it.occupation)}::text[], ${lines.map((it) => it.course)}::text[],
      ${lines.map((it) => it.level)}::text[], ${lines.map((it) => it.certificateKind)}::text[],
      ${lines.map((it) => hashOf(keys, it))}::bytea[],
      ${lines.map(({ certificateNo: it }) => (it === null ? null : keys.encrypt(it)))}::bytea[],
      ${lines.map((it) => it.certificateShown)}::text[],
      ${lines.map((it) => it.lookUpSource)}::text[], ${lines.map((it) => it.claimed)}::numeric[],
      ${lines.map((it) => it.startedOn)}::date[],
      ${lines.map((it) => it.endedOn)}::date[], ${lines.map((it) => it.months)}::smallint[],
      ${lines.map((it) => it.hours)}::smallint[], ${lines.map((it) => it.feePaid)}::numeric[],
      ${lines.map((it) => JSON.stringify(it.facts))}::jsonb[])
      as l(line_no, identity_hash, account_hash, name, attributes, group_code, occupation, course,
        level, certificate_kind, certificate_hash, certificate_cipher, certificate_shown,
        look_up_source, claimed, started_on, ended_on, months, hours, fee_paid, facts)
    join person p using (identity_hash)
    left join payee_account a on a.person_id = p.id and a.number_hash = l.account_hash
      and a.holder = l.name
    order by l.certificate_kind, l.certificate_hash
    on conflict (certificate_kind, certificate_hash)
      where state <> 'cut' and certificate_state <> 'failed' and certificate_hash is not null
      do nothing
  `.execute(tx);
  return numAffectedRows === BigInt(lines.length);
}
