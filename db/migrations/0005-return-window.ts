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
    -- Runs that ended before do not go on reading: their windows that are over count as read, one
    -- that is not waits for its run to be started anew.
    update payment_run r set statement_read_to = least(
        (select max(paid_on + return_days) from payment where run_id = r.id and state = 'paid'),
        (now() at time zone 'Asia/Shanghai')::date - 1)
      where state = 'settled';
  `.execute(db);
}
