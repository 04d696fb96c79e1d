import { type Kysely, sql } from 'kysely';

/** The region's own facts of claims and lines, why a line is paid nothing, uses of limits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table claim add column facts jsonb not null default '{}';
    alter table claim_line
      add column facts jsonb not null default '{}',
      add column certificate_issued_on date,
      -- The rule behind a reason: its sentence, its clause, the earlier lines it counted.
      add column refused_by jsonb;

    update claim_line l set certificate_issued_on = (
      select (c.evidence->>'issuedOn')::date from certificate_check c
      where c.claim_id = l.claim_id and c.roster = l.roster and c.line_no = l.line_no
        and c.evidence ? 'issuedOn'
      order by c.round desc limit 1)
    where l.certificate_state = 'verified';

    -- What a line uses up of a limit: it goes with the line, and when the line is cut.
    create table limit_use (
      claim_id uuid not null,
      line_no integer not null,
      limit_code text not null,
      subject text not null,
      quantity numeric not null check (quantity >= 0),
      at_most numeric not null,
      primary key (claim_id, line_no, limit_code),
      foreign key (claim_id, line_no) references claim_line on delete cascade
    );
    create index on limit_use (limit_code, subject);

    -- The uses of a limit by one subject added up; the database refuses what goes beyond.
    create table limit_total (
      limit_code text not null,
      subject text not null,
      used numeric not null default 0 check (used >= 0),
      primary key (limit_code, subject)
    );

    create function count_limit_uses() returns trigger language plpgsql as $$
    declare beyond text;
    begin
      insert into limit_total (limit_code, subject)
        select distinct limit_code, subject from added order by 1, 2 on conflict do nothing;
      with locked as materialized (
        select t.limit_code, t.subject from limit_total t
        where (t.limit_code, t.subject) in (select limit_code, subject from added)
        order by 1, 2 for update
      ), counted as (
        select limit_code, subject, sum(quantity) as quantity, max(at_most) as at_most
        from added join locked using (limit_code, subject) group by 1, 2
      ), raised as (
        update limit_total t set used = t.used + c.quantity
        from counted c where t.limit_code = c.limit_code and t.subject = c.subject
        returning t.limit_code, t.used, c.at_most
      )
      select limit_code into beyond from raised where used > at_most limit 1;
      if beyond is not null then
        raise exception 'limit % would be exceeded', beyond
          using errcode = 'check_violation', constraint = 'limit_total_within';
      end if;
      return null;
    end $$;
    create trigger count_limit_uses after insert on limit_use
      referencing new table as added for each statement execute function count_limit_uses();

    create function free_limit_uses() returns trigger language plpgsql as $$
    begin
      with locked as materialized (
        select t.limit_code, t.subject from limit_total t
        where (t.limit_code, t.subject) in (select limit_code, subject from freed)
        order by 1, 2 for update
      )
      update limit_total t set used = t.used - f.quantity
      from (select limit_code, subject, sum(quantity) as quantity
        from freed join locked using (limit_code, subject) group by 1, 2) f
      where t.limit_code = f.limit_code and t.subject = f.subject;
      return null;
    end $$;
    create trigger free_limit_uses after delete on limit_use
      referencing old table as freed for each statement execute function free_limit_uses();

    create function uses_are_replaced() returns trigger language plpgsql as $$
    begin
      raise exception 'uses of limits are deleted and written anew, never changed';
    end $$;
    create trigger uses_are_replaced before update or truncate on limit_use
      for each statement execute function uses_are_replaced();
  `.execute(db);
}
