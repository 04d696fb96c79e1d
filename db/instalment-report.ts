import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { keepRoster } from './earlier-roster.ts';
import type { NewLine } from './claim-filing.ts';

/** The lines of a claim that waits for a report, as they were filed; names and numbers aside. */
export type LineToReport = Omit<NewLine, 'name' | 'identityNumber'> & { identity: Buffer | null };

export async function listLinesToReport(tx: Tx, claimId: string): Promise<LineToReport[]> {
  const { rows } = await sql<LineToReport>`
    select l.line_no as "lineNo", p.identity_cipher as identity, l.attributes,
      l.group_code as "group", l.occupation, l.course, l.level,
      l.certificate_kind as "certificateKind", l.certificate_no as "certificateNo",
      l.started_on as "startedOn", l.ended_on as "endedOn", l.months, l.hours,
      l.fee_paid as "feePaid", l.facts
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
      certificate_kind = r.certificate_kind, certificate_no = r.certificate_no,
      certificate_state = case
        when r.certificate_no is null then 'none'
        when l.certificate_no is not distinct from r.certificate_no
          and l.certificate_state = 'verified' then 'verified'
        else 'pending' end
    from unnest(${lines.map((it) => it.lineNo)}::int[], ${lines.map((it) => it.endedOn)}::date[],
      ${lines.map((it) => JSON.stringify(it.facts))}::jsonb[],
      ${lines.map((it) => it.certificateKind)}::text[],
      ${lines.map((it) => it.certificateNo)}::text[])
      as r(line_no, ended_on, facts, certificate_kind, certificate_no)
    where l.claim_id = ${claimId} and l.line_no = r.line_no`.execute(tx);
  return true;
}
