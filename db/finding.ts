import { sql } from 'kysely';
import type { RegionPack, RiskRule } from '../domain/region-pack/index.ts';
import type { Database, Tx } from './connect.ts';
import { finderOf } from './risks/finder.ts';
import type { Births, RiskScope } from './risks/scope.ts';

export type { Births } from './risks/scope.ts';

/** Persons whose lines stand, with the sealed numbers that age and sex are read from. */
export type SealedPerson = { personId: string; identity: Buffer };

/** Those of one claim, or of every claim. */
export async function listSealedPersons(
  tx: Tx | Database,
  claimId: string | undefined,
): Promise<SealedPerson[]> {
  const lines = claimId === undefined ? sql`true` : sql`l.claim_id = ${claimId}::uuid`;
  const { rows } = await sql<SealedPerson>`
    select p.id as "personId", p.identity_cipher as identity from person p
    where p.identity_cipher is not null and p.id in (
      select l.person_id from claim_line l where l.state <> 'cut' and ${lines})`.execute(tx);
  return rows;
}

type Search = {
  rules: readonly RiskRule[];
  packVersion: string;
  pack: RegionPack;
  /** Without one, over every claim. */
  claimId?: string;
  births: Births;
};

/**
 * Runs the rules, all in one statement, and stores what they find; answers how many findings are
 * new. What was found before stays as it is, cleared or not, unless the evidence is another; one
 * still open follows the severity that the pack now says.
 */
export async function recordFindings(tx: Tx | Database, search: Search): Promise<number> {
  const { rules, packVersion, pack, claimId, births } = search;
  if (rules.length === 0) return 0;
  const scope: RiskScope = { claimId, pack, births };
  // The plan for one claim is the same for all, and takes longer to make than to carry out.
  if (claimId !== undefined) {
    await sql`select set_config('plan_cache_mode', ${'force_generic_plan'}, true)`.execute(tx);
  }
  const found = rules.map(
    (rule) => sql`select ${rule.code}::text as rule, ${rule.severity}::text as severity,
      f.claim_id, f.line_no, f.roster, f.key, f.evidence from (${finderOf(scope, rule)}) f`,
  );
  const { rows } = await sql<{ found: number }>`
    with found as (${sql.join(found, sql` union all `)}), stored as (
      insert into finding (rule, severity, claim_id, roster, line_no, evidence_key, evidence,
        pack_version)
      select rule, severity, claim_id, roster, line_no,
        case when length(key) > 200 then md5(key) else key end, evidence, ${packVersion}
      from found order by claim_id, rule, line_no
      on conflict (claim_id, rule, roster, coalesce(line_no, 0), evidence_key) do update
        set severity = excluded.severity
        where finding.disposition = 'open' and finding.severity <> excluded.severity
      returning xmax::text = '0' as is_new
    )
    select count(*) filter (where is_new)::int as found from stored`.execute(tx);
  return rows[0]?.found ?? 0;
}

/** True where a finding f stops a line of its claim that stands and is not to be cut. */
const stops = (cuts: readonly number[] = []) => sql`
  f.severity = 'stop' and f.disposition <> 'cleared'
  and exists (select from claim_line l
    where l.claim_id = f.claim_id and l.roster = f.roster and l.state <> 'cut'
      and l.line_no = coalesce(f.line_no, l.line_no) and l.line_no <> all(${cuts}::int[]))`;

/** True where nothing that stops a claim c stands open or confirmed: its money may go out. */
export const notStopped = sql`not exists (
  select from finding f where f.claim_id = c.id and ${stops()})`;

/** A finding that keeps a line, or with null the whole claim, from being approved. */
export type StopFinding = { lineNo: number | null; disposition: 'open' | 'confirmed' };

/** Those of the lines that would stand after the cuts; what was cleared stops nothing. */
export async function listStopFindings(
  tx: Tx,
  claimId: string,
  cuts: readonly number[],
): Promise<StopFinding[]> {
  const { rows } = await sql<StopFinding>`
    select distinct f.line_no as "lineNo", f.disposition from finding f
    where f.claim_id = ${claimId} and ${stops(cuts)}
    order by 1 nulls first, 2`.execute(tx);
  return rows;
}
