import { sql } from 'kysely';
import { identifyCertificate } from '../domain/certificate-number.ts';
import type { CertificateFormat } from '../domain/certificate-number.ts';
import type { Database, Tx } from './connect.ts';
import type { IdentityKeys } from './identity.ts';
import { findVersionInForce, packAccess } from './pack.ts';

const batch = 1_000;
const start = { claimId: '00000000-0000-0000-0000-000000000000', roster: 0, lineNo: 0 };

type Clear = { claimId: string; roster: number; lineNo: number; kind: string; number: string };
/** What was sealed leaves its entry in the index until it is vacuumed: no batch looks back. */
type Place = Pick<Clear, 'claimId' | 'roster' | 'lineNo'>;
type Batch = { seal: (it: Clear) => Sealed; after: Place };
type Sealed = Clear & { hash: Buffer; cipher: Buffer; shown: string };

/**
 * Seals the certificate numbers that an earlier version stored in clear: in lines, and in rosters
 * that a correction took the place of. Each batch is a transaction, so that a run that was ended
 * goes on where it stopped; several runs at once do no harm. Answers how many were sealed.
 */
export async function sealCertificates(db: Database, keys: IdentityKeys): Promise<number> {
  const version = await findVersionInForce(db);
  if (version === undefined) return 0;
  const { pack } = await packAccess(db).get(version);
  const seal = (it: Clear): Sealed => sealed(keys, pack.certificateFormats, it);
  let count = 0;
  for (const sealBatch of [sealLines, sealEarlierLines]) {
    let after: Place | undefined = start;
    while (after !== undefined) {
      const from: Place = after;
      const lines = await db.transaction().execute(async (tx) => {
        await sql`select pg_advisory_xact_lock(hashtext('tisheng-seal-certificates'))`.execute(tx);
        return sealBatch(tx, keys, { seal, after: from });
      });
      count += lines.length;
      after = lines.at(-1);
    }
  }
  return count;
}

function sealed(keys: IdentityKeys, formats: readonly CertificateFormat[], it: Clear): Sealed {
  const { number, key, shown } = identifyCertificate(it.kind, it.number, formats);
  return { ...it, hash: keys.hash(key), cipher: keys.encrypt(number), shown };
}

async function sealLines(
  tx: Tx,
  keys: IdentityKeys,
  { seal, after }: Batch,
): Promise<readonly Place[]> {
  const { rows } = await sql<Clear>`
    select claim_id as "claimId", roster, line_no as "lineNo",
      coalesce(certificate_kind, '') as kind, certificate_no as number
    from claim_line where certificate_no is not null
      and (claim_id, line_no) > (${after.claimId}::uuid, ${after.lineNo}::int)
    order by claim_id, line_no limit ${batch} for update`.execute(tx);
  if (rows.length === 0) return [];
  const lines = rows.map(seal);
  const spelled = await spelledTwice(tx, lines);
  // Two lines paid for one certificate in two spellings: both stay, and the office is told.
  const told = lines.filter((_, at) => spelled[at]);
  const final = lines.map((it, at) =>
    spelled[at]
      ? { ...it, hash: keys.hash(`${it.claimId} ${String(it.lineNo)} ${it.number}`) }
      : it,
  );
  await sql`
    update claim_line l set certificate_no = null, certificate_hash = s.hash,
      certificate_cipher = s.cipher, certificate_shown = s.shown
    from ${unnested(final)} where l.claim_id = s.claim_id and l.line_no = s.line_no`.execute(tx);
  await sql`
    insert into audit (act, object_kind, object_id, detail)
    select 'certificate-spelled-twice', 'claim', s.claim_id,
      jsonb_build_object('line', s.line_no) from ${unnested(told)}`.execute(tx);
  return rows;
}

/** Which of these lines a live line sealed before them, or with them, has the certificate of. */
async function spelledTwice(tx: Tx, lines: readonly Sealed[]): Promise<boolean[]> {
  const { rows } = await sql<{ at: number }>`
    with live as (
      select s.at, s.kind, s.hash from ${unnested(lines)}
      join claim_line l on l.claim_id = s.claim_id and l.line_no = s.line_no
      where l.state <> 'cut' and l.certificate_state <> 'failed'
    )
    select at::int from live v where exists (
      select from live w where w.kind = v.kind and w.hash = v.hash and w.at < v.at
    ) or exists (
      select from claim_line o where o.certificate_kind = v.kind and o.certificate_hash = v.hash
        and o.state <> 'cut' and o.certificate_state <> 'failed')`.execute(tx);
  const found = new Set(rows.map(({ at }) => at));
  return lines.map((_, at) => found.has(at + 1));
}

async function sealEarlierLines(
  tx: Tx,
  _keys: IdentityKeys,
  { seal, after }: Batch,
): Promise<readonly Place[]> {
  const { rows } = await sql<Clear>`
    select claim_id as "claimId", roster, line_no as "lineNo",
      coalesce(line ->> 'certificate_kind', '') as kind, line ->> 'certificate_no' as number
    from superseded_line where line ->> 'certificate_no' is not null
      and (claim_id, roster, line_no)
        > (${after.claimId}::uuid, ${after.roster}::smallint, ${after.lineNo}::int)
    order by claim_id, roster, line_no limit ${batch} for update`.execute(tx);
  if (rows.length === 0) return [];
  await sql`select set_config('tisheng.sealing', 'on', true)`.execute(tx);
  await sql`
    update superseded_line l set line = l.line || jsonb_build_object('certificate_no', null,
      'certificate_hash', s.hash, 'certificate_cipher', s.cipher, 'certificate_shown', s.shown)
    from ${unnested(rows.map(seal))}
    where l.claim_id = s.claim_id and l.roster = s.roster and l.line_no = s.line_no`.execute(tx);
  return rows;
}

const unnested = (lines: readonly Sealed[]) => sql`unnest(
  ${lines.map((it) => it.claimId)}::uuid[], ${lines.map((it) => it.roster)}::smallint[],
  ${lines.map((it) => it.lineNo)}::int[], ${lines.map((it) => it.kind)}::text[],
  ${lines.map((it) => it.hash)}::bytea[], ${lines.map((it) => it.cipher)}::bytea[],
  ${lines.map((it) => it.shown)}::text[]) with ordinality
  as s(claim_id, roster, line_no, kind, hash, cipher, shown, at)`;
