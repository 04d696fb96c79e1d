import { type Kysely, sql } from 'kysely';

/** Whether finance takes an account for right: one given in a correction, once it says so. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table payee_account add column confirmed boolean not null default true;
    alter table payee_account alter column confirmed drop default;

    -- What finance said last about each account that a correction named; it may have said nothing.
    update payee_account a set confirmed = coalesce((
      select said.outcome = 'confirm' from decision d
      cross join lateral (
        select c.outcome, c.recorded_at from decision c join task t on t.id = c.task_id
        where c.subject_id = d.subject_id and t.kind = 'payee-confirmation'
          and c.state = 'applied' and c.recorded_at > d.recorded_at
        order by c.recorded_at limit 1) said
      where d.account_id = a.id and d.state = 'applied'
      order by said.recorded_at desc limit 1), false)
    where exists (select from decision where account_id = a.id);
  `.execute(db);
}
