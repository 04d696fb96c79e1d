import { sql } from 'kysely';
import type { Instant } from '../domain/days.ts';
import type { Tx } from './connect.ts';

/** After how many days a kind of certificate is looked up again before its line is paid. */
export type RecheckRule = { kind: string; days: number; source: string };

/**
 * The newest look-up of each accepted certificate that a rule is for, as `fresh`: the time it holds
 * good until. One that a person looked up is not asked of a source that did not know it.
 */
const fresh = (claimId: string, rules: readonly RecheckRule[]) => sql`
  select l.line_no, r.source, k.checked_at + make_interval(days => r.days) as until
  from claim_line l
  join unnest(${rules.map((it) => it.kind)}::text[], ${rules.map((it) => it.days)}::int[],
    ${rules.map((it) => it.source)}::text[]) as r(kind, days, source)
    on r.kind = l.certificate_kind
  join lateral (
    select checked_at, evidence from certificate_check k
    where k.claim_id = l.claim_id and k.roster = l.roster and k.line_no = l.line_no
      and k.result = 'verified'
    order by round desc limit 1) k on not k.evidence ? 'lookedUpOn'
  where l.claim_id = ${claimId} and l.state = 'accepted' and not l.held
    and l.certificate_state = 'verified'`;

/** Makes certificates looked up too long ago pending again. Answers how many. */
export async function reopenLookUps(
  tx: Tx,
  claimId: string,
  { rules, now }: { rules: readonly RecheckRule[]; now: Instant },
): Promise<number> {
  const { numAffectedRows } = await sql`
    update claim_line l set certificate_state = 'pending', look_up_source = f.source,
      look_up_way = 0
    from (${fresh(claimId, rules)}) f
    where l.claim_id = ${claimId} and l.line_no = f.line_no and f.until <= ${now}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/**
 * When the first certificate of a claim is to be looked up again: until then, its payments may go
 * into a run. Null where nothing of it is looked up again.
 */
export async function setRecheck(
  tx: Tx,
  claimId: string,
  { rules, now }: { rules: readonly RecheckRule[]; now: Instant },
): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant | null }>`
    with first as (
      -- Not before tomorrow: a source may answer with a look-up that was old already.
      select greatest(min(until), ${now}::timestamptz + interval '1 day') as at
      from (${fresh(claimId, rules)}) f having min(until) is not null
    ), put as (
      update payment p set recheck_at = first.at from first
      where p.claim_id = ${claimId} and p.state = 'ready'
    )
    select at from first`.execute(tx);
  return rows[0]?.at ?? null;
}

/** Whether a person has to look at a line that was stopped before payment. */
export async function hasStoppedLines(tx: Tx, claimId: string): Promise<boolean> {
  const { rows } = await sql`
    select from claim_line where claim_id = ${claimId} and certificate_state = 'manual'
      and state = 'accepted' and held limit 1`.execute(tx);
  return rows.length > 0;
}

export async function hasOpenCheck(tx: Tx, claimId: string): Promise<boolean> {
  const { rows } = await sql`
    select from task where subject_id = ${claimId} and kind = 'manual-check' and state = 'open'
    limit 1`.execute(tx);
  return rows.length > 0;
}
