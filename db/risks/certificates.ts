import { sql } from 'kysely';
import type { RiskParameters, RiskRule } from '../../domain/region-pack/index.ts';
import { factOf, inScope, numberOf, type Finder, type RiskScope } from './scope.ts';

/** Claims with certificates of a body that issued so many within days; `newForDays`: it is new. */
export function massIssue(
  scope: RiskScope,
  rule: RiskRule,
  of: RiskParameters<'mass-issue'>,
): Finder {
  const { body, numberFrom = 1, numberLength = 0, atLeast, withinDays, newForDays = null } = of;
  const issuer =
    body === undefined
      ? sql`substr(l.certificate_shown, ${numberFrom}::int, ${numberLength}::int)`
      : factOf(body);
  return sql`
    with issued as (
      select l.claim_id, x.issuer, coalesce(l.certificate_issued_on, l.ended_on) as day,
        max(l.roster) as roster, count(*) as lines
      from claim_line l join claim c on c.id = l.claim_id
      cross join lateral (select ${issuer} as issuer) x
      where ${inScope(scope, rule)} and l.certificate_hash is not null and x.issuer <> ''
      group by 1, 2, 3
    )
    select f.claim_id, null::int as line_no, f.roster,
      string_agg(f.issuer || ':' || f.most / ${atLeast}::int, ',' order by f.issuer) as key,
      jsonb_build_object('bodies', jsonb_agg(jsonb_build_object('body', f.issuer,
        'certificates', f.most, 'withinDays', ${withinDays}::int, 'upTo', f.up_to,
        'firstOn', f.first_on) order by f.issuer)) as evidence
    from (
      select i.claim_id, i.issuer, max(i.roster) as roster, max(w.n)::int as most,
        max(w.day) as up_to, min(w.first_on) as first_on
      from issued i join (
        select issuer, day, sum(lines) over (partition by issuer order by day
            range between make_interval(days => ${withinDays}::int - 1) preceding
              and current row) as n,
          min(day) over (partition by issuer) as first_on
        from (select issuer, day, sum(lines) as lines from issued group by 1, 2) by_day
      ) w using (issuer)
      where w.n >= ${atLeast}::int
        and (${newForDays}::int is null or w.day - w.first_on < ${newForDays}::int)
        and i.day between w.day - ${withinDays}::int + 1 and w.day
      group by i.claim_id, i.issuer
    ) f
    group by f.claim_id, f.roster`;
}

export function issuedBeforeEnd(scope: RiskScope, rule: RiskRule): Finder {
  return sql`
    select l.claim_id, l.line_no, l.roster, l.certificate_issued_on::text as key,
      jsonb_build_object('issuedOn', l.certificate_issued_on, 'endedOn', l.ended_on) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    where ${inScope(scope, rule)} and l.certificate_issued_on < l.ended_on`;
}

/** The body that evaluated is the claimant, or the register has the same in a column for both. */
export function tiedBody(
  scope: RiskScope,
  rule: RiskRule,
  { body, list, columns }: RiskParameters<'tied-body'>,
): Finder {
  return sql`
    select l.claim_id, l.line_no, l.roster, x.body || ':' || t.by as key,
      jsonb_build_object('body', x.body, 'tiedBy', string_to_array(t.by, ','),
        'list', ${list}::text) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    join organisation o on o.id = c.organisation_id
    cross join lateral (select ${factOf(body)} as body) x
    cross join lateral (
      select string_agg(distinct k, ',' order by k) as by from (
        select 'self' as k where x.body = o.credit_code
        union all
        select k from unnest(${columns}::text[]) k
        join list_version v on v.newest and v.list_code = ${list}
        join list_entry e on e.version_id = v.id and e.credit_code = o.credit_code
        join list_entry oe on oe.version_id = v.id and oe.credit_code = x.body
        where x.body <> o.credit_code and e.detail ->> k = oe.detail ->> k
      ) ties
    ) t
    where ${inScope(scope, rule)} and t.by is not null`;
}

/** Fewer verified certificates than the claim planned, once its training is over. */
export function fewerPasses(
  scope: RiskScope,
  rule: RiskRule,
  { planned, atLeastPercent }: RiskParameters<'fewer-passes'>,
): Finder {
  return sql`
    select f.claim_id, null::int as line_no, f.roster, f.passes || '/' || f.planned as key,
      jsonb_build_object('planned', f.planned::text, 'passes', f.passes,
        'atLeastPercent', ${atLeastPercent}::text) as evidence
    from (
      select l.claim_id, max(l.roster) as roster, min(${plannedOf(planned)}) as planned,
        count(*) filter (where l.certificate_state = 'verified') as passes
      from claim_line l join claim c on c.id = l.claim_id
      where ${inScope(scope, rule)}
      group by l.claim_id
      having max(l.ended_on) < (now() at time zone 'Asia/Shanghai')::date
    ) f
    where f.passes * 100 < f.planned * ${atLeastPercent}::numeric`;
}

const plannedOf = (fact: string) => numberOf(sql`(c.facts ->> ${fact})`);
