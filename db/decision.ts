import { sql } from 'kysely';
import type { Answer, Standing } from '../domain/claim.ts';
import type { IsoDate, Month } from '../domain/days.ts';
import {
  claimColumns,
  moved,
  standingOf,
  standingOfMoved,
  type ClaimState,
  type Move,
  type Mover,
} from './claim-state.ts';
import type { Tx } from './connect.ts';

/**
 * Where and when a person looked a certificate up, and the day of issue they read there; the hash
 * is of the page they kept.
 */
export type LookedUp = {
  site: string;
  on: IsoDate;
  issuedOn?: IsoDate | undefined;
  sha256?: string | undefined;
};

export type DecisionLine = {
  lineNo: number;
  outcome?: string | undefined;
  reason?: string | undefined;
  evidence?: string | undefined;
  lookedUp?: LookedUp | undefined;
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
  taskOpenedOn: IsoDate;
  lineNo: number | null;
  /** The account the task is about, of an organisation that is paid beside the claimant. */
  aboutAccountId: string | null;
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

/** The decision and its task, both locked. */
export async function lockDecision(tx: Tx, decisionId: string): Promise<PendingDecision> {
  const { rows } = await sql<{ decision: PendingDecision }>`
    select ${decisionObject} as decision
    from decision d join task t on t.id = d.task_id
    where d.id = ${decisionId} for update
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`no decision ${decisionId}`);
  return row.decision;
}

/** The claim a decision is about, then the decision and its task, all locked in this order. */
export async function lockClaimAndDecision(
  tx: Tx,
  decisionId: string,
): Promise<{ claim: ClaimState; decision: PendingDecision }> {
  const { rows } = await sql<ClaimState & { decision: PendingDecision }>`
    select ${claimColumns}, ${decisionObject} as decision
    from claim c, decision d, task t
    where d.id = ${decisionId} and t.id = d.task_id and c.id = d.subject_id
    for update of c, d, t
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`no decision ${decisionId} about a claim`);
  const { decision, ...claim } = row;
  return { claim, decision };
}

/** A PendingDecision, of a decision called d and its task t. */
const decisionObject = sql`jsonb_build_object('id', d.id, 'taskId', d.task_id,
  'subjectId', d.subject_id, 'claimId', t.claim_id, 'personId', d.person_id, 'taskKind', t.kind,
  'taskLevel', t.level, 'taskState', t.state, 'taskOpenedOn', t.opened_on, 'lineNo', t.line_no,
  'aboutAccountId', t.account_id,
  'outcome', d.outcome, 'reason', d.reason, 'lines', d.lines, 'accountId', d.account_id,
  'occurredOn', d.occurred_on, 'state', d.state, 'result', d.result)`;

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
 * Moves the claim of a decision and records the decision as applied, with its audit row, in one
 * statement. Answers where the claim stands.
 */
export async function moveByDecision(
  tx: Tx,
  decision: DecisionInForce,
  { claim, duty, move }: { claim: ClaimState; duty: string; move: Move },
): Promise<Standing> {
  const by: Mover = {
    act: `${decision.taskKind}:${decision.outcome}`,
    person: decision.personId,
    decision: decision.id,
    on: decision.occurredOn,
  };
  const { rows } = await sql<Standing>`
    with ${moved(claim.id, move, by)}, applied as (
      update decision d set state = 'applied', duty = ${duty}, month = ${decision.month},
        result = jsonb_build_object('kind', 'applied', 'stage', moved.stage)
      from moved where d.id = ${decision.id}
    )
    select ${standingOfMoved} from moved
  `.execute(tx);
  return standingOf(rows, claim.id);
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
