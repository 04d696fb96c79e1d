import { type Kysely, sql } from 'kysely';

/** Imported lists by version, what risk rules found, and what people made of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table list_version (
      id uuid primary key,
      list_code text not null,
      no integer not null check (no > 0),
      source text not null,
      sha256 text not null,
      entries integer not null check (entries >= 0),
      imported_by text not null,
      imported_at timestamptz not null default clock_timestamp(),
      -- The one that checks read; its entries are all that is kept of the list.
      newest boolean not null,
      unique (list_code, no)
    );
    create unique index list_version_newest on list_version (list_code) where newest;

    -- Whom or what the newest version names; identity numbers as keyed hashes only.
    create table list_entry (
      version_id uuid not null references list_version,
      row_no integer not null,
      person_hash bytea,
      credit_code text,
      from_on date not null default '-infinity',
      to_on date not null default 'infinity',
      detail jsonb not null,
      primary key (version_id, row_no),
      check (num_nonnulls(person_hash, credit_code) = 1),
      check (to_on >= from_on)
    );
    create index list_entry_person on list_entry (person_hash, version_id)
      where person_hash is not null;
    create index list_entry_organisation on list_entry (credit_code, version_id)
      where credit_code is not null;

    create table finding (
      id uuid primary key default gen_random_uuid(),
      no bigint generated always as identity unique,
      rule text not null,
      severity text not null check (severity in ('stop', 'look')),
      claim_id uuid not null references claim,
      roster smallint not null,
      -- Null where the claim as a whole is meant.
      line_no integer,
      -- What the evidence is, in short: the same is not found twice, another opens a new finding.
      evidence_key text not null,
      evidence jsonb not null,
      pack_version text not null references pack_version,
      found_at timestamptz not null default clock_timestamp(),
      disposition text not null default 'open'
        check (disposition in ('open', 'cleared', 'confirmed'))
    );
    create unique index finding_once
      on finding (claim_id, rule, roster, coalesce(line_no, 0), evidence_key);
    create index finding_open on finding (no) where disposition = 'open';

    create function keep_finding() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        raise exception 'a finding stays: clear it';
      end if;
      if (old.rule, old.claim_id, old.roster, old.line_no, old.evidence_key, old.evidence,
          old.pack_version, old.found_at)
        is distinct from (new.rule, new.claim_id, new.roster, new.line_no, new.evidence_key,
          new.evidence, new.pack_version, new.found_at) then
        raise exception 'what was found stays as it was found';
      end if;
      return new;
    end $$;
    create trigger keep_finding before update or delete on finding
      for each row execute function keep_finding();

    -- Who made what of a finding, and why; the last one stands.
    create table finding_disposition (
      id bigint generated always as identity primary key,
      finding_id uuid not null references finding,
      outcome text not null check (outcome in ('cleared', 'confirmed')),
      reason text not null,
      person_id uuid not null references person,
      decided_at timestamptz not null default clock_timestamp()
    );
    create index on finding_disposition (finding_id);
    create trigger append_only before update or delete or truncate on finding_disposition
      for each statement execute function append_only();

    -- One account under several claimants, and what one claimant files.
    create index on payee_account (number_hash);
    create index on claim (organisation_id, scheme, occurred_on);
  `.execute(db);
}
