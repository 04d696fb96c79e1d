import { type Kysely, sql } from 'kysely';

/** Organisations paid beside the claimant: found by their code, asked about when money returns. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index on organisation (credit_code) where credit_code is not null;

    -- When it was opened, or finance last spoke of it: of an organisation's the newest is paid to.
    alter table payee_account add column said_at timestamptz;
    update payee_account set said_at = opened_at;
    alter table payee_account
      alter column said_at set not null,
      alter column said_at set default clock_timestamp();

    -- The account a task is about, where it is another organisation's than the claimant's.
    alter table task add column account_id uuid references payee_account;
    drop index one_open_task;
    create unique index one_open_task
      on task (subject_id, kind, level, coalesce(line_no, 0), coalesce(account_id, subject_id))
      where state = 'open';
  `.execute(db);
}
