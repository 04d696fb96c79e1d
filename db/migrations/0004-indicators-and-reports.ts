import { type Kysely, sql } from 'kysely';

/** Indicator editions (months and evaluations), their figures, reported figures, the PDF. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table indicator_edition (
      id uuid primary key,
      kind text not null check (kind in ('month', 'evaluation')),
      month_from text not null,
      month_to text not null references month,
      edition smallint not null,
      pack_version text not null references pack_version,
      state text not null default 'compiled'
        check (state in ('requested', 'compiled', 'approved', 'published', 'refused')),
      scale numeric not null default 1,
      provisional boolean not null default false,
      requested_by uuid references person,
      as_of timestamptz not null,
      recorded_at timestamptz not null default clock_timestamp(),
      published_on date,
      unique (kind, month_to, edition)
    );

    -- Each figure keeps the query it came from, so that the lines behind it can be listed for ever.
    create table indicator_figure (
      edition_id uuid not null references indicator_edition,
      figure text not null,
      ordinal smallint not null,
      kind text not null check (kind in ('compiled', 'policy', 'reported')),
      value text,
      printed text not null,
      unit text not null,
      content jsonb not null,
      period_from text,
      period_to text,
      query jsonb,
      source text,
      primary key (edition_id, figure)
    );
    create trigger append_only before update or delete or truncate on indicator_figure
      for each statement execute function append_only();

    create table reported_figure (
      id uuid primary key,
      figure text not null,
      value text not null,
      source text not null,
      reported_on date not null,
      entered_by uuid not null references person,
      recorded_at timestamptz not null default clock_timestamp()
    );
    create index on reported_figure (figure, recorded_at);

    create table report_file (
      edition_id uuid primary key references indicator_edition,
      pdf bytea not null,
      csv text not null,
      sha256 text not null,
      pages smallint not null,
      rendered_at timestamptz not null default clock_timestamp()
    );
  `.execute(db);
}
