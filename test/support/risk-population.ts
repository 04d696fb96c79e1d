import { sql } from 'kysely';
import type { Database } from '../../db/connect.ts';

/**
 * Fifty thousand lines of 500 claims, 100 claimants and 30,000 persons over two years, with facts
 * and rates applied, and lists of 20,000 entries each.
 */
export async function fillWithLines(db: Database, packVersion: string): Promise<void> {
  await people(db);
  await claims(db, packVersion);
  await lines(db);
  await lists(db);
  await sql`analyze`.execute(db);
}

async function people(db: Database): Promise<void> {
  await sql`insert into person (id, name, identity_hash, identity_cipher)
    select md5('person ' || n)::uuid, '示例学员', sha256(n::text::bytea), ''
    from generate_series(1, 30000) n`.execute(db);
  await sql`insert into organisation (id, kind, name, credit_code, unit_code)
    select md5('organisation ' || n)::uuid, 'institution', '示例培训学校',
      '91' || lpad(n::text, 16, '0'), u.code
    from generate_series(1, 100) n
    join (select code, row_number() over (order by code) as no from unit) u
      on u.no = 1 + n % 20`.execute(db);
  await sql`insert into payee_account (id, organisation_id, holder, number_cipher, number_hash,
      number_tail, confirmed)
    select id, id, '示例户', '', sha256(right(credit_code, 2)::bytea), '0000', true
    from organisation`.execute(db);
}

async function claims(db: Database, packVersion: string): Promise<void> {
  await sql`insert into claim (id, claim_no, scheme, unit_code, organisation_id, account_id,
      submitted_by, pack_version, last_fact_on, occurred_on, month, facts)
    select md5('claim ' || n)::uuid, 'P' || lpad(n::text, 6, '0'),
      (array['skill-level', 'qualification', 'on-the-job'])[1 + n % 3], o.unit_code, o.id, o.id,
      md5('person 1')::uuid, ${packVersion}, d.day, d.day, '2019-07',
      jsonb_build_object('planned', '105', 'approved-size', '99')
    from generate_series(1, 500) n
    join organisation o on o.credit_code = '91' || lpad((1 + n % 99)::text, 16, '0')
    cross join lateral (select '2019-08-01'::date + n % 150 as day) d`.execute(db);
}

async function lines(db: Database): Promise<void> {
  await sql`insert into claim_line (claim_id, line_no, roster, person_id, name, attributes,
      group_code, occupation, level, certificate_kind, certificate_hash, certificate_cipher,
      certificate_shown, certificate_state,
      certificate_issued_on, started_on, ended_on, months, amount, facts)
    select c.id, l, 1, md5('person ' || p.no)::uuid, '示例学员',
      case when p.no % 10 = 0 then array['laid-off'] else '{}' end, 'others',
      (array['welder', 'electrician', 'cook'])[1 + p.no % 3], (3 + p.no % 3)::text, 'skill-level',
      sha256((c.claim_no || l)::bytea), '',
      'S' || lpad((p.no % 40)::text, 4, '0') || c.claim_no || l, 'verified',
      c.occurred_on - 5 - p.no % 10,
      c.occurred_on - 30, c.occurred_on - 10, case when c.scheme = 'on-the-job' then 2 end, 1000,
      jsonb_build_object('attendance', (70 + p.no % 31)::text, 'household', '640121',
        'phone', (13900000000 + p.no / 2)::text, 'evaluator', '91' || lpad('7', 16, '0'))
    from claim c cross join generate_series(1, 100) l
    cross join lateral (
      select 1 + (right(c.claim_no, 6)::int * 100 + l) * 7919 % 30000 as no) p
    on conflict do nothing`.execute(db);
  await sql`insert into line_component (claim_id, line_no, component, amount, fund, account_id,
      explanation)
    select claim_id, line_no, 'training', amount, 'skills-ledger',
      (select account_id from claim where id = claim_id), 
      jsonb_build_object('version', case when line_no = 50 then '2022' else '2019' end)
    from claim_line`.execute(db);
}

async function lists(db: Database): Promise<void> {
  await sql`insert into list_version (id, list_code, no, source, sha256, entries, imported_by,
      newest)
    select md5(code)::uuid, code, 1, '示例', '0', 20000, '示例', true
    from unnest(array['payroll', 'insured', 'register']) code`.execute(db);
  await sql`insert into list_entry (version_id, row_no, person_hash, credit_code, from_on, to_on,
      detail)
    select v.id, n, case when v.list_code <> 'register' then sha256((n * 3)::text::bytea) end,
      case when v.list_code = 'register' then '91' || lpad(n::text, 16, '0') end,
      '2019-01-01', '2019-12-31',
      jsonb_build_object('employer', '91' || lpad((n % 100)::text, 16, '0'), 'scope', '餐饮',
        'owner', (n % 50)::text, 'occupation', 'welder', 'level', '4', 'place', '610100')
    from list_version v cross join generate_series(1, 20000) n`.execute(db);
}
