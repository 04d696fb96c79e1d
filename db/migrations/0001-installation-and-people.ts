import { type Kysely, sql } from 'kysely';

/** Installation, region packs, units, posts, persons, organisations, months, audit. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table installation (
      only_one boolean primary key default true check (only_one),
      region text not null,
      simulated boolean not null,
      installed_on date not null
    );
    create function keep_simulated() returns trigger language plpgsql as $$
    begin
      if old.simulated and not new.simulated then
        raise exception 'a simulated database stays simulated';
      end if;
      return new;
    end $$;
    create trigger keep_simulated before update on installation
      for each row execute function keep_simulated();

    create table pack_version (
      version text primary key,
      content jsonb not null,
      sha256 text not null,
      in_force_from timestamptz not null default now()
    );

    create table unit (
      code text primary key,
      parent_code text references unit,
      name text not null,
      kind text not null,
      sample_data boolean not null default false
    );

    create table person (
      id uuid primary key,
      name text not null,
      identity_hash bytea unique,
      identity_cipher bytea,
      check ((identity_hash is null) = (identity_cipher is null))
    );

    create table organisation (
      id uuid primary key,
      kind text not null check (kind in ('enterprise', 'institution', 'person')),
      name text not null,
      credit_code text,
      unit_code text not null references unit
    );

    create table payee_account (
      id uuid primary key,
      organisation_id uuid not null references organisation,
      holder text not null,
      number_cipher bytea not null,
      number_hash bytea not null,
      number_tail text not null,
      opened_at timestamptz not null default now(),
      unique (organisation_id, number_hash)
    );

    -- A right to act: for a unit (staff) or for an organisation (claimants), and to enter past
    -- days.
    create table post (
      id uuid primary key,
      role text not null,
      unit_code text references unit,
      organisation_id uuid references organisation,
      backdate_from date,
      backdate_to date,
      check (num_nonnulls(unit_code, organisation_id) = 1),
      check (num_nonnulls(backdate_from, backdate_to) in (0, 2))
    );
    create index on post (unit_code, role);
    create index on post (organisation_id);

    create table post_holder (
      post_id uuid not null references post,
      person_id uuid not null references person,
      mail text,
      primary key (post_id, person_id)
    );
    create index on post_holder (person_id);

    create table bearer_token (
      hash bytea primary key,
      person_id uuid not null references person,
      issued_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz
    );

    create table idempotency_key (
      person_id uuid not null references person,
      key uuid not null,
      request_hash bytea not null,
      resource_id uuid not null,
      recorded_at timestamptz not null default now(),
      primary key (person_id, key)
    );

    create table month (
      month text primary key check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
      state text not null default 'open' check (state in ('open', 'closed')),
      opened_at timestamptz not null default now(),
      closed_at timestamptz,
      check ((state = 'closed') = (closed_at is not null))
    );
    create function keep_closed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or old.state = 'closed' then
        raise exception 'month % is closed and stays closed', old.month;
      end if;
      if exists (select from month where month < old.month and state = 'open') then
        raise exception 'months close in order: an earlier month than % is open', old.month;
      end if;
      return new;
    end $$;
    create trigger keep_closed before update or delete on month
      for each row execute function keep_closed();

    -- The month a fact of this day counts in; locked against closing until the fact is recorded.
    create function month_of_fact(day date) returns text language plpgsql as $$
    declare found_month text;
    begin
      insert into month (month)
        select to_char(day, 'YYYY-MM')
        where to_char(day, 'YYYY-MM') > (select max(month) from month)
        on conflict do nothing;
      select month into found_month from month
        where month = to_char(day, 'YYYY-MM') and state = 'open' for share;
      if found_month is null then
        select month into found_month from month
          where state = 'open' order by month limit 1 for share;
      end if;
      if found_month is null then
        raise exception 'no open month for a fact of %', day;
      end if;
      return found_month;
    end $$;

    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null default clock_timestamp(),
      person_id uuid,
      act text not null,
      object_kind text not null,
      object_id text not null,
      detail jsonb not null default '{}'
    );
    create index on audit (object_kind, object_id);

    create function append_only() returns trigger language plpgsql as $$
    begin
      raise exception '% is append only: correct with a new row', tg_table_name;
    end $$;
    create trigger append_only before update or delete or truncate on audit
      for each statement execute function append_only();
  `.execute(db);
}
