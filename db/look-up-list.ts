import { sql } from 'kysely';
import type { Instant } from '../domain/days.ts';
import type { Yuan } from '../domain/money.ts';
import type { Database } from './connect.ts';

/** What waits for one source. The amount is what the lines come to if their certificates hold. */
export type SourceWaits = {
  source: string;
  claims: number;
  lines: number;
  amount: Yuan;
  since: Instant;
  /** How many claims had no answer at the last try, and the newest word why. */
  unanswered: number;
  lastError: string | null;
  nextTryAt: Instant | null;
  /** Requests by file without an answer, and since when the oldest. */
  requests: number;
  oldestRequestAt: Instant | null;
};

/** What waits for which source, what waits for a person last. */
export async function listSourceWaits(db: Database): Promise<SourceWaits[]> {
  const { rows } = await sql<SourceWaits>`
    with waiting as (
      select l.look_up_source as source, l.claim_id, count(*)::int as lines,
        sum(case when c.stage = 'rechecking' then l.amount else l.claimed end) as amount,
        min(c.recorded_at) as filed_at
      from claim_line l join claim c on c.id = l.claim_id
      where l.certificate_state = 'pending' and c.stage <> 'closed' and l.look_up_source is not null
      group by l.look_up_source, l.claim_id
    )
    select s.source, count(*)::int as claims, sum(s.lines)::int as lines,
      sum(s.amount)::numeric(14, 2) as amount, min(coalesce(w.since, s.filed_at)) as since,
      count(w.last_error)::int as unanswered,
      (array_agg(w.last_error order by w.asked_at desc) filter (where w.last_error is not null))[1]
        as "lastError",
      min(w.next_at) as "nextTryAt",
      (select count(*)::int from exchange_request r
        where r.source = s.source and r.answered_at is null) as requests,
      (select min(asked_at) from exchange_request r
        where r.source = s.source and r.answered_at is null) as "oldestRequestAt"
    from waiting s left join look_up w on w.claim_id = s.claim_id and w.source = s.source
    group by s.source
    union all
    select 'manual', count(distinct l.claim_id)::int, count(*)::int,
      sum(case when l.held then l.amount else l.claimed end)::numeric(14, 2),
      min(t.opened_at), 0, null, null, 0, null
    from claim_line l join claim c on c.id = l.claim_id
    left join task t on t.claim_id = l.claim_id and t.kind = 'manual-check' and t.state = 'open'
    where l.certificate_state = 'manual' and l.state <> 'cut' and c.stage <> 'closed'
    having count(*) > 0
    order by source`.execute(db);
  return rows;
}

export type TroubledFile = {
  source: string;
  name: string;
  state: string;
  batch: string | null;
  reason: string | null;
  seenAt: Instant;
};

const filesMax = 100;

/** Answer files that could not be taken, the newest first. */
export async function listTroubledFiles(db: Database): Promise<TroubledFile[]> {
  const { rows } = await sql<TroubledFile>`
    select source, name, state, batch, reason, seen_at as "seenAt" from exchange_file
    where state <> 'taken' order by seen_at desc limit ${filesMax}`.execute(db);
  return rows;
}
