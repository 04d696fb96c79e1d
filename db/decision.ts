import { sql } from 'kysely';
import type { Answer, Standing } from '../domain/claim.ts';
import type { IsoDate, Month } from '../domain/days.ts';
import { standingColumns } from './claim-state.ts';
import type { Tx } from './connect.ts';

export type DecisionLine = {
  lineNo: number;
  outcome?: string | undefined;
  reason?: string | undefined;
  evidence?: string | undefined;
};

/** A decision somebody has taken, with the task it answers, as the steps apply it. */
export type PendingDecision = {
  id: string;
  taskId: string;
  subjectId: string;
  claimId: string | null;
  personId: string;
  taskKind: string;
  taskLevel: number;
  taskState: string;
  lineNo: number | null;
  outcome: string;
  reason: string | null;
  lines: DecisionLine[];
  accountId: string | null;
  occurredOn: IsoDate;
  state: string;
  result: Answer | null;
};

/** A decision that is being applied, with the month its facts count in. */
export type DecisionInForce = PendingDecision & { month: Month };

/** The decision and its task, both locked; lock the claim first. */
export async function lockDecision(tx: Tx, decisionId: string): Promise<PendingDecision> {
  const { rows } = await sql<PendingDecision>`
    select d.id, d.task_id as "taskId", d.subject_id as "subjectId", t.claim_id as "claimId",
      d.person_id as "personId", t.kind as "taskKind", t.level as "taskLevel",
      t.state as "taskState", t.line_no as "lineNo", d.outcome, d.reason, d.lines,
      d.account_id as "accountId", d.occurred_on as "occurredOn", d.state, d.result
    from decision d join task t on t.id = d.task_id
    where d.id = ${decisionId} for update
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`no decision ${decisionId}`);
  return row;
}

export async function recordApplied(
  tx: Tx,
  decision: { id: string; duty: string; month: Month; result: Answer },
): Promise<void> {
  await sql`
    update decision set state = 'applied', duty = ${decision.duty}, month = ${decision.month},
      result = ${JSON.stringify(decision.result)}::jsonb
    where id = ${decision.id}`.execute(tx);
}

/**
 * Records an applied decision of a claim and its audit row, both with the stage it led to. Answers
 * where the claim stands.
 */
export async function recordAppliedToClaim(
  tx: Tx,
  decision: DecisionInForce,
  { claimId, duty, from }: { claimId: string; duty: string; from: string },
): Promise<Standing> {
  const { rows } = await sql<Standing>`
    with now as (
      select c.id, ${standingColumns} from claim c where c.id = ${claimId}
    ), applied as (
      update decision d set state = 'applied', duty = ${duty}, month = ${decision.month},
        result = jsonb_build_object('kind', 'applied', 'stage', now.stage)
      from now where d.id = ${decision.id}
    ), audited as (
      insert into audit (person_id, act, object_kind, object_id, detail)
      select ${decision.personId}::uuid, ${`${decision.taskKind}:${decision.outcome}`}, 'claim',
        now.id::text,
        jsonb_build_object('decision', ${decision.id}::text, 'from', ${from}::text,
          'to', now.stage, 'on', ${decision.occurredOn}::text)
      from now
    )
    select stage, version, held, outcome, "noticeEndsAt" from now
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`no claim ${claimId}`);
  return row;
}

/** A decision that came too late or is not allowed stays on record, with the reason. */
export async function recordRefused(
  tx: Tx,
  decision: { id: string; result: Answer },
): Promise<void> {
  await sql`
    update decision set state = 'refused', result = ${JSON.stringify(decision.result)}::jsonb
    where id = ${decision.id} and state = 'requested'`.execute(tx);
}

export type PendingAct = {
  id: string;
  claimId: string;
  kind: string;
  personId: string | null;
  lineNo: number | null;
  reason: string;
  occurredOn: IsoDate;
  state: string;
  result: Answer | null;
};

export async function lockAct(tx: Tx, actId: string): Promise<PendingAct> {
  const { rows } = await sql<PendingAct>`
    select id, claim_id as "claimId", kind, person_id as "personId", line_no as "lineNo",
      reason, occurred_on as "occurredOn", state, result
    from claim_act where id = ${actId} for update
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`no act ${actId}`);
  return row;
}

export async function closeAct(
  tx: Tx,
  act: { id: string; state: 'applied' | 'refused'; result: Answer },
): Promise<void> {
  await sql`
    update claim_act set state = ${act.state}, result = ${JSON.stringify(act.result)}::jsonb
    where id = ${act.id} and state = 'requested'`.execute(tx);
}
