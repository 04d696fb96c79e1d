import { sql } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';
import type { IdentityKeys } from './identity.ts';

/** What is wrong with one row of a file, under the heading of its column; no personal data. */
export type RowFault = { row: number; heading: string; reason: string };

/** A good row: its number in the file, and the line it makes, as a filing would hold it. */
export type GoodRow = { row: number; line: unknown };

export type NewRosterFile = {
  id: string;
  organisationId: string;
  scheme: string;
  sha256: Buffer;
  format: 'xlsx' | 'xls' | 'csv';
  sentBy: string;
  packVersion: string;
  filedOn: IsoDate;
  notes: readonly string[];
  good: readonly GoodRow[];
  faults: readonly RowFault[];
};

export type RosterFile = {
  rosterId: string;
  organisationId: string;
  scheme: string;
  format: string;
  sha256: string;
  receivedAt: Instant;
  goodRows: number;
  wrongRows: number;
  notes: string[];
};

/** A use of a file, under this or another id: when it came, which claim took how many rows. */
export type RosterUse = {
  rosterId: string;
  receivedAt: Instant;
  claimId: string | null;
  claimNo: string | null;
  outcome: string | null;
  rows: number | null;
};

const partRows = 500;
const faultsAtOnce = 10_000;

/** Stores what was read of a file; lines are sealed, the file itself is not kept. */
export async function storeRosterFile(
  tx: Tx,
  keys: IdentityKeys,
  file: NewRosterFile,
): Promise<void> {
  const { id, good, faults } = file;
  const wrong = new Set(faults.map(({ row }) => row)).size;
  await sql`
    insert into roster_file (id, organisation_id, scheme, sha256, format, sent_by, pack_version,
      filed_on, rows_good, rows_wrong, notes)
    values (${id}, ${file.organisationId}, ${file.scheme}, ${file.sha256}, ${file.format},
      ${file.sentBy}, ${file.packVersion}, ${file.filedOn}, ${good.length}, ${wrong},
      ${JSON.stringify(file.notes)}::jsonb)`.execute(tx);
  const starts = startsOf(good.length, partRows);
  const sealed = starts.map((at) => keys.encrypt(JSON.stringify(good.slice(at, at + partRows))));
  await sql`
    insert into roster_part (roster_id, first_no, sealed)
    select ${id}, p.first_no, p.sealed
    from unnest(${starts.map((at) => at + 1)}::int[], ${sealed}::bytea[]) as p(first_no, sealed)
  `.execute(tx);
  for (const at of startsOf(faults.length, faultsAtOnce)) {
    await insertFaults(tx, id, { at, faults: faults.slice(at, at + faultsAtOnce) });
  }
}

async function insertFaults(
  tx: Tx,
  rosterId: string,
  { at, faults }: { at: number; faults: readonly RowFault[] },
): Promise<void> {
  await sql`
    insert into roster_fault (roster_id, fault_no, row_no, heading, reason)
    select ${rosterId}, ${at}::int + f.no::int, f.row_no, f.heading, f.reason
    from unnest(${faults.map(({ row }) => row)}::int[],
      ${faults.map(({ heading }) => heading)}::text[],
      ${faults.map(({ reason }) => reason)}::text[])
      with ordinality as f(row_no, heading, reason, no)
  `.execute(tx);
}

const startsOf = (count: number, step: number): number[] =>
  Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step);

export async function findRosterFile(
  db: Database | Tx,
  rosterId: string,
): Promise<RosterFile | undefined> {
  const { rows } = await sql<RosterFile>`
    select id as "rosterId", organisation_id as "organisationId", scheme, format,
      encode(sha256, 'hex') as sha256, received_at as "receivedAt", rows_good as "goodRows",
      rows_wrong as "wrongRows", notes
    from roster_file where id = ${rosterId}`.execute(db);
  return rows[0];
}

/** Every time the same file was received for this organisation and scheme, oldest first. */
export async function listRosterUses(
  db: Database,
  { organisationId, scheme, sha256 }: RosterFile,
): Promise<RosterUse[]> {
  const { rows } = await sql<RosterUse>`
    select f.id as "rosterId", f.received_at as "receivedAt", c.id as "claimId",
      c.claim_no as "claimNo", c.outcome, cardinality(u.row_nos) as rows
    from roster_file f
    left join roster_use u on u.roster_id = f.id
    left join claim c on c.id = u.claim_id
    where f.organisation_id = ${organisationId} and f.scheme = ${scheme}
      and f.sha256 = decode(${sha256}, 'hex')
    order by f.received_at, f.id, c.claim_no limit 500`.execute(db);
  return rows;
}

/** A page of what is wrong, in the order of the file. */
export async function listRosterFaults(
  db: Database,
  rosterId: string,
  { page, perPage }: { page: number; perPage: number },
): Promise<RowFault[]> {
  const { rows } = await sql<RowFault>`
    select row_no as row, heading, reason from roster_fault
    where roster_id = ${rosterId} and fault_no > ${(page - 1) * perPage}::int
      and fault_no <= ${page * perPage}::int
    order by fault_no`.execute(db);
  return rows;
}

/** The good rows of a file from the one of that number on, counted from 1. */
export async function getGoodRows(
  db: Database | Tx,
  keys: IdentityKeys,
  { rosterId, from, count }: { rosterId: string; from: number; count: number },
): Promise<GoodRow[]> {
  const { rows } = await sql<{ firstNo: number; sealed: Buffer }>`
    select first_no as "firstNo", sealed from roster_part
    where roster_id = ${rosterId} and first_no > ${from - partRows}::int
      and first_no < ${from + count}::int
    order by first_no`.execute(db);
  return rows.flatMap(({ firstNo, sealed }) => {
    const part: GoodRow[] = JSON.parse(keys.decrypt(sealed));
    return part.filter((_, at) => firstNo + at >= from && firstNo + at < from + count);
  });
}

/**
 * Notes which rows of a file a claim is filed with. Undone rows are free again: those of claims
 * that were refused or withdrawn. Answers rows that another claim has, of this file or the same one
 * sent again; with any, nothing is noted.
 */
export async function useRosterRows(
  tx: Tx,
  file: RosterFile,
  { claimId, rowNos }: { claimId: string; rowNos: readonly number[] },
): Promise<number[]> {
  const { organisationId, scheme, sha256, rosterId } = file;
  // Two claims at once wait for each other here, however often the file was sent.
  await sql`
    select from roster_file where organisation_id = ${organisationId} and scheme = ${scheme}
      and sha256 = decode(${sha256}, 'hex') order by id for update`.execute(tx);
  const { rows } = await sql<{ row: number }>`
    select distinct r.row from roster_use u
    join roster_file f on f.id = u.roster_id
    join claim c on c.id = u.claim_id
    cross join unnest(u.row_nos) as r(row)
    where f.organisation_id = ${organisationId} and f.scheme = ${scheme}
      and f.sha256 = decode(${sha256}, 'hex')
      and c.outcome is distinct from 'refused' and c.outcome is distinct from 'withdrawn'
      and u.row_nos && ${rowNos}::int[] and r.row = any(${rowNos}::int[])
    order by 1`.execute(tx);
  if (rows.length > 0) return rows.map(({ row }) => row);
  await sql`
    insert into roster_use (claim_id, roster_id, row_nos)
    values (${claimId}, ${rosterId}, ${rowNos}::int[])`.execute(tx);
  return [];
}
