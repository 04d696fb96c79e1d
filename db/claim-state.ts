import { sql } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Database, Tx } from './connect.ts';
import { cancelOpenTasks } from './task.ts';

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
  noticeEndsAt: Instant | null;
};

export type ClaimOutcome = 'paid' | 'refused' | 'withdrawn' | 'nothing-payable';

/** The claim, locked until the transaction ends: every change of state starts here. */
export async function lockClaim(tx: Tx, claimId: string): Promise<ClaimState> {
  await sql`select from claim where id = ${claimId} for update`.execute(tx);
  return getClaimState(tx, claimId);
}

export async function getClaimState(db: Database | Tx, claimId: string): Promise<ClaimState> {
  const { rows } = await sql<ClaimState>`
    select c.id, c.scheme, c.unit_code as unit, c.organisation_id as "organisationId",
      c.account_id as "accountId", c.submitted_by as "submittedBy",
      c.pack_version as "packVersion", c.stage, c.outcome, c.question, c.held, c.version, c.amount,
      c.reviews, c.last_fact_on as "lastFactOn",
      (select ends_at from notice n where n.claim_id = c.id and n.ended_at is null)
        as "noticeEndsAt"
    from claim c where c.id = ${claimId}
  `.execute(db);
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
    update claim set stage = 'closed', outcome = ${outcome}, version = version + 1,
      question = null, closed_on = ${on}, last_fact_on = greatest(last_fact_on, ${on}::date)
    where id = ${claimId} and stage <> 'closed'
  `.execute(tx);
  await sql`update notice set ended_at = clock_timestamp()
    where claim_id = ${claimId} and ended_at is null`.execute(tx);
  await cancelOpenTasks(tx, claimId);
}

export async function setHeld(tx: Tx, claimId: string, held: boolean): Promise<void> {
  await sql`update claim set held = ${held}, version = version + 1
    where id = ${claimId}`.execute(tx);
}
