import { sql } from 'kysely';
import type { Instant } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';

export type ExchangeRequest = {
  batch: string;
  claimId: string;
  roster: number;
  source: string;
  lineNos: number[];
  written: boolean;
};

const columns = sql`batch, claim_id as "claimId", roster, source, line_nos as "lineNos",
  written_at is not null as written`;

/** The requests of a claim to a source that still wait for an answer. */
export async function listOpenRequests(
  db: Database,
  claimId: string,
  source: string,
): Promise<ExchangeRequest[]> {
  const { rows } = await sql<ExchangeRequest>`
    select ${columns} from exchange_request
    where claim_id = ${claimId} and source = ${source} and answered_at is null
    order by asked_at`.execute(db);
  return rows;
}

export async function findRequest(
  db: Database,
  source: string,
  batch: string,
): Promise<(ExchangeRequest & { answered: boolean }) | undefined> {
  const { rows } = await sql<ExchangeRequest & { answered: boolean }>`
    select ${columns}, answered_at is not null as answered from exchange_request
    where source = ${source} and batch = ${batch}`.execute(db);
  return rows[0];
}

/** Written down before the file is: a retry leaves the same request under the same number. */
export async function openRequest(
  db: Database,
  it: Omit<ExchangeRequest, 'written'> & { now: Instant },
): Promise<void> {
  await sql`
    insert into exchange_request (batch, claim_id, roster, source, line_nos, asked_at)
    values (${it.batch}, ${it.claimId}, ${it.roster}, ${it.source}, ${it.lineNos}::int[], ${it.now})
    on conflict (batch) do nothing`.execute(db);
}

export async function markWritten(db: Database, batch: string, now: Instant): Promise<void> {
  await sql`update exchange_request set written_at = ${now} where batch = ${batch}`.execute(db);
}

/** Closes a request none of whose lines waits any more. */
export async function closeRequest(tx: Tx, batch: string, now: Instant): Promise<void> {
  await sql`
    update exchange_request r set answered_at = ${now}
    where batch = ${batch} and answered_at is null and not exists (select from claim_line l
      where l.claim_id = r.claim_id and l.roster = r.roster and l.line_no = any(r.line_nos)
        and l.certificate_state = 'pending' and l.look_up_source = r.source)`.execute(tx);
}

/** Takes lines that were answered out of a request, so that they can be asked for anew. */
export async function markAnswered(
  tx: Tx,
  batch: string,
  lineNos: readonly number[],
): Promise<void> {
  await sql`
    update exchange_request set line_nos = (select coalesce(array_agg(n), '{}')
      from unnest(line_nos) n where n <> all(${lineNos}::int[]))
    where batch = ${batch}`.execute(tx);
}

/** Runs work on an exchange's answers while nobody else does; false, and nothing, otherwise. */
export async function asOnlyReader(
  db: Database,
  source: string,
  work: () => Promise<void>,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('tisheng-exchange'), hashtext(${source})) as mine
    `.execute(tx);
    if (rows[0]?.mine !== true) return false;
    await work();
    return true;
  });
}

export type FileState = 'taken' | 'incomplete' | 'duplicate' | 'foreign' | 'corrupt';

export type SeenFile = {
  source: string;
  name: string;
  sha256: string;
  state: FileState;
  batch?: string;
  lines?: number;
  reason?: string;
  now: Instant;
};

/** Puts down what became of an answer file; the same file seen again keeps its first entry. */
export async function noteFile(db: Database | Tx, it: SeenFile): Promise<void> {
  await sql`
    insert into exchange_file (source, name, sha256, state, batch, lines, reason, seen_at)
    values (${it.source}, ${it.name}, ${it.sha256}, ${it.state}, ${it.batch ?? null},
      ${it.lines ?? 0}, ${it.reason ?? null}, ${it.now})
    on conflict (source, name, sha256) do nothing`.execute(db);
}

/** Forgets that a file was incomplete: it has become whole since. */
export async function forgetIncomplete(db: Database | Tx, source: string, name: string) {
  await sql`delete from exchange_file
    where source = ${source} and name = ${name} and state = 'incomplete'`.execute(db);
}
