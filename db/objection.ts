import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { Tx } from './connect.ts';

export type ObjectionsState = { noticeEndsOn: IsoDate | null; objectionOpen: boolean };

/**
 * What keeps money waiting: the last day for objections, and whether one is undecided. One that is
 * filed but has not reached the claim yet counts as undecided.
 */
export async function findObjectionsState(tx: Tx, claimId: string): Promise<ObjectionsState> {
  const { rows } = await sql<ObjectionsState>`
    select (select ends_on from notice where claim_id = ${claimId}
        order by opened_on desc limit 1) as "noticeEndsOn",
      exists (select from task where claim_id = ${claimId} and subject_id = ${claimId}
        and kind = 'objection' and state = 'open')
      or exists (select from claim_act where claim_id = ${claimId}
        and kind = 'object' and state = 'requested') as "objectionOpen"`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('a select of values without a row');
  return row;
}

/** Whether a line was cut, and whether somebody already decides an objection to it. */
export async function findObjectedLine(
  tx: Tx,
  claimId: string,
  lineNo: number,
): Promise<{ cut: boolean; objectionOpen: boolean } | undefined> {
  const { rows } = await sql<{ cut: boolean; objectionOpen: boolean }>`
    select l.state = 'cut' as cut,
      exists (select from task t where t.subject_id = ${claimId} and t.kind = 'objection'
        and t.line_no = l.line_no and t.state = 'open') as "objectionOpen"
    from claim_line l where l.claim_id = ${claimId} and l.line_no = ${lineNo}`.execute(tx);
  return rows[0];
}

/** Whether a person has objected to the line: nobody judges their own objection. */
export async function hasObjected(
  tx: Tx,
  claimId: string,
  { personId, lineNo }: { personId: string; lineNo: number | null },
): Promise<boolean> {
  const { rows } = await sql`
    select from claim_act where claim_id = ${claimId} and kind = 'object' and state <> 'refused'
      and person_id = ${personId} and line_no = ${lineNo} limit 1`.execute(tx);
  return rows.length > 0;
}
