import { type RawBuilder, sql } from 'kysely';
import type { Answer } from '../domain/claim.ts';
import type { IsoDate } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';
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

/** The update that brings an intent to its workflow, its id that of the intent. */
export type Delivery = { workflowId: string; name: string; input: unknown };

/** Time for whoever stored an intent to deliver it; afterwards the relay does. */
const ownDeliverySeconds = 10;

/** Stores what somebody decided, for whoever delivers it to the workflow without fail. */
export async function requestDecision(db: Database, it: DecisionRequest): Promise<void> {
  await insertOf(it).execute(db);
}

/**
 * Stores what somebody decided with its audit row and its delivery, in one statement. It is
 * applied by the workflow, or refused with a reason.
 */
export async function submitDecision(
  tx: Tx,
  it: DecisionRequest,
  { about, act, delivery }: { about: 'claim' | 'evaluation'; act: string; delivery: Delivery },
): Promise<void> {
  const detail = JSON.stringify({ decision: it.id, task: it.taskId });
  await sql`
    with stored as (${insertOf(it)}), noted as (
      insert into audit (person_id, act, object_kind, object_id, detail)
      values (${it.personId}, ${act}, ${about}, ${it.subjectId}, ${detail}::jsonb)
    )
    ${queued(it.id, delivery)}`.execute(tx);
}

function insertOf(it: DecisionRequest): RawBuilder<unknown> {
  return sql`
    insert into decision (id, task_id, subject_id, person_id, outcome, reason, lines, account_id,
      occurred_on)
    values (${it.id}, ${it.taskId}, ${it.subjectId}, ${it.personId}, ${it.outcome},
      ${it.reason ?? null}, ${JSON.stringify(it.lines)}::jsonb, ${it.accountId ?? null},
      ${it.occurredOn})`;
}

export type ActRequest = {
  id: string;
  claimId: string;
  kind: string;
  personId: string;
  lineNo?: number | undefined;
  reason: string;
  occurredOn: IsoDate;
};

/** Stores a withdrawal, hold, release or objection, its audit row and its delivery. */
export async function submitAct(tx: Tx, it: ActRequest, delivery: Delivery): Promise<void> {
  await sql`
    with stored as (
      insert into claim_act (id, claim_id, kind, person_id, line_no, reason, occurred_on, month)
      values (${it.id}, ${it.claimId}, ${it.kind}, ${it.personId}, ${it.lineNo ?? null},
        ${it.reason}, ${it.occurredOn}, month_of_fact(${it.occurredOn}))
    ), noted as (
      insert into audit (person_id, act, object_kind, object_id, detail)
      values (${it.personId}, ${`${it.kind}:requested`}, 'claim', ${it.claimId},
        ${JSON.stringify({ act: it.id })}::jsonb)
    )
    ${queued(it.id, delivery)}`.execute(tx);
}

function queued(id: string, { workflowId, name, input }: Delivery) {
  return sql`
    insert into workflow_outbox (id, kind, workflow_id, name, payload, next_at)
    values (${id}, 'update', ${workflowId}, ${name}, ${JSON.stringify([input])}::jsonb,
      clock_timestamp() + make_interval(secs => ${ownDeliverySeconds}))`;
}

/**
 * What became of a decision; undefined while nobody knows. One that was never applied when its
 * claim or report ended came too late.
 */
export async function findDecisionAnswer(db: Database, id: string): Promise<Answer | undefined> {
  const { rows } = await sql<{ result: Answer | null; ended: boolean | null }>`
    select d.result, coalesce(c.stage = 'closed',
      e.state in ('published', 'refused', 'failed')) as ended
    from decision d left join claim c on c.id = d.subject_id
    left join indicator_edition e on e.id = d.subject_id where d.id = ${id}`.execute(db);
  return answerOf(rows[0], 'task-already-decided');
}

export async function findActAnswer(db: Database, id: string): Promise<Answer | undefined> {
  const { rows } = await sql<{ result: Answer | null; ended: boolean | null }>`
    select a.result, c.stage = 'closed' as ended
    from claim_act a join claim c on c.id = a.claim_id where a.id = ${id}`.execute(db);
  return answerOf(rows[0], 'claim-closed');
}

function answerOf(
  row: { result: Answer | null; ended: boolean | null } | undefined,
  tooLate: string,
): Answer | undefined {
  if (row?.result) return row.result;
  return row?.ended === true ? { kind: 'refused', reason: tooLate } : undefined;
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
      and l.certificate_state = 'manual' and l.line_no <> all(${lineNos}::int[])
    order by 1`.execute(tx);
  return rows.map(({ lineNo }) => lineNo);
}
