import { type Kysely, sql } from 'kysely';

/**
 * Certificate numbers sealed, where each is looked up next, requests by file exchange, payments in
 * parts. The rows of before stay in clear until the key is at hand: see db/seal-certificates.ts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table claim_line
      add column certificate_hash bytea,
      add column certificate_cipher bytea,
      add column certificate_shown text,
      add column look_up_source text,
      add column look_up_way smallint not null default 0,
      -- What the line comes to if its certificate holds: what a look-up that waits holds up.
      add column claimed numeric(14, 2) not null default 0,
      add check (num_nonnulls(certificate_hash, certificate_cipher, certificate_shown) in (0, 3));
    update claim_line set look_up_source = 'registry' where certificate_state = 'pending';

    -- The rows of before are let be; an older program that writes a number in clear is refused.
    create function certificates_are_sealed() returns trigger language plpgsql as $$
    begin
      raise exception 'a certificate number is stored sealed only';
    end $$;
    create trigger certificate_sealed before insert or update of certificate_no on claim_line
      for each row when (new.certificate_no is not null)
      execute function certificates_are_sealed();

    alter index claim_line_certificate rename to claim_line_certificate_clear;
    create unique index claim_line_certificate on claim_line (certificate_kind, certificate_hash)
      where state <> 'cut' and certificate_state <> 'failed' and certificate_hash is not null;
    create index claim_line_clear on claim_line (claim_id, line_no)
      where certificate_no is not null;
    create index superseded_line_clear on superseded_line (claim_id, roster, line_no)
      where line ->> 'certificate_no' is not null;
    create index on claim_line (look_up_source, claim_id) where certificate_state = 'pending';
    create index on claim_line (claim_id) where certificate_state = 'manual';

    -- An earlier roster changes in one way only: its certificate number is sealed.
    create function append_only_but_sealing() returns trigger language plpgsql as $$
    begin
      if coalesce(current_setting('tisheng.sealing', true), '') <> 'on' then
        raise exception '% is append only', tg_table_name;
      end if;
      return null;
    end $$;
    create function seals_only() returns trigger language plpgsql as $$
    declare sealed text[] := '{certificate_no,certificate_hash,certificate_cipher}'::text[]
      || 'certificate_shown'::text;
    begin
      if (to_jsonb(new) - 'line') <> (to_jsonb(old) - 'line')
        or (new.line - sealed) <> (old.line - sealed)
        or new.line ->> 'certificate_no' is not null or new.line ->> 'certificate_cipher' is null
      then
        raise exception 'superseded_line is append only';
      end if;
      return new;
    end $$;
    drop trigger append_only on superseded_line;
    create trigger append_only before delete or truncate on superseded_line
      for each statement execute function append_only();
    create trigger append_only_but_sealing before update on superseded_line
      for each statement execute function append_only_but_sealing();
    create trigger seals_only before update on superseded_line
      for each row execute function seals_only();

    -- A look-up that waits: only where the first try gave no end to it.
    create table look_up (
      claim_id uuid not null references claim,
      source text not null,
      since timestamptz not null,
      tries integer not null default 0,
      asked_at timestamptz,
      last_error text,
      next_at timestamptz not null,
      primary key (claim_id, source)
    );
    create index on look_up (source);

    -- A request written to an exchange's folder; its lines are answered in any number of files.
    create table exchange_request (
      batch text primary key,
      claim_id uuid not null references claim,
      roster smallint not null,
      source text not null,
      line_nos integer[] not null,
      asked_at timestamptz not null,
      written_at timestamptz,
      answered_at timestamptz
    );
    create index on exchange_request (claim_id);
    create index on exchange_request (source, asked_at) where answered_at is null;
    create table exchange_file (
      source text not null,
      name text not null,
      sha256 text not null,
      state text not null
        check (state in ('taken', 'incomplete', 'duplicate', 'foreign', 'corrupt')),
      batch text,
      lines integer not null default 0,
      reason text,
      seen_at timestamptz not null,
      primary key (source, name, sha256)
    );
    create index on exchange_file (seen_at) where state <> 'taken';

    -- A line stopped before payment and cleared later is paid by a payment of its own.
    alter table payment
      add column part smallint not null default 1,
      add column recheck_at timestamptz,
      drop constraint payment_claim_id_organisation_id_fund_key,
      add unique (claim_id, organisation_id, fund, part);

    -- Early credit codes that fail their check digit are legal: somebody confirmed them.
    alter table organisation add column credit_code_confirmed_by uuid references person;
  `.execute(db);
}
