import { type Kysely, sql } from 'kysely';

/** Months follow each other without a gap; approved money is a fact with a month of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Opens each month after the newest one up to this one; none before a pack is installed.
    create function open_months(until text) returns void language sql as $$
      insert into month (month)
      select to_char(m, 'YYYY-MM') from generate_series(
        (select to_date(max(month), 'YYYY-MM') + interval '1 month' from month),
        to_date(until, 'YYYY-MM')::timestamp, interval '1 month') m
      on conflict do nothing
    $$;

    -- As before, but a fact that opens its month opens the ones without facts before it too.
    create or replace function month_of_fact(day date) returns text language plpgsql as $$
    declare found_month text;
    begin
      if to_char(day, 'YYYY-MM') > (select max(month) from month) then
        perform open_months(to_char(day, 'YYYY-MM'));
      end if;
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

    insert into month (month)
    select to_char(m, 'YYYY-MM') from generate_series(
      (select date_trunc('month', installed_on::timestamp) from installation),
      (select to_date(max(month), 'YYYY-MM')::timestamp from month), interval '1 month') m
    on conflict do nothing;

    -- Counted facts: money approved, +1 in the month it falls due; -1 when its claim is withdrawn.
    -- The month may not have begun, so it refers to none.
    create table due_fact (
      id bigint generated always as identity primary key,
      delta smallint not null check (delta in (-1, 1)),
      claim_id uuid not null references claim,
      fund text not null references fund,
      amount numeric(14, 2) not null check (amount > 0),
      months integer not null default 0,
      due_on date not null,
      occurred_on date not null,
      recorded_at timestamptz not null default clock_timestamp(),
      month text not null,
      unique (claim_id, fund, delta)
    );
    create index on due_fact (month);

    -- A line's months count once: with the fund that pays most of it.
    create function months_by_fund(of_claim uuid) returns table (fund text, months bigint)
    language sql stable as $$
      select k.fund, sum(l.months) from (
        select distinct on (c.line_no) c.line_no, c.fund from line_component c
        where c.claim_id = of_claim and c.amount > 0
        order by c.line_no, c.amount desc, c.fund) k
      join claim_line l on l.claim_id = of_claim and l.line_no = k.line_no
      where l.state = 'accepted' and l.months is not null
      group by k.fund
    $$;

    -- Claims that wait for funds have no payment to fill in from, so theirs is not counted: this
    -- comes before the first release, and no database with such claims is brought here.
    insert into due_fact (delta, claim_id, fund, amount, months, due_on, occurred_on, recorded_at,
      month)
    select 1, p.claim_id, p.fund, p.amount, coalesce(m.months, 0), p.due_on, p.approved_on,
      coalesce(e.recorded_at, clock_timestamp()),
      greatest(to_char(p.due_on, 'YYYY-MM'), coalesce(e.month, to_char(p.approved_on, 'YYYY-MM')))
    from payment p
    left join lateral months_by_fund(p.claim_id) m on m.fund = p.fund
    left join lateral (
      select month, recorded_at from ledger_entry where claim_id = p.claim_id and kind = 'reserve'
      order by recorded_at limit 1) e on true
    order by p.due_on, p.id;

    create trigger append_only before update or delete or truncate on due_fact
      for each statement execute function append_only();
  `.execute(db);
}
