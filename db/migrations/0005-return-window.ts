import { type Kysely, sql } from 'kysely';

/** How long the bank may return a payment, how far statements were read, until when claims wait. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table claim add column waits_until timestamptz;
    update claim c set waits_until = n.ends_at
      from notice n where n.claim_id = c.id and n.ended_at is null and c.stage = 'notice';

    -- Packs installed before say nothing of returns: 10 days, as the statement was read till then.
    update pack_version set content = jsonb_set(content, '{payment,returnDays}', '10')
      where content ? 'payment' and not content -> 'payment' ? 'returnDays';
    alter table payment add column return_days smallint not null default 10
      check (return_days >= 0);
    alter table payment alter column return_days drop default;

    alter table payment_run
      add column statement_read_to date,
      add column foreign_lines integer not null default 0;
    -- Runs that ended before do not go on reading.
    update payment_run set statement_read_to = run_on + 10 where state = 'settled';
  `.execute(db);
}
