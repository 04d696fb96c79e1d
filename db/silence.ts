import { sql } from 'kysely';
import type { IsoDate, Month } from '../domain/days.ts';
import type { Tx } from './connect.ts';

/**
 * Takes the open review of a claim for approved by silence, where there is a reason for its level:
 * the task is decided and the fact recorded, with no person and so no duty. Undefined, with nothing
 * done, where somebody's decision has come and only waits to be applied.
 */
export async function passBySilence(
  tx: Tx,
  claimId: string,
  { on, reasons }: { on: IsoDate; reasons: readonly { level: number; reason: string }[] },
): Promise<{ level: number; month: Month } | undefined> {
  const { rows } = await sql<{ level: number; month: Month }>`
    with passed as (
      update task t set state = 'decided', decided_on = ${on}
      from unnest(${reasons.map(({ level }) => level)}::smallint[],
        ${reasons.map(({ reason }) => reason)}::text[]) as r(level, reason)
      where t.subject_id = ${claimId} and t.kind = 'review' and t.state = 'open'
        and t.level = r.level
        and not exists (select from decision d where d.task_id = t.id and d.state = 'requested')
      returning t.id, t.level, r.reason
    ), recorded as (
      insert into silent_approval (task_id, claim_id, reason, occurred_on, month)
      select id, ${claimId}, reason, ${on}, month_of_fact(${on}) from passed
      returning task_id, month
    )
    select level, month from passed join recorded on task_id = id`.execute(tx);
  return rows[0];
}
