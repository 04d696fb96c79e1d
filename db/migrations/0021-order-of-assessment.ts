import { type Kysely, sql } from 'kysely';

/**
 * In which order claims were assessed and lines cut, so that what limits left of each amount can
 * be worked out again; and the lists that named a trainee then, for a list is replaced whole.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create sequence assessment_order as integer;
    alter table claim
      add column assessed_no integer,
      add column assessed_instalment smallint,
      -- Its first assessment, from which on its lines counted for others; null where it is the one.
      add column counted_from_no integer;
    alter table claim_line
      add column listed text[],
      add column cut_no integer;

    -- Of claims from before, the order of filing is the nearest that is known.
    update claim c set assessed_no = o.no,
      assessed_instalment = case when stage = 'awaiting' then instalment - 1 else instalment end
    from (select id, row_number() over (order by recorded_at, id)::integer as no
      from claim where amount is not null) o
    where o.id = c.id;
    select setval('assessment_order', 1 + count(*)) from claim;
    update claim_line set cut_no = nextval('assessment_order') where state = 'cut';
    create index on claim (assessed_no);
  `.execute(db);
}
