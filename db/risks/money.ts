import { sql } from 'kysely';
import type { RiskParameters, RiskRule } from '../../domain/region-pack/index.ts';
import { applies, inScope, type Finder, type RiskScope } from './scope.ts';

/** The rate applied is not the version that the pack has in force on the line's key day. */
export function wrongRateVersion(scope: RiskScope, rule: RiskRule): Finder {
  const { schemes, rates } = scope.pack;
  return sql`
    select l.claim_id, l.line_no, l.roster,
      string_agg(k.component || ':' || r.version, ',' order by k.component, r.version) as key,
      jsonb_build_object('components', jsonb_agg(jsonb_build_object('component', k.component,
        'on', d.day, 'applied', k.explanation ->> 'version', 'inForce', r.version)
        order by k.component, r.version)) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    join line_component k on k.claim_id = l.claim_id and k.line_no = l.line_no
      and k.instalment = c.instalment
    join unnest(${schemes.map((it) => it.code)}::text[],
      ${schemes.map((it) => it.keyDate)}::text[]) s(code, key_date) on s.code = c.scheme
    cross join lateral (select case s.key_date
      when 'startedOn' then l.started_on when 'endedOn' then l.ended_on
      when 'filedOn' then c.occurred_on when 'certificateIssuedOn' then l.certificate_issued_on
      when 'acceptedOn' then coalesce(c.accepted_on, c.last_fact_on)
      else case when coalesce(l.facts ->> s.key_date, c.facts ->> s.key_date)
          ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
        then coalesce(l.facts ->> s.key_date, c.facts ->> s.key_date)::date end
      end as day) d
    join unnest(${rates.map((it) => it.scheme)}::text[],
      ${rates.map((it) => it.component)}::text[], ${rates.map((it) => it.version)}::text[],
      ${rates.map((it) => it.from)}::date[], ${rates.map((it) => it.to ?? 'infinity')}::date[])
      r(scheme, component, version, from_on, to_on)
      on r.scheme = c.scheme and r.component = k.component
        and d.day between r.from_on and r.to_on
    where ${inScope(scope, rule)} and k.amount <> 0 and k.explanation ->> 'version' <> r.version
    group by l.claim_id, l.line_no, l.roster`;
}

/** One claimant has more than a share of a year's grants of its unit; told at its last claim. */
export function payeeShare(
  scope: RiskScope,
  rule: RiskRule,
  { abovePercent, atLeast }: RiskParameters<'payee-share'>,
): Finder {
  return sql`
    select f.claim_id, null::int as line_no, f.roster,
      f.year || ':' || floor(f.amount * 10 / f.total) as key,
      jsonb_build_object('year', f.year, 'unit', f.unit_code, 'amount', f.amount::text,
        'ofUnit', f.total::text) as evidence
    from (
      select c.unit_code, extract(year from c.occurred_on) as year,
        (array_agg(c.id order by c.claim_no desc))[1] as claim_id,
        (array_agg(l.roster order by c.claim_no desc))[1] as roster,
        sum(l.amount + l.granted_before) as amount,
        sum(sum(l.amount + l.granted_before)) over of_unit as total
      from claim_line l join claim c on c.id = l.claim_id
      where ${inScope(scope, rule)}
      group by c.unit_code, extract(year from c.occurred_on), c.organisation_id
      window of_unit as (partition by c.unit_code, extract(year from c.occurred_on))
    ) f
    where f.amount >= ${atLeast}::numeric and f.amount * 100 > f.total * ${abovePercent}::numeric`;
}

/** Claims just below a threshold, within some days of each other, that together exceed it. */
export function splitClaims(
  scope: RiskScope,
  rule: RiskRule,
  of: RiskParameters<'split-claims'>,
): Finder {
  const { threshold, nearPercent, withinDays, claimsAtLeast } = of;
  const { claimId } = scope;
  const together = of.of === 'organisation' ? sql.ref('organisation_id') : sql.ref('unit_code');
  const beside =
    claimId === undefined
      ? sql`true`
      : sql`c.${together} = (select ${together} from claim where id = ${claimId}::uuid)`;
  return sql`
    with near as (
      select c.id, c.claim_no, c.occurred_on, c.scheme, c.unit_code, c.organisation_id,
        max(l.roster) as roster, sum(l.amount + l.granted_before) as amount
      from claim c join claim_line l on l.claim_id = c.id
      where l.state <> 'cut' and ${applies(rule)} and ${beside}
      group by c.id
      having sum(l.amount + l.granted_before) between
        ${threshold}::numeric * ${nearPercent}::numeric / 100 and ${threshold}::numeric
    )
    select n.id as claim_id, null::int as line_no, n.roster,
      string_agg(o.claim_no, ',' order by o.claim_no) as key,
      jsonb_build_object('threshold', ${threshold}::text, 'total', sum(o.amount)::text,
        'claims', jsonb_agg(jsonb_build_object('claimNo', o.claim_no, 'on', o.occurred_on,
          'amount', o.amount::text) order by o.claim_no)) as evidence
    from near n join near o on o.scheme = n.scheme and o.unit_code = n.unit_code
      and o.${together} = n.${together}
      and abs(o.occurred_on - n.occurred_on) <= ${withinDays}::int
    where ${claimId === undefined ? sql`true` : sql`n.id = ${claimId}::uuid`}
    group by n.id, n.roster
    having count(*) >= ${claimsAtLeast}::int and sum(o.amount) > ${threshold}::numeric`;
}
