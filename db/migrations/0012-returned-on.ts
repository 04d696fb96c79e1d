import { type Kysely, sql } from 'kysely';

/** The day an attempt came back or was refused; the ledger knows it only of money that had left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table payment_attempt add column returned_on date;
    update payment_attempt a set returned_on = greatest(r.run_on,
        (select max(occurred_on) from ledger_entry e
          where e.payment_id = a.payment_id and e.kind = 'return' and a.state = 'returned'))
      from payment_run r where r.id = a.run_id and a.state in ('returned', 'refused');
    alter table payment_attempt
      add check ((state in ('returned', 'refused')) = (returned_on is not null));
  `.execute(db);
}
