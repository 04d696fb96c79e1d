import { type Kysely, sql } from 'kysely';

/** Trainees as payees: accounts of their own, a payee for each amount, a payment for each payee. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table payee_account
      alter column organisation_id drop not null,
      add column person_id uuid references person,
      add column bank text,
      add column payee_id uuid not null
        generated always as (coalesce(organisation_id, person_id)) stored,
      add check (num_nonnulls(organisation_id, person_id) = 1),
      -- The bank pays a number and a name: a name spelled otherwise is another account.
      add unique (person_id, number_hash, holder),
      add unique (id, payee_id);

    alter table claim_line
      add column account_id uuid,
      add foreign key (account_id, person_id) references payee_account (id, payee_id);

    -- Where an amount was to go when it was worked out: a corrected account came afterwards.
    alter table line_component add column account_id uuid references payee_account;
    update line_component k set account_id = coalesce((
        select a.account_id from payment p join payment_attempt a on a.payment_id = p.id
        where p.claim_id = k.claim_id and p.fund = k.fund and a.attempt = 1), c.account_id)
      from claim c where c.id = k.claim_id;
    alter table line_component alter column account_id set not null;

    alter table payment
      add column person_id uuid references person,
      add column payee_id uuid not null
        generated always as (coalesce(person_id, organisation_id)) stored,
      add column months integer not null default 0,
      drop constraint payment_claim_id_organisation_id_fund_part_key,
      add unique (claim_id, payee_id, fund, part),
      -- Money goes to an account of the payee, whatever a correction says.
      add foreign key (account_id, payee_id) references payee_account (id, payee_id);
    update payment p set months = f.months from due_fact f
      where f.claim_id = p.claim_id and f.fund = p.fund and f.delta = 1 and f.months > 0;
    create index payment_returned on payment (claim_id, payee_id) where state = 'returned';

    -- A line's months count once: with the payee and fund that get and pay most of it.
    create function months_by_account(of_claim uuid)
    returns table (fund text, account_id uuid, months bigint)
    language sql stable as $$
      select k.fund, k.account_id, sum(l.months) from (
        select distinct on (c.line_no) c.line_no, c.fund, c.account_id from line_component c
        where c.claim_id = of_claim and c.amount > 0
        order by c.line_no, c.amount desc, c.fund, c.account_id) k
      join claim_line l on l.claim_id = of_claim and l.line_no = k.line_no
      where l.state = 'accepted' and not l.held and l.months is not null
      group by k.fund, k.account_id
    $$;
  `.execute(db);
}
