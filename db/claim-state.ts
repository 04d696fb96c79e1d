import { sql, type RawBuilder } from 'kysely';
import type { Standing } from '../domain/claim.ts';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Tx } from './connect.ts';
import { published, takenDown, type NewNotice } from './notice.ts';
import { opened, type NewTask } from './task.ts';

/** A claim as the steps of its procedure see it: no names, no numbers of persons. */
export type ClaimState = {
  id: string;
  scheme: string;
  unit: string;
  organisationId: string;
  accountId: string;
  submittedBy: string;
  packVersion: string;
  stage: string;
  outcome: string | null;
  question: string | null;
  held: boolean;
  version: number;
  amount: Yuan | null;
  /** What was accepted at 受理: it chose the approval chain, whatever is cut later. */
  acceptedAmount: Yuan | null;
  reviews: number;
  /** Which of its payments it is at, from 1. */
  instalment: number;
  lastFactOn: IsoDate;
  /** When the wait of its stage is over; null where it waits for somebody. */
  waitsUntil: Instant | null;
};

export type ClaimOutcome = 'paid' | 'refused' | 'withdrawn' | 'nothing-payable';

/** The columns of a ClaimState, of a claim called c. */
export const claimColumns = sql`c.id, c.scheme, c.unit_code as unit,
  c.organisation_id as "organisationId", c.account_id as "accountId",
  c.submitted_by as "submittedBy", c.pack_version as "packVersion", c.stage, c.outcome,
  c.question, c.held, c.version, c.amount, c.accepted_amount as "acceptedAmount", c.reviews,
  c.instalment, c.last_fact_on as "lastFactOn", c.waits_until as "waitsUntil"`;

/** The claim, locked until the transaction ends: every change of state starts here. */
export const lockClaim = (tx: Tx, claimId: string): Promise<ClaimState> =>
  lock(tx, sql`select ${claimId}::uuid`);

/** The claim of a withdrawal, hold, release or objection, locked likewise. */
export const lockClaimOfAct = (tx: Tx, actId: string): Promise<ClaimState> =>
  lock(tx, sql`select claim_id from claim_act where id = ${actId}`);

async function lock(tx: Tx, claimId: RawBuilder<unknown>): Promise<ClaimState> {
  const { rows } = await sql<ClaimState>`
    select ${claimColumns} from claim c where c.id = (${claimId}) for update`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('no such claim');
  return row;
}

/** The columns of a Standing, of a claim called c. */
export const standingColumns = sql`c.stage, c.version, c.held, c.outcome,
  c.waits_until as "waitsUntil"`;

/** Where a claim stands now: what a step tells its workflow. */
export async function getStanding(tx: Tx, claimId: string): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select ${standingColumns} from claim c where c.id = ${claimId}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`no claim ${claimId}`);
  return row;
}

/** Where a step moves a claim: on to a stage and the task there, or to its end. */
export type Move = StageChange | { outcome: ClaimOutcome; on: IsoDate };
export type StageChange = {
  stage: string;
  on?: IsoDate;
  amount?: Yuan;
  acceptedAmount?: Yuan;
  reviews?: number;
  instalment?: number;
  /** Its lines were assessed: the claim gets its place in the order of all assessments. */
  assessed?: true;
  /** Absent: the one it has, as long as it stays in its stage. */
  question?: string;
  /** When it goes on there without anybody, null for never; absent, likewise. */
  until?: Instant | null;
  held?: boolean;
  opens?: NewTask | readonly NewTask[];
  /** The list put up, or taken down. */
  notice?: NewNotice | 'ended';
};

/** Who or what moves a claim: a person's act, or a step of the procedure. */
export type Mover = { act: string; person?: string | null; decision?: string; on?: IsoDate };

/** Moves an open claim, counts the transition, audits it and answers where it stands then. */
export async function moveClaim(tx: Tx, claimId: string, move: Move, by: Mover): Promise<Standing> {
  const { rows } = await sql<Standing>`
    with ${moved(claimId, move, by)} select ${standingOfMoved} from moved`.execute(tx);
  return standingOf(rows, claimId);
}

/** The one row of a statement that moved a claim; a claim that has ended is never moved. */
export function standingOf([row]: readonly Standing[], claimId: string): Standing {
  if (!row) throw new Error(`claim ${claimId} has ended, or never was`);
  return row;
}

/** A Standing, from `moved`. */
export const standingOfMoved = sql`stage, version, held, outcome, "waitsUntil"`;

/** For a with clause: `moved` holds the standing of the claim after the move, one row. */
export function moved(claimId: string, move: Move, by: Mover): RawBuilder<unknown> {
  const change = 'outcome' in move ? closing(claimId, move) : moving(claimId, move);
  return sql`${change}, audited as (
    insert into audit (person_id, act, object_kind, object_id, detail)
    select ${by.person ?? null}::uuid, ${by.act}, 'claim', ${claimId},
      jsonb_strip_nulls(jsonb_build_object('from', moved.from, 'to', stage, 'outcome', outcome,
        'question', question, 'decision', ${by.decision ?? null}::text,
        'on', ${by.on ?? null}::text))
    from moved
  )`;
}

const movedColumns = sql`${standingColumns}, c.question, old.stage as "from"`;

const moving = (claimId: string, change: StageChange): RawBuilder<unknown> => sql`
  moved as (
    update claim c set stage = ${change.stage}, version = version + 1,
      question = coalesce(${change.question ?? null}, case when stage = ${change.stage}
        then question end),
      waits_until = case when ${change.until === undefined}::boolean and stage = ${change.stage}
        then waits_until else ${change.until ?? null}::timestamptz end,
      last_fact_on = greatest(last_fact_on, coalesce(${change.on ?? null}::date, last_fact_on)),
      amount = coalesce(${change.amount ?? null}::numeric, amount),
      accepted_amount = coalesce(${change.acceptedAmount ?? null}::numeric, accepted_amount),
      reviews = coalesce(${change.reviews ?? null}::smallint, reviews),
      instalment = coalesce(${change.instalment ?? null}::smallint, instalment),
      ${assessedNow(change)}
      held = coalesce(${change.held ?? null}::boolean, held)
    where c.id = ${claimId} and stage <> 'closed' returning ${movedColumns}
  )${change.opens ? sql`, ${opened([change.opens].flat())}` : sql``}${noticeOf(claimId, change)}`;

/** Its number in the order of assessments; at a later instalment the first one is kept beside. */
const assessedNow = ({ assessed }: StageChange): RawBuilder<unknown> =>
  assessed
    ? sql`assessed_no = nextval('assessment_order'), assessed_instalment = instalment,
      counted_from_no = case when instalment > 1 then coalesce(counted_from_no, assessed_no) end,`
    : sql``;

function noticeOf(claimId: string, { notice }: StageChange): RawBuilder<unknown> {
  if (notice === undefined) return sql``;
  return notice === 'ended' ? sql`, ${takenDown(claimId)}` : sql`, ${published(claimId, notice)}`;
}

/** Tasks still open are cancelled, a running notice is taken down, nobody holds it any more. */
const closing = (
  claimId: string,
  { outcome, on }: { outcome: ClaimOutcome; on: IsoDate },
): RawBuilder<unknown> => sql`
  moved as (
    update claim c set stage = 'closed', outcome = ${outcome}, version = version + 1,
      question = null, waits_until = null, held = false, closed_on = ${on},
      last_fact_on = greatest(last_fact_on, ${on}::date)
    where c.id = ${claimId} and stage <> 'closed' returning ${movedColumns}
  ), ${takenDown(claimId)}, cancelled as (
    update task set state = 'cancelled'
    where state = 'open' and (subject_id = ${claimId} or claim_id = ${claimId})
  )`;
