import { type Kysely, sql } from 'kysely';

/** The day of 受理, for rates and limits that go by it; a later instalment does not change it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table claim add column accepted_on date;
    update claim c set accepted_on = a.on_day
    from (
      select t.claim_id, min(d.occurred_on) as on_day
      from task t join decision d on d.task_id = t.id
      where t.kind = 'acceptance' and d.state = 'applied' and d.outcome = 'accept'
      group by t.claim_id
    ) a
    where a.claim_id = c.id;

    -- What lines counted for others until an acceptance worked them out anew, and in which moments.
    create table reassessed_line (
      claim_id uuid not null references claim,
      line_no integer not null,
      from_no integer not null,
      to_no integer not null,
      line jsonb not null,
      components jsonb not null,
      uses jsonb not null,
      primary key (claim_id, line_no, from_no)
    );
    create trigger append_only before update or delete or truncate on reassessed_line
      for each statement execute function append_only();
  `.execute(db);
}
