import { sql } from 'kysely';
import type { RiskParameters, RiskRule } from '../../domain/region-pack/index.ts';
import {
  entriesOf,
  entryObject,
  entryRef,
  factOf,
  inScope,
  numberOf,
  upTo20,
  type Finder,
  type RiskScope,
} from './scope.ts';

/** A list names the person on a day of the training; or from after its end, and not before. */
export function listed(
  scope: RiskScope,
  rule: RiskRule,
  { lists, when, attributes, show = [] }: RiskParameters<'listed'>,
): Finder {
  const declared = attributes ? sql`l.attributes && ${attributes}::text[]` : sql`true`;
  const meets = sql`e.from_on <= l.ended_on and e.to_on >= l.started_on`;
  const shown = sql`${entryObject} || coalesce((select jsonb_object_agg(d.key, d.value)
    from jsonb_each_text(e.detail) d where d.key = any(${show}::text[])), '{}')`;
  return sql`
    select l.claim_id, l.line_no, l.roster,
      string_agg(${entryRef}, ',' order by ${entryRef}) as key,
      jsonb_build_object('listed', ${upTo20(shown, entryRef)}) as evidence
    from claim_line l join claim c on c.id = l.claim_id join person p on p.id = l.person_id
    join ${entriesOf(lists)} on e.person_hash = p.identity_hash
    where ${inScope(scope, rule)} and ${declared} and ${when === 'during' ? meets : sql`true`}
    group by l.claim_id, l.line_no, l.roster, l.ended_on
    ${when === 'during' ? sql`` : sql`having min(e.from_on) > l.ended_on`}`;
}

/** Years completed on the first day of the training, beyond the limit for the sex. */
export function overAge(
  scope: RiskScope,
  rule: RiskRule,
  { men, women }: RiskParameters<'over-age'>,
): Finder {
  const { persons, bornOn, sexes } = scope.births;
  return sql`
    select l.claim_id, l.line_no, l.roster, a.age || '>' || a.at_most as key,
      jsonb_build_object('age', a.age, 'atMost', a.at_most, 'on', l.started_on) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    join unnest(${persons}::uuid[], ${bornOn}::date[], ${sexes}::text[]) b(id, born_on, sex)
      on b.id = l.person_id
    cross join lateral (select extract(year from age(l.started_on, b.born_on))::int as age,
      case b.sex when 'male' then ${men ?? null}::int else ${women ?? null}::int end as at_most) a
    where ${inScope(scope, rule)} and a.age > a.at_most`;
}

/** Months claimed in which the list does not have the person with the claimant. */
export function leftEmployer(
  scope: RiskScope,
  rule: RiskRule,
  { list, employer, neverListed = false }: RiskParameters<'left-employer'>,
): Finder {
  const withClaimant = sql`list_entry e where e.version_id = v.id
    and e.person_hash = p.identity_hash and e.detail ->> ${employer} = o.credit_code`;
  return sql`
    select l.claim_id, l.line_no, l.roster, string_agg(m.month, ',' order by m.month) as key,
      jsonb_build_object('list', v.list_code, 'version', v.no,
        'months', jsonb_agg(m.month order by m.month),
        'lastListedOn', (select max(e.to_on) from ${withClaimant})) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    join organisation o on o.id = c.organisation_id and o.credit_code is not null
    join person p on p.id = l.person_id
    join list_version v on v.newest and v.list_code = ${list}
    cross join lateral (
      select to_char(first, 'YYYY-MM') as month
      from generate_series(date_trunc('month', l.started_on::timestamp),
        coalesce(date_trunc('month', l.started_on::timestamp)
          + make_interval(months => l.months - 1), l.ended_on), '1 month') first
      where not exists (select from ${withClaimant}
        and e.from_on < first + interval '1 month' and e.to_on >= first)
    ) m
    where ${inScope(scope, rule)}
      and (${neverListed}::boolean or exists (select from ${withClaimant}))
    group by l.claim_id, l.line_no, l.roster, l.started_on, v.id, p.identity_hash, o.credit_code`;
}

/** Attended nothing by the line's own fact; or, by a list, away from the first day to the last. */
export function neverAttended(
  scope: RiskScope,
  rule: RiskRule,
  { attended, lists = [] }: RiskParameters<'never-attended'>,
): Finder {
  const value = numberOf(sql`(l.facts ->> ${attended})`);
  const away = sql`(select jsonb_agg(${entryObject} order by ${entryRef}) from person p
    join ${entriesOf(lists)} on e.person_hash = p.identity_hash
    where p.id = l.person_id and e.from_on <= l.started_on and e.to_on >= l.ended_on)`;
  return sql`
    select l.claim_id, l.line_no, l.roster,
      case when x.away is null then 'none' else 'away' end as key,
      jsonb_strip_nulls(jsonb_build_object('fact', ${attended}::text,
        'attended', l.facts ->> ${attended}, 'away', x.away)) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    cross join lateral (
      select ${lists.length > 0 ? away : sql`null::jsonb`} as away, ${value} as attended) x
    where ${inScope(scope, rule)} and (coalesce(x.attended, 0) = 0 or x.away is not null)`;
}

/** Attended less than asked; a line without the fact is left to `neverAttended`. */
export function attendanceBelow(
  scope: RiskScope,
  rule: RiskRule,
  { attended, atLeast }: RiskParameters<'attendance-below'>,
): Finder {
  const value = numberOf(factOf(attended));
  return sql`
    select l.claim_id, l.line_no, l.roster, ${value}::text as key,
      jsonb_build_object('fact', ${attended}::text, 'attended', ${value}::text,
        'atLeast', ${atLeast}::text) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    where ${inScope(scope, rule)} and ${value} < ${atLeast}::numeric`;
}

/** The place of the line's own fact, or of a list, is not below the unit it should be below. */
export function wrongPlace(
  scope: RiskScope,
  rule: RiskRule,
  { fact, list, place, within }: RiskParameters<'wrong-place'>,
): Finder {
  const anchor =
    within === 'own'
      ? sql`c.unit_code`
      : sql`(select coalesce(parent_code, code) from unit where code = c.unit_code)`;
  const known =
    within === 'region'
      ? sql`exists (select from unit u where u.code = x.place)`
      : sql`exists (select from ancestry a where a.code = x.place and a.above = ${anchor})`;
  const byFact = sql`select ${factOf(fact ?? '')} as place, ${fact ?? null}::text as source`;
  const byList = sql`select e.detail ->> ${place ?? ''}, v.list_code
    from person p join ${entriesOf([list ?? ''])} on e.person_hash = p.identity_hash
    where p.id = l.person_id and e.from_on <= l.ended_on and e.to_on >= l.started_on`;
  const places = [...(fact === undefined ? [] : [byFact]), ...(list === undefined ? [] : [byList])];
  return sql`
    with ${ancestry}
    select l.claim_id, l.line_no, l.roster, string_agg(x.place, ',' order by x.place) as key,
      jsonb_build_object('unit', min(c.unit_code), 'places', jsonb_agg(jsonb_build_object(
        'source', x.source, 'place', x.place) order by x.place)) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    cross join lateral (${sql.join(places, sql` union all `)}) x(place, source)
    where ${inScope(scope, rule)} and x.place is not null and not ${known}
    group by l.claim_id, l.line_no, l.roster`;
}

/** For a with clause: every unit with itself and each unit above it. */
const ancestry = sql`recursive ancestry(code, above) as (
  select code, code from unit
  union all
  select a.code, u.parent_code from ancestry a join unit u on u.code = a.above
  where u.parent_code is not null)`;
