import { type Kysely, sql } from 'kysely';

/** Names as filed, earlier rosters with their checks, certificates that a failed line lets go. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table claim_line
      add column roster smallint not null default 1,
      add column name text,
      -- What the person was called when the line was filed, where that is another name.
      add column name_on_record text;
    update claim_line l set name = p.name from person p where p.id = l.person_id;
    alter table claim_line
      alter column name set not null,
      alter column roster drop default,
      add check (name_on_record <> name);

    -- One certificate, one subsidy; who was found not to hold it does not keep it from its holder.
    drop index claim_line_certificate;
    create unique index claim_line_certificate on claim_line (certificate_kind, certificate_no)
      where state <> 'cut' and certificate_state <> 'failed';

    -- A check outlives its line: a correction takes the line away, and the evidence stays.
    alter table certificate_check
      add column roster smallint not null default 1,
      drop constraint certificate_check_claim_id_line_no_fkey,
      drop constraint certificate_check_pkey,
      add primary key (claim_id, roster, line_no, round),
      add foreign key (claim_id) references claim;
    alter table certificate_check alter column roster drop default;
    create trigger append_only before update or delete or truncate on certificate_check
      for each statement execute function append_only();

    -- The lines of earlier rosters as they stood when a correction took their place.
    create table superseded_line (
      claim_id uuid not null references claim,
      roster smallint not null,
      line_no integer not null,
      line jsonb not null,
      components jsonb not null,
      superseded_at timestamptz not null default now(),
      primary key (claim_id, roster, line_no)
    );
    create trigger append_only before update or delete or truncate on superseded_line
      for each statement execute function append_only();
  `.execute(db);
}
