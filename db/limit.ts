import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Yuan } from '../domain/money.ts';
import type { LimitUse, SharedSubject } from '../domain/rules/index.ts';
import { assessableColumns, type AssessableLine } from './assessment.ts';
import type { Tx } from './connect.ts';

/** Locks the trainees of a claim against other assessments, in one order, to the end. */
export async function lockTrainees(tx: Tx, claimId: string): Promise<void> {
  await sql`
    select p.id from person p
    where p.id in (select person_id from claim_line where claim_id = ${claimId})
    order by p.id for no key update`.execute(tx);
}

/**
 * Locks the trainees of a claim and takes back what its filed lines used of limits: they are
 * counted anew. Answers what that was.
 */
export async function beginCounting(
  tx: Tx,
  claimId: string,
): Promise<(LimitUse & { lineNo: number })[]> {
  await lockTrainees(tx, claimId);
  const { rows } = await sql<LimitUse & { lineNo: number }>`
    delete from limit_use where claim_id = ${claimId} and line_no in (
      select line_no from claim_line where claim_id = ${claimId} and state = 'filed')
    returning line_no as "lineNo", limit_code as "limit", subject, quantity::text,
      at_most::text as "atMost"`.execute(tx);
  return rows;
}

/** A line that was granted something: its claim, what it came to, nothing that names the person. */
export type GrantedLine = AssessableLine & {
  claimNo: string;
  scheme: string;
  organisation: string;
  certified: boolean;
  amount: Yuan;
  /** The lists that named its trainee then; null where no rule read them. */
  listed: string[] | null;
};

/** The columns of a GrantedLine, of a claim_line l with its claim c and organisation o. */
export const grantedColumns = sql`${assessableColumns}, c.claim_no as "claimNo", c.scheme,
  c.organisation_id as organisation, l.certificate_state = 'verified' as certified,
  l.granted_before + l.amount as amount, l.listed`;

/** A line granted under another claim to a trainee of this one. */
export type EarlierGrant = GrantedLine & {
  uses: Record<string, string> | null;
  /** What each component came to, yuan. */
  parts: Record<string, Yuan>;
};

/** Every line worth something to a trainee of the claim under another claim, oldest first. */
export async function listEarlierGrants(tx: Tx, claimId: string): Promise<EarlierGrant[]> {
  const { rows } = await sql<EarlierGrant>`
    select ${grantedColumns}, (
      select jsonb_object_agg(u.limit_code, u.quantity::text) from limit_use u
      where u.claim_id = l.claim_id and u.line_no = l.line_no) as uses, (
      select coalesce(jsonb_object_agg(component, amount), '{}') from (
        select k.component, sum(k.amount)::text as amount from line_component k
        where k.claim_id = l.claim_id and k.line_no = l.line_no group by 1) k) as parts
    from claim_line l
    join claim c on c.id = l.claim_id
    join organisation o on o.id = c.organisation_id
    where l.person_id in (select person_id from claim_line where claim_id = ${claimId})
      and l.claim_id <> ${claimId} and l.state <> 'cut' and l.granted_before + l.amount > 0
    order by c.occurred_on, c.claim_no, l.line_no`.execute(tx);
  return rows;
}

/** What limits that many persons share have used, locked until the transaction ends. */
export async function lockSharedTotals(
  tx: Tx,
  subjects: readonly SharedSubject[],
): Promise<(SharedSubject & { used: string })[]> {
  if (subjects.length === 0) return [];
  const limits = subjects.map(({ limit }) => limit);
  const of = subjects.map(({ subject }) => subject);
  await sql`
    insert into limit_total (limit_code, subject)
    select distinct * from unnest(${limits}::text[], ${of}::text[]) order by 1, 2
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<SharedSubject & { used: string }>`
    select limit_code as "limit", subject, used::text from limit_total
    where (limit_code, subject) in (
      select * from unnest(${limits}::text[], ${of}::text[]))
    order by limit_code, subject for update`.execute(tx);
  return rows;
}

/** The database counted more of a limit than the rules did: a person has to say which is right. */
export class LimitExceeded extends Error {
  readonly limit: string;
  constructor(limit: string, options: ErrorOptions) {
    super(`more of the limit ${limit} was used than the rules count`, options);
    this.name = 'LimitExceeded';
    this.limit = limit;
  }
}

/** Stores what the lines of a claim use. Throws LimitExceeded for what goes beyond a limit. */
export async function recordLimitUses(
  tx: Tx,
  claimId: string,
  uses: readonly (LimitUse & { lineNo: number })[],
): Promise<void> {
  if (uses.length === 0) return;
  const stored = sql`
    insert into limit_use (claim_id, line_no, limit_code, subject, quantity, at_most)
    select ${claimId}, u.* from unnest(${uses.map((it) => it.lineNo)}::int[],
      ${uses.map((it) => it.limit)}::text[], ${uses.map((it) => it.subject)}::text[],
      ${uses.map((it) => it.quantity)}::numeric[], ${uses.map((it) => it.atMost)}::numeric[]) u
  `.execute(tx);
  await stored.catch((error: unknown) => {
    const limit = limitRefused(error);
    throw limit === undefined ? error : new LimitExceeded(limit, { cause: error });
  });
}

/** The code of the limit that the trigger of migration 0014 refused a use of. */
function limitRefused(error: unknown): string | undefined {
  if (!(error instanceof DatabaseError) || error.constraint !== 'limit_total_within') {
    return undefined;
  }
  return /^limit (\S+) would be exceeded$/u.exec(error.message)?.[1];
}
