import { type Kysely, sql } from 'kysely';

/** What chose the approval chain of a claim; reviews that were passed by silence. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Claims accepted before have none: no pack could name amounts then, so that what they are
    -- worth now chooses the same chain.
    alter table claim add column accepted_amount numeric(14, 2);

    -- No person decided, so there is no decision; the reason is the clause that says so.
    create table silent_approval (
      task_id uuid primary key references task,
      claim_id uuid not null references claim,
      reason text not null,
      occurred_on date not null,
      recorded_at timestamptz not null default clock_timestamp(),
      month text not null references month
    );
    create index on silent_approval (claim_id);
    create trigger append_only before update or delete or truncate on silent_approval
      for each statement execute function append_only();
  `.execute(db);
}
