import { type Kysely, sql } from 'kysely';

/** Funds, the double-entry ledger, payments, attempts and runs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table fund (code text primary key, name text not null, document text);

    -- Balances are kept beside the postings and can be derived from them again at any time.
    create table ledger_account (
      id integer generated always as identity primary key,
      fund text not null references fund,
      unit_code text not null references unit,
      kind text not null check (kind in ('source', 'available', 'reserved', 'spent')),
      balance numeric(14, 2) not null default 0,
      unique (fund, unit_code, kind),
      check (kind = 'source' or balance >= 0)
    );

    create table ledger_entry (
      id uuid primary key,
      kind text not null check (kind in ('raise', 'reserve', 'release', 'pay', 'return')),
      claim_id uuid references claim,
      payment_id uuid,
      occurred_on date not null,
      recorded_at timestamptz not null default clock_timestamp(),
      month text not null references month
    );
    create index on ledger_entry (month, kind);
    create index on ledger_entry (claim_id);

    create table ledger_posting (
      entry_id uuid not null references ledger_entry,
      account_id integer not null references ledger_account,
      amount numeric(14, 2) not null check (amount <> 0),
      primary key (entry_id, account_id)
    );
    create index on ledger_posting (account_id);

    create trigger append_only before update or delete or truncate on ledger_entry
      for each statement execute function append_only();
    create trigger append_only before update or delete or truncate on ledger_posting
      for each statement execute function append_only();

    create function entry_balances() returns trigger language plpgsql as $$
    declare total numeric; legs integer;
    begin
      select coalesce(sum(amount), 0), count(*) into total, legs
        from ledger_posting where entry_id = new.id;
      if total <> 0 or legs < 2 then
        raise exception 'ledger entry % does not balance: % over % postings', new.id, total, legs;
      end if;
      return null;
    end $$;
    create constraint trigger entry_balances after insert on ledger_entry
      deferrable initially deferred for each row execute function entry_balances();
    -- A posting joins only an entry of its own transaction, so a balanced entry stays balanced.
    create function posting_joins_new_entry() returns trigger language plpgsql as $$
    begin
      if exists (
        select from added join ledger_entry e on e.id = added.entry_id
        where e.xmin <> pg_current_xact_id()::xid
      ) then
        raise exception 'a posting cannot be added to an entry already committed';
      end if;
      update ledger_account a set balance = a.balance + s.amount
        from (select account_id, sum(amount) as amount from added group by account_id) s
        where a.id = s.account_id;
      return null;
    end $$;
    create trigger posting_joins_new_entry after insert on ledger_posting
      referencing new table as added
      for each statement execute function posting_joins_new_entry();

    create table payment_run (
      id uuid primary key,
      fund text not null references fund,
      run_on date not null,
      released_by uuid not null references person,
      state text not null default 'requested'
        check (state in ('requested', 'frozen', 'settled')),
      recorded_at timestamptz not null default clock_timestamp(),
      month text not null references month,
      settled_at timestamptz
    );

    create table payment (
      id uuid primary key,
      claim_id uuid not null references claim,
      unit_code text not null references unit,
      organisation_id uuid not null references organisation,
      account_id uuid not null references payee_account,
      fund text not null references fund,
      amount numeric(14, 2) not null check (amount > 0),
      state text not null default 'ready'
        check (state in ('ready', 'in-run', 'paid', 'returned')),
      run_id uuid references payment_run,
      approved_on date not null,
      due_on date not null,
      paid_on date,
      attempts smallint not null default 0,
      unique (claim_id, organisation_id, fund),
      check ((state = 'paid') = (paid_on is not null))
    );
    create index on payment (fund, approved_on) where state = 'ready';
    create index on payment (run_id);
    alter table ledger_entry add foreign key (payment_id) references payment;
    create index on ledger_entry (payment_id);

    -- The id of an attempt is the key the bank knows it by.
    create table payment_attempt (
      id uuid primary key,
      payment_id uuid not null references payment,
      attempt smallint not null,
      run_id uuid not null references payment_run,
      account_id uuid not null references payee_account,
      state text not null default 'intended'
        check (state in ('intended', 'unknown', 'booked', 'returned', 'refused')),
      sent_at timestamptz,
      booked_on date,
      bank_reference text,
      reason text,
      unique (payment_id, attempt)
    );
    create index on payment_attempt (run_id, state);
  `.execute(db);
}
