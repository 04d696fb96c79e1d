import { type Kysely, sql } from 'kysely';

/** Roster files that were read: their good rows under seal, what is wrong with the others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table roster_file (
      id uuid primary key,
      organisation_id uuid not null references organisation,
      scheme text not null,
      -- Of the file, which itself is not kept.
      sha256 bytea not null check (length(sha256) = 32),
      format text not null check (format in ('xlsx', 'xls', 'csv')),
      sent_by uuid not null references person,
      pack_version text not null references pack_version,
      filed_on date not null,
      rows_good integer not null check (rows_good >= 0),
      rows_wrong integer not null check (rows_wrong >= 0),
      notes jsonb not null,
      received_at timestamptz not null default now()
    );
    create index on roster_file (organisation_id, scheme, sha256);

    -- Good rows in the order of the file, some hundreds together, names and numbers sealed.
    create table roster_part (
      roster_id uuid not null references roster_file,
      first_no integer not null check (first_no >= 1),
      sealed bytea not null,
      primary key (roster_id, first_no)
    );

    create table roster_fault (
      roster_id uuid not null references roster_file,
      fault_no integer not null,
      row_no integer not null,
      heading text not null,
      reason text not null,
      primary key (roster_id, fault_no)
    );

    -- Which rows of a file a claim was filed with.
    create table roster_use (
      claim_id uuid primary key references claim,
      roster_id uuid not null references roster_file,
      row_nos integer[] not null
    );
    create index on roster_use (roster_id);
  `.execute(db);
}
