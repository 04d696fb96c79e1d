import { sql } from 'kysely';
import type { RiskParameters, RiskRule } from '../../domain/region-pack/index.ts';
import { factOf, inScope, numberOf, upTo20, type Finder, type RiskScope } from './scope.ts';

/** None of the occupation's words stands in the claimant's registered business scope. */
export function scopeLacksOccupation(
  scope: RiskScope,
  rule: RiskRule,
  { list, scope: column, words }: RiskParameters<'scope-lacks-occupation'>,
): Finder {
  const known = JSON.stringify(words);
  return sql`
    select l.claim_id, l.line_no, l.roster, l.occupation as key,
      jsonb_build_object('occupation', l.occupation, 'scope', left(min(r.scope), 300),
        'list', ${list}::text, 'version', min(r.no)) as evidence
    from claim_line l join claim c on c.id = l.claim_id
    join organisation o on o.id = c.organisation_id
    join lateral (
      select e.detail ->> ${column} as scope, v.no from list_version v
      join list_entry e on e.version_id = v.id and e.credit_code = o.credit_code
      where v.newest and v.list_code = ${list}
        and e.from_on <= l.ended_on and e.to_on >= l.started_on
    ) r on true
    where ${inScope(scope, rule)} and ${known}::jsonb ? l.occupation
    group by l.claim_id, l.line_no, l.roster, l.occupation
    having not bool_or(exists (
      select from jsonb_array_elements_text(${known}::jsonb -> l.occupation) word
      where strpos(r.scope, word) > 0))`;
}

/**
 * The account of a claim, or of a trainee who is paid himself, is the account of more payees than
 * allowed.
 */
export function sharedAccount(
  scope: RiskScope,
  rule: RiskRule,
  { above }: RiskParameters<'shared-account'>,
): Finder {
  return sql`
    select u.claim_id, u.line_no, u.roster, p.payees::text as key,
      jsonb_build_object('payees', p.payees) as evidence
    from (
      select c.id as claim_id, null::int as line_no, max(l.roster) as roster, c.account_id
      from claim_line l join claim c on c.id = l.claim_id
      where ${inScope(scope, rule)} group by c.id
      union all
      select l.claim_id, l.line_no, l.roster, l.account_id
      from claim_line l join claim c on c.id = l.claim_id
      where ${inScope(scope, rule)} and l.account_id is not null
    ) u
    cross join lateral (
      select count(distinct other.payee_id) as payees
      from payee_account own join payee_account other using (number_hash)
      where own.id = u.account_id
    ) p
    where p.payees > ${above}::int`;
}

/** The value itself, a phone number perhaps, stays out of the evidence: who shares it is named. */
export function sharedValue(
  scope: RiskScope,
  rule: RiskRule,
  { fact, above }: RiskParameters<'shared-value'>,
): Finder {
  const ref = sql`c.claim_no || '/' || l.line_no`;
  return sql`
    with holders as (
      select l.claim_id, l.line_no, l.roster, l.person_id, ${ref} as ref, ${factOf(fact)} as value
      from claim_line l join claim c on c.id = l.claim_id
      where ${inScope(scope, rule)}
    ), shared as (
      select value, count(distinct person_id) as persons, min(ref) as first_ref,
        ${upTo20(sql`ref`, sql`ref`)} as refs
      from holders where value <> '' group by value having count(distinct person_id) > ${above}::int
    )
    select h.claim_id, h.line_no, h.roster,
      s.first_ref || ':' || s.persons / (${above}::int + 1) as key,
      jsonb_build_object('fact', ${fact}::text, 'persons', s.persons, 'lines', s.refs) as evidence
    from shared s join holders h using (value)`;
}

/** One value of attendance for so large a share of a claim's lines. */
export function attendanceRegular(
  scope: RiskScope,
  rule: RiskRule,
  { attended, linesAtLeast, sharePercent }: RiskParameters<'attendance-regular'>,
): Finder {
  return sql`
    select f.claim_id, null::int as line_no, f.roster, f.value as key,
      jsonb_build_object('fact', ${attended}::text, 'attended', f.value, 'lines', f.lines,
        'same', f.same) as evidence
    from (
      select l.claim_id, x.value, max(max(l.roster)) over claim as roster, count(*) as same,
        sum(count(*)) over claim as lines
      from claim_line l join claim c on c.id = l.claim_id
      cross join lateral (select ${factOf(attended)} as value) x
      where ${inScope(scope, rule)} group by l.claim_id, x.value
      window claim as (partition by l.claim_id)
    ) f
    where f.value is not null and f.lines >= ${linesAtLeast}::int
      and f.same * 100 >= f.lines * ${sharePercent}::numeric`;
}

/** More lines than the claim says were approved for the class, or than any class may have. */
export function rosterTooLarge(
  scope: RiskScope,
  rule: RiskRule,
  { approved = '', atMost }: RiskParameters<'roster-too-large'>,
): Finder {
  return sql`
    select f.claim_id, null::int as line_no, f.roster, f.lines || '>' || f.at_most as key,
      jsonb_build_object('lines', f.lines, 'atMost', f.at_most) as evidence
    from (
      select l.claim_id, max(l.roster) as roster, count(*) as lines,
        least(${atMost ?? null}::int,
          min(${numberOf(sql`(c.facts ->> ${approved})`)}))::int as at_most
      from claim_line l join claim c on c.id = l.claim_id
      where ${inScope(scope, rule)} group by l.claim_id
    ) f
    where f.lines > f.at_most`;
}
