import { sql, type RawBuilder } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { FiledMaterial } from '../domain/materials.ts';
import type { Actor } from './actor.ts';
import type { Database } from './connect.ts';
import { payeeAt, type Payee } from './organisation.ts';

export type TaskView = {
  taskId: string;
  kind: string;
  level: number;
  state: string;
  claimId: string | null;
  claimNo: string | null;
  editionId: string | null;
  lineNo: number | null;
  unit: string | null;
  organisationId: string | null;
  role: string;
  stage: string | null;
  held: boolean;
  amount: string | null;
  lastFactOn: IsoDate | null;
  openedOn: IsoDate;
  dueAt: Instant | null;
  decidedOn: IsoDate | null;
  payee: Payee | null;
};

/** A task with what whoever decides it must not be, and what a correction is checked against. */
export type TaskToDecide = TaskView & {
  subjectId: string;
  scheme: string | null;
  packVersion: string | null;
  claimantId: string | null;
  /** Which of its payments the claim is at, from 1. */
  instalment: number | null;
  /** The region's own facts of the claim as a whole. */
  facts: Record<string, string> | null;
  materials: FiledMaterial[] | null;
  /** What the actor does already in this claim or report. */
  ownDuty: string | null;
  /** Nobody decided it in its time, and the pack let the claim go on. */
  passedBySilence: boolean;
  /** The account it is about, of an organisation that is paid beside the claimant. */
  aboutAccountId: string | null;
};

export type TaskFilter = {
  claimId?: string | undefined;
  kind?: string | undefined;
  unit?: string | undefined;
};

/**
 * A task about an account that came back names the account of an organisation paid beside the
 * claimant, or the trainee's line, or the claimant's by neither.
 */
const accountOfTask = sql`case when t.account_id is not null then t.account_id
  when t.line_no is not null and t.kind in ('payee-correction', 'payee-confirmation') then (
    select l.account_id from claim_line l where l.claim_id = t.claim_id and l.line_no = t.line_no)
  else c.account_id end`;

const view = sql`
  t.id as "taskId", t.kind, t.level, t.state, t.claim_id as "claimId", c.claim_no as "claimNo",
  case when t.claim_id is null then t.subject_id end as "editionId", t.line_no as "lineNo",
  t.unit_code as unit, t.organisation_id as "organisationId", t.role, c.stage,
  coalesce(c.held, false) as held, c.amount, c.last_fact_on as "lastFactOn",
  t.opened_on as "openedOn", t.due_at as "dueAt", t.decided_on as "decidedOn",
  ${payeeAt(accountOfTask)} as payee`;

/** Open tasks that the actor's posts may decide, oldest deadline first. */
export async function listOpenTasks(
  db: Database,
  actor: Actor,
  { claimId, kind, unit, offset, limit }: TaskFilter & { offset: number; limit: number },
): Promise<TaskView[]> {
  const { rows } = await sql<TaskView>`
    select ${view} from task t left join claim c on c.id = t.claim_id
    where t.state = 'open' and ${mine(actor)}
      and (${claimId ?? null}::uuid is null or t.claim_id = ${claimId ?? null})
      and (${kind ?? null}::text is null or t.kind = ${kind ?? null})
      and (${unit ?? null}::text is null or coalesce(t.unit_code, c.unit_code) = ${unit ?? null})
    order by t.due_at nulls last, t.id
    limit ${limit} offset ${offset}`.execute(db);
  return rows;
}

/** A task the actor's posts may decide, open or not; foreign and unknown ones look the same. */
export async function findTask(
  db: Database,
  actor: Actor,
  taskId: string,
): Promise<TaskView | undefined> {
  const { rows } = await sql<TaskView>`
    select ${view} from task t left join claim c on c.id = t.claim_id
    where t.id = ${taskId} and ${mine(actor)}`.execute(db);
  return rows[0];
}

export async function findTaskToDecide(
  db: Database,
  actor: Actor,
  taskId: string,
): Promise<TaskToDecide | undefined> {
  const { rows } = await sql<TaskToDecide>`
    select ${view}, t.subject_id as "subjectId", c.scheme, c.pack_version as "packVersion",
      c.organisation_id as "claimantId", c.facts, c.materials, c.instalment,
      d.duty as "ownDuty", t.account_id as "aboutAccountId",
      exists (select from silent_approval s where s.task_id = t.id) as "passedBySilence"
    from task t left join claim c on c.id = t.claim_id
    left join duty d on d.subject_id = t.subject_id and d.person_id = ${actor.personId}
    where t.id = ${taskId} and ${mine(actor)}`.execute(db);
  return rows[0];
}

function mine({ posts }: Actor): RawBuilder<boolean> {
  const staff = posts.filter((post) => post.unit !== null);
  const organisations = posts.flatMap((post) => post.organisationId ?? []);
  return sql<boolean>`(t.organisation_id = any(${organisations}::uuid[])
    or (t.unit_code, t.role) in (select * from unnest(${staff.map((it) => it.unit)}::text[],
      ${staff.map((it) => it.role)}::text[])))`;
}
