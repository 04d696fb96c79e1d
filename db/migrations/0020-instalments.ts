import { type Kysely, sql } from 'kysely';

/** Several payments of one claim, one after the other, and what is owed back at the last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table claim
      add column instalment smallint not null default 1 check (instalment between 1 and 9);
    alter table claim_line
      -- What earlier instalments granted: the amount is what the present one adds or takes back.
      add column granted_before numeric(14, 2) not null default 0 check (granted_before >= 0);

    alter table line_component
      add column instalment smallint not null default 1,
      drop constraint line_component_pkey,
      add primary key (claim_id, line_no, component, instalment),
      drop constraint line_component_amount_check,
      add check (amount >= 0 or instalment > 1);

    alter table due_fact
      add column instalment smallint not null default 1,
      drop constraint due_fact_claim_id_fund_delta_key,
      add unique (claim_id, fund, instalment, delta);

    alter table payment add column instalment smallint not null default 1;

    -- Money paid ahead that a settlement found not earned: to be recovered, never written down.
    create table receivable (
      id uuid primary key,
      claim_id uuid not null references claim,
      instalment smallint not null,
      organisation_id uuid not null references organisation,
      unit_code text not null references unit,
      fund text not null references fund,
      amount numeric(14, 2) not null check (amount > 0),
      occurred_on date not null,
      recorded_at timestamptz not null default clock_timestamp(),
      month text not null references month,
      unique (claim_id, instalment, fund)
    );
    create index on receivable (unit_code);
    create index on receivable (organisation_id);
    create trigger append_only before update or delete or truncate on receivable
      for each statement execute function append_only();
  `.execute(db);
}
