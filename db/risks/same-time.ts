import { sql } from 'kysely';
import type { RiskParameters, RiskRule } from '../../domain/region-pack/index.ts';
import { inScope, otherLine, otherRef, upTo20, type Finder, type RiskScope } from './scope.ts';

/** Two lines of one person whose days meet; where both say when on the day, at the same time. */
export function overlappingClasses(
  scope: RiskScope,
  rule: RiskRule,
  { against, slot }: RiskParameters<'overlapping-classes'>,
): Finder {
  const other = against ? sql`oc.scheme = any(${against}::text[])` : sql`true`;
  const sameHours =
    slot === undefined ? sql`true` : sql`(l.facts ->> ${slot} = ol.facts ->> ${slot}) is not false`;
  return sql`
    select l.claim_id, l.line_no, l.roster,
      string_agg(${otherRef}, ',' order by ${otherRef}) as key,
      jsonb_build_object('others', ${upTo20(otherLine, otherRef)}) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    join claim_line ol on ol.person_id = l.person_id and ol.claim_id <> l.claim_id
      and ol.started_on <= l.ended_on and ol.ended_on >= l.started_on
    join claim oc on oc.id = ol.claim_id
    where ${inScope(scope, rule)} and ol.state <> 'cut' and ${other} and ${sameHours}
    group by l.claim_id, l.line_no, l.roster`;
}

const monthNo = (day: string) =>
  sql`(extract(year from ${sql.ref(day)}) * 12 + extract(month from ${sql.ref(day)}))`;

const lastMonth = (line: string) => sql`coalesce(${monthNo(`${line}.started_on`)}
  + ${sql.ref(`${line}.months`)} - 1, ${monthNo(`${line}.ended_on`)})`;

/** The person's months are claimed by another organisation too, or under another scheme. */
export function sameMonth(
  scope: RiskScope,
  rule: RiskRule,
  { against }: RiskParameters<'same-month'>,
): Finder {
  return sql`
    select l.claim_id, l.line_no, l.roster,
      string_agg(${otherRef}, ',' order by ${otherRef}) as key,
      jsonb_build_object('others', ${upTo20(otherLine, otherRef)}) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    join claim_line ol on ol.person_id = l.person_id and ol.claim_id <> l.claim_id
    join claim oc on oc.id = ol.claim_id
    where ${inScope(scope, rule)} and ol.state <> 'cut' and oc.scheme = any(${against}::text[])
      and (oc.organisation_id <> c.organisation_id or oc.scheme <> c.scheme)
      and ${monthNo('ol.started_on')} <= ${lastMonth('l')}
      and ${lastMonth('ol')} >= ${monthNo('l.started_on')}
    group by l.claim_id, l.line_no, l.roster`;
}
