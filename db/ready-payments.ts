import { sql } from 'kysely';
import type { IsoDate } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Database } from './connect.ts';
import { notStopped } from './finding.ts';

export type ReadyFund = { fund: string; count: number; amount: Yuan };

/** Payments approved by a day that a run would take: of claims neither held nor stopped. */
export async function listReadyByFund(db: Database, approvedBy: IsoDate): Promise<ReadyFund[]> {
  const { rows } = await sql<ReadyFund>`
    select p.fund, count(*)::int as count, sum(p.amount) as amount
    from payment p join claim c on c.id = p.claim_id
    where p.state = 'ready' and p.approved_on <= ${approvedBy} and c.stage = 'reserved'
      and not c.held and ${notStopped}
    group by p.fund order by p.fund`.execute(db);
  return rows;
}
