import { sql, type RawBuilder } from 'kysely';
import type { Standing } from '../domain/claim.ts';
import type { IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Tx } from './connect.ts';

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
  reviews: number;
  lastFactOn: IsoDate;
};

export type ClaimOutcome = 'paid' | 'refused' | 'withdrawn' | 'nothing-payable';

/** The claim, locked until the transaction ends: every change of state starts here. */
export const lockClaim = (tx: Tx, claimId: string): Promise<ClaimState> =>
  lock(tx, sql`select ${claimId}::uuid`);

/** The claim a decision is about, locked likewise. */
export const lockClaimOfDecision = (tx: Tx, decisionId: string): Promise<ClaimState> =>
  lock(tx, sql`select subject_id from decision where id = ${decisionId}`);

/** The claim of a withdrawal, hold, release or objection, locked likewise. */
export const lockClaimOfAct = (tx: Tx, actId: string): Promise<ClaimState> =>
  lock(tx, sql`select claim_id from claim_act where id = ${actId}`);

async function lock(tx: Tx, claimId: RawBuilder<unknown>): Promise<ClaimState> {
  const { rows } = await sql<ClaimState>`
    select id, scheme, unit_code as unit, organisation_id as "organisationId",
      account_id as "accountId", submitted_by as "submittedBy", pack_version as "packVersion",
      stage, outcome, question, held, version, amount, reviews, last_fact_on as "lastFactOn"
    from claim where id = (${claimId}) for update
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('no such claim');
  return row;
}

/** The columns of a Standing, of a claim called c. */
export const standingColumns = sql`c.stage, c.version, c.held, c.outcome,
  (select ends_at from notice n where n.claim_id = c.id and n.ended_at is null)
    as "noticeEndsAt"`;

/** Where a claim stands now: what a step tells its workflow. */
export async function getStanding(tx: Tx, claimId: string): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select ${standingColumns} from claim c where c.id = ${claimId}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`no claim ${claimId}`);
  return row;
}

export type StageChange = {
  stage: string;
  on?: IsoDate;
  amount?: Yuan;
  reviews?: number;
  question?: string | null;
};

/** Moves an open claim to a stage and counts the transition. */
export async function moveClaim(tx: Tx, claimId: string, change: StageChange): Promise<void> {
  await sql`
    update claim set stage = ${change.stage}, version = version + 1,
      question = ${change.question ?? null},
      last_fact_on = greatest(last_fact_on, coalesce(${change.on ?? null}::date, last_fact_on)),
      amount = coalesce(${change.amount ?? null}::numeric, amount),
      reviews = coalesce(${change.reviews ?? null}::smallint, reviews)
    where id = ${claimId} and stage <> 'closed'
  `.execute(tx);
}

/** Ends a claim; tasks still open on it are cancelled and a running notice is taken down. */
export async function closeClaim(
  tx: Tx,
  claimId: string,
  { outcome, on }: { outcome: ClaimOutcome; on: IsoDate },
): Promise<void> {
  await sql`
    with closed as (
      update claim set stage = 'closed', outcome = ${outcome}, version = version + 1,
        question = null, closed_on = ${on}, last_fact_on = greatest(last_fact_on, ${on}::date)
      where id = ${claimId} and stage <> 'closed'
    ), taken_down as (
      update notice set ended_at = clock_timestamp()
      where claim_id = ${claimId} and ended_at is null
    )
    update task set state = 'cancelled'
    where state = 'open' and (subject_id = ${claimId} or claim_id = ${claimId})
  `.execute(tx);
}

export async function setHeld(tx: Tx, claimId: string, held: boolean): Promise<void> {
  await sql`update claim set held = ${held}, version = version + 1
    where id = ${claimId}`.execute(tx);
}
