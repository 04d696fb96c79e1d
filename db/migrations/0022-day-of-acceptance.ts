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
  `.execute(db);
}
