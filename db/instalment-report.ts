import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { keepRoster } from './earlier-roster.ts';
import { hashOf, type NewLine } from './claim-filing.ts';
import type { IdentityKeys } from './identity.ts';

/** A line of a claim that waits for a report; a certificate of it is one that is new with it. */
export type LineToReport = Omit<NewLine, 'name' | 'identityNumber'> & { identity: Buffer | null };

/** The lines as they were filed, names and numbers aside. */
export async function listLinesToReport(tx: Tx, claimId: string): Promise<LineToReport[]> {
  const { rows } = await sql<LineToReport>`
    select l.line_no as "lineNo", p.identity_cipher as identity, l.attributes,
      l.group_code as "group", l.occupation, l.course, l.level, null as "certificateKind",
      null as "certificateNo", null as "certificateKey", null as "certificateShown",
      null as "lookUpSource", l.claimed, l.started_on as "startedOn", l.ended_on as "endedOn",
      l.months, l.hours, l.fee_paid as "feePaid", l.facts,
      case when l.account_id is not null then '{"number": "", "bank": null}'::jsonb end as account
    from claim_line l join person p on p.id = l.person_id
    where l.claim_id = ${claimId} and l.state = 'filed' order by l.line_no`.execute(tx);
  return rows;
}

/**
 * Writes what was reported into the lines of a waiting claim; how they stood before is kept as an
 * earlier roster. False, and nothing done, when the claim waits no more or a report is under way.
 */
export async function reportLines(
  tx: Tx,
  keys: IdentityKeys,
  of: { claimId: string; taskId: string; facts: Readonly<Record<string, string>> },
  lines: readonly LineToReport[],
): Promise<boolean> {
  const { claimId, taskId } = of;
  await sql`select from claim where id = ${claimId} for update`.execute(tx);
  const { rows } = await sql`
    select from claim c join task t on t.claim_id = c.id
    where c.id = ${claimId} and c.stage = 'awaiting' and t.id = ${taskId} and t.state = 'open'
      and not exists (select from decision d where d.task_id = t.id and d.state = 'requested')
  `.execute(tx);
  if (rows.length === 0) return false;
  await keepRoster(tx, claimId);
  await sql`update claim set facts = ${JSON.stringify(of.facts)}::jsonb
    where id = ${claimId}`.execute(tx);
  await sql`
    update claim_line l set roster = l.roster + 1, ended_on = r.ended_on, facts = r.facts,
      certificate_kind = coalesce(r.kind, l.certificate_kind),
      certificate_hash = coalesce(r.hash, l.certificate_hash),
      certificate_cipher = coalesce(r.cipher, l.certificate_cipher),
      certificate_shown = coalesce(r.shown, l.certificate_shown),
      look_up_source = case when r.hash is null then l.look_up_source else r.source end,
      look_up_way = case when r.hash is null then l.look_up_way else 0 end,
      claimed = r.claimed,
      certificate_state = case when r.hash is null then l.certificate_state
        when r.source is null then 'manual' else 'pending' end
    from unnest(${lines.map((it) => it.lineNo)}::int[], ${lines.map((it) => it.endedOn)}::date[],
      ${lines.map((it) => JSON.stringify(it.facts))}::jsonb[],
      ${lines.map((it) => it.certificateKind)}::text[],
      ${lines.map((it) => hashOf(keys, it))}::bytea[],
      ${lines.map(({ certificateNo: it }) => (it === null ? null : keys.encrypt(it)))}::bytea[],
      ${lines.map((it) => it.certificateShown)}::text[],
      ${lines.map((it) => it.lookUpSource)}::text[], ${lines.map((it) => it.claimed)}::numeric[])
      as r(line_no, ended_on, facts, kind, hash, cipher, shown, source, claimed)
    where l.claim_id = ${claimId} and l.line_no = r.line_no`.execute(tx);
  return true;
}
