import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { Tx } from './connect.ts';
import type { DecisionLine } from './decision.ts';

export type DecisionRequest = {
  id: string;
  taskId: string;
  subjectId: string;
  personId: string;
  outcome: string;
  reason?: string | undefined;
  lines: readonly DecisionLine[];
  accountId?: string | undefined;
  occurredOn: IsoDate;
};

/** Stores what somebody decided; it is applied by the workflow, or refused with a reason. */
export async function requestDecision(tx: Tx, it: DecisionRequest): Promise<void> {
  await sql`
    insert into decision (id, task_id, subject_id, person_id, outcome, reason, lines, account_id,
      occurred_on)
    values (${it.id}, ${it.taskId}, ${it.subjectId}, ${it.personId}, ${it.outcome},
      ${it.reason ?? null}, ${JSON.stringify(it.lines)}::jsonb, ${it.accountId ?? null},
      ${it.occurredOn})`.execute(tx);
}

/** The other duty this person holds in the subject; undefined when they hold none. */
export async function findOtherDuty(
  tx: Tx,
  { subjectId, personId, duty }: { subjectId: string; personId: string; duty: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ duty: string }>`
    select duty from duty where subject_id = ${subjectId} and person_id = ${personId}
      and duty <> ${duty}`.execute(tx);
  return rows[0]?.duty;
}

/** Which of these lines the claim does not have, or whose certificates nobody has to look up. */
export async function listUnfitLines(
  tx: Tx,
  { claimId, lineNos, manual }: { claimId: string; lineNos: readonly number[]; manual: boolean },
): Promise<number[]> {
  const { rows } = await sql<{ lineNo: number }>`
    select n as "lineNo" from unnest(${lineNos}::int[]) n
    where not exists (select from claim_line l where l.claim_id = ${claimId} and l.line_no = n
      and l.state <> 'cut' and (not ${manual} or l.certificate_state = 'manual'))
    union
    select line_no from claim_line l where ${manual} and l.claim_id = ${claimId}
      and l.certificate_state = 'manual' and l.line_no <> all(${lineNos}::int[])`.execute(tx);
  return rows.map(({ lineNo }) => lineNo);
}
