import { sql, type RawBuilder } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { ImportedList } from '../domain/region-pack/index.ts';
import type { Database, Tx } from './connect.ts';
import { derivedId, newId } from './ids.ts';

/** One row of a list, ready to store: a person by keyed hash, or an organisation by its code. */
export type NewListEntry = {
  rowNo: number;
  personHash: Buffer | null;
  creditCode: string | null;
  /** Null: always, on that side. */
  from: IsoDate | null;
  to: IsoDate | null;
  detail: Readonly<Record<string, string>>;
};

export type NewListVersion = { list: string; source: string; sha256: string; importedBy: string };

const batchRows = 5_000;

/**
 * Stores a list as its newest version, whole, and forgets the entries of the one before: later
 * checks read the new one, findings keep their own evidence. Answers the version's number.
 */
export async function importList(
  tx: Tx,
  { list, source, sha256, importedBy }: NewListVersion,
  entries: readonly NewListEntry[],
): Promise<number> {
  const id = newId();
  // Two imports of one list at once would both be the next version.
  const lock = derivedId('list', list).slice(0, 8);
  await sql`select pg_advisory_xact_lock(('x' || ${lock})::bit(32)::int)`.execute(tx);
  await sql`delete from list_entry e using list_version v
    where v.id = e.version_id and v.list_code = ${list}`.execute(tx);
  await sql`update list_version set newest = false where list_code = ${list} and newest`.execute(
    tx,
  );
  const { rows } = await sql<{ no: number }>`
    insert into list_version (id, list_code, no, source, sha256, entries, imported_by, newest)
    select ${id}, ${list}, 1 + coalesce(max(no), 0), ${source}, ${sha256}, ${entries.length},
      ${importedBy}, true
    from list_version where list_code = ${list} returning no`.execute(tx);
  for (let at = 0; at < entries.length; at += batchRows) {
    await insertEntries(tx, id, entries.slice(at, at + batchRows));
  }
  const [version] = rows;
  if (!version) throw new Error('an insert without a row');
  return version.no;
}

async function insertEntries(
  tx: Tx,
  versionId: string,
  entries: readonly NewListEntry[],
): Promise<void> {
  await sql`
    insert into list_entry (version_id, row_no, person_hash, credit_code, from_on, to_on, detail)
    select ${versionId}::uuid, e.row_no, e.person_hash, e.credit_code,
      coalesce(e.from_on, '-infinity'), coalesce(e.to_on, 'infinity'), e.detail
    from unnest(${entries.map((it) => it.rowNo)}::int[],
      ${entries.map((it) => it.personHash)}::bytea[],
      ${entries.map((it) => it.creditCode)}::text[], ${entries.map((it) => it.from)}::date[],
      ${entries.map((it) => it.to)}::date[],
      ${entries.map((it) => JSON.stringify(it.detail))}::jsonb[])
      as e(row_no, person_hash, credit_code, from_on, to_on, detail)`.execute(tx);
}

export type ListVersion = {
  list: string;
  no: number;
  source: string;
  sha256: string;
  entries: number;
  importedBy: string;
  importedAt: Instant;
  newest: boolean;
};

/** Every version of every list, the newest import first. */
export async function listVersions(db: Database): Promise<ListVersion[]> {
  const { rows } = await sql<ListVersion>`
    select list_code as list, no, source, sha256, entries, imported_by as "importedBy",
      imported_at as "importedAt", newest
    from list_version order by imported_at desc, list_code`.execute(db);
  return rows;
}

/**
 * True where an entry e of a list v names the person p, or the organisation o that filed, on a day
 * of the training of a line l, or on the day that the list is asked about.
 */
export function namesInTime(lists: readonly ImportedList[]): RawBuilder<boolean> {
  const named = sql<boolean>`(e.person_hash = p.identity_hash or e.credit_code = o.credit_code)`;
  const ofOneDay = lists.filter(({ on }) => on !== undefined);
  if (ofOneDay.length === 0) {
    return sql`${named} and e.from_on <= l.ended_on and e.to_on >= l.started_on`;
  }
  const day = sql`(
    select case s.day when 'startedOn' then l.started_on when 'endedOn' then l.ended_on
      else c.occurred_on end
    from unnest(${ofOneDay.map(({ code }) => code)}::text[],
      ${ofOneDay.map(({ on }) => on)}::text[]) s(code, day)
    where s.code = v.list_code)`;
  return sql`${named} and e.from_on <= coalesce(${day}, l.ended_on)
    and e.to_on >= coalesce(${day}, l.started_on)`;
}

/**
 * By line of a claim, the codes of the lists that name its person, or the organisation that filed
 * it, on a day of its training, or on the day of a line that the list is asked about.
 */
export async function listedPersons(
  tx: Tx,
  claimId: string,
  lists: readonly ImportedList[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const { rows } = await sql<{ lineNo: number; lists: string[] }>`
    select l.line_no as "lineNo", array_agg(distinct v.list_code order by v.list_code) as lists
    from claim_line l join person p on p.id = l.person_id
    join claim c on c.id = l.claim_id
    join organisation o on o.id = c.organisation_id
    join list_version v on v.newest
    join list_entry e on e.version_id = v.id and ${namesInTime(lists)}
    where l.claim_id = ${claimId}
    group by l.line_no`.execute(tx);
  return new Map(rows.map((it) => [it.lineNo, it.lists]));
}
