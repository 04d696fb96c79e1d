import { sql, type RawBuilder } from 'kysely';
import type { RiskParameters, RiskRule } from '../../domain/region-pack/index.ts';
import {
  applies,
  entriesOf,
  entryObject,
  entryRef,
  granted,
  inScope,
  otherLine,
  otherRef,
  upTo20,
  type Finder,
  type RiskScope,
} from './scope.ts';

type Facts = RiskParameters<'paid-before'>['same'];

const columns = {
  scheme: ['c.scheme', 'oc.scheme'],
  occupation: ['l.occupation', 'ol.occupation'],
  level: ['l.level', 'ol.level'],
  course: ['l.course', 'ol.course'],
} as const;

/** The same was granted to the person under an earlier claim, or is on a list of others' grants. */
export function paidBefore(
  scope: RiskScope,
  rule: RiskRule,
  { same, lists = [] }: RiskParameters<'paid-before'>,
): Finder {
  return earlier(scope, rule, {
    lists,
    ours: sql`${equal(same)}`,
    theirs: sql.join(
      same.map((it) => sql`e.detail ->> ${it} = ${sql.ref(columns[it][0])}`),
      sql` and `,
    ),
  });
}

/** A higher level of the same occupation was granted before, by the order of the pack's levels. */
export function lowerAfterHigher(
  scope: RiskScope,
  rule: RiskRule,
  { lists = [] }: RiskParameters<'lower-after-higher'>,
): Finder {
  const levels = scope.pack.levels.map(({ code }) => code);
  const rank = (level: RawBuilder<unknown>) => sql`array_position(${levels}::text[], ${level})`;
  return earlier(scope, rule, {
    lists,
    ours: sql`${equal(['occupation'])} and ${rank(sql`ol.level`)} > ${rank(sql`l.level`)}`,
    theirs: sql`e.detail ->> 'occupation' = l.occupation
      and ${rank(sql`e.detail ->> 'level'`)} > ${rank(sql`l.level`)}`,
  });
}

const equal = (facts: Facts): RawBuilder<unknown> =>
  sql.join(
    facts.map((it) => sql`${sql.ref(columns[it][1])} = ${sql.ref(columns[it][0])}`),
    sql` and `,
  );

function earlier(
  scope: RiskScope,
  rule: RiskRule,
  of: { lists: readonly string[]; ours: RawBuilder<unknown>; theirs: RawBuilder<unknown> },
): Finder {
  const elsewhere = sql`
    union all
    select l.claim_id, l.line_no, l.roster, ${entryRef}, ${entryObject}
    from claim_line l join claim c on c.id = l.claim_id join person p on p.id = l.person_id
    join ${entriesOf(of.lists)} on e.person_hash = p.identity_hash
    where ${inScope(scope, rule)} and ${granted('l')} and e.from_on <= c.occurred_on
      and ${of.theirs}`;
  return sql`
    select claim_id, line_no, roster, string_agg(ref, ',' order by ref) as key,
      jsonb_build_object('earlier', ${upTo20(sql`what`, sql`ref`)}) as evidence
    from (
      select l.claim_id, l.line_no, l.roster, ${otherRef} as ref, ${otherLine} as what
      from claim_line l join claim c on c.id = l.claim_id
      join claim_line ol on ol.person_id = l.person_id and ol.claim_id <> l.claim_id
      join claim oc on oc.id = ol.claim_id
      where ${inScope(scope, rule)} and ${granted('l')} and ol.state <> 'cut' and ${granted('ol')}
        and ${of.ours} and (oc.occurred_on, oc.claim_no) < (c.occurred_on, c.claim_no)
      ${of.lists.length > 0 ? elsewhere : sql``}
    ) earlier
    group by 1, 2, 3`;
}

/** The line that goes beyond so many of its person, in the order they were filed. */
export function countAbove(
  scope: RiskScope,
  rule: RiskRule,
  { atMost, in: period, perScheme = false, lists = [] }: RiskParameters<'count-above'>,
): Finder {
  const { claimId } = scope;
  const yearly = period === 'year';
  const year = yearly ? sql`extract(year from l.started_on)` : sql`0`;
  const scheme = perScheme ? sql`c.scheme` : sql`''`;
  const persons =
    claimId === undefined
      ? sql`true`
      : sql`l.person_id in (select person_id from claim_line where claim_id = ${claimId}::uuid)`;
  const elsewhere = sql`(select count(*) from person p
    join ${entriesOf(lists)} on e.person_hash = p.identity_hash
    where p.id = g.person_id
      and (${!yearly}::boolean or extract(year from e.from_on) = g.year)
      and (${!perScheme}::boolean or e.detail ->> 'scheme' = g.scheme))`;
  return sql`
    select g.claim_id, g.line_no, g.roster, g.n || ':' || coalesce(g.before, '') as key,
      jsonb_strip_nulls(jsonb_build_object('count', g.n + x.elsewhere, 'atMost', ${atMost}::int,
        'year', nullif(g.year, 0), 'elsewhere', nullif(x.elsewhere, 0),
        'earlier', to_jsonb((string_to_array(g.before, ','))[1:20]))) as evidence
    from (
      select l.claim_id, l.line_no, l.roster, l.person_id, ${year} as year, ${scheme} as scheme,
        row_number() over filed as n,
        string_agg(c.claim_no || '/' || l.line_no, ',') over (filed
          rows between unbounded preceding and 1 preceding) as before
      from claim_line l join claim c on c.id = l.claim_id
      where l.state <> 'cut' and ${applies(rule)} and ${granted('l')} and ${persons}
      window filed as (partition by l.person_id, ${year}, ${scheme}
        order by c.occurred_on, c.claim_no, l.line_no)
    ) g
    cross join lateral (select ${lists.length > 0 ? elsewhere : sql`0`} as elsewhere) x
    where g.n + x.elsewhere > ${atMost}
      and ${claimId === undefined ? sql`true` : sql`g.claim_id = ${claimId}::uuid`}`;
}
