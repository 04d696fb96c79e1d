import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';

/**
 * Moves the lines and amounts of a claim to its earlier rosters, each line with the facts and
 * materials of the claim as well. Answers that roster's number.
 */
export async function supersedeRoster(tx: Tx, claimId: string): Promise<number> {
  const roster = await keepRoster(tx, claimId, { counted: true });
  await sql`
    with component as (delete from line_component where claim_id = ${claimId})
    delete from claim_line where claim_id = ${claimId}`.execute(tx);
  return roster;
}

/**
 * Keeps the lines of a claim, as they stand, as an earlier roster. Answers its number. Of lines
 * that count no more, `counted` keeps from when to when they did, and what they used of limits.
 */
export async function keepRoster(
  tx: Tx,
  claimId: string,
  { counted = false }: { counted?: boolean } = {},
): Promise<number> {
  const { rows } = await sql<{ roster: number }>`
    with priced as (
      select k.line_no, jsonb_agg(${componentObject('k')}) as components
      from line_component k where k.claim_id = ${claimId} group by k.line_no
    )
    insert into superseded_line (claim_id, roster, line_no, line, components)
    select l.claim_id, l.roster, l.line_no,
      to_jsonb(l) || jsonb_build_object('facts', c.facts || l.facts)
        || case when c.materials <> '[]' then jsonb_build_object('materials', c.materials)
          else '{}' end
        || case when ${counted}::boolean and c.assessed_no is not null then
          jsonb_build_object('counted', jsonb_build_object('from', c.assessed_no,
            'to', nextval('assessment_order'), 'uses', ${usesOf})) else '{}' end,
      coalesce(priced.components, '[]')
    from claim_line l join claim c on c.id = l.claim_id left join priced using (line_no)
    where l.claim_id = ${claimId}
    returning roster`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`claim ${claimId} has no roster`);
  return row.roster;
}

/**
 * Notes what the filed lines of a claim counted for others until now, before they are worked out
 * anew: their place in the order of assessments is then a later one.
 */
export async function noteCounting(tx: Tx, claimId: string): Promise<void> {
  await sql`
    with priced as (
      select k.line_no, jsonb_agg(${componentObject('k')}) as components
      from line_component k where k.claim_id = ${claimId} group by k.line_no
    )
    insert into reassessed_line (claim_id, line_no, from_no, to_no, line, components, uses)
    select l.claim_id, l.line_no, c.assessed_no, nextval('assessment_order'), to_jsonb(l),
      coalesce(priced.components, '[]'), ${usesOf}
    from claim_line l join claim c on c.id = l.claim_id left join priced using (line_no)
    where l.claim_id = ${claimId} and l.state = 'filed' and c.assessed_no is not null
  `.execute(tx);
}

/** What a line, called l, uses of limits. */
export const usesOf = sql`coalesce((
  select jsonb_agg(jsonb_build_object('limit', u.limit_code, 'subject', u.subject,
    'quantity', u.quantity::text, 'atMost', u.at_most::text))
  from limit_use u where u.claim_id = l.claim_id and u.line_no = l.line_no), '[]')`;

/** A component as readers see it, with who was to be paid; amounts stay text. */
export const componentObject = (component: string): RawBuilder<unknown> => {
  const at = (column: string) => sql.ref(`${component}.${column}`);
  return sql`jsonb_build_object('component', ${at('component')},
    'instalment', ${at('instalment')}, 'amount', ${at('amount')}::text,
    'fund', ${at('fund')}, 'explanation', ${at('explanation')}, 'payee', (
      select jsonb_build_object('kind',
        case when a.person_id is not null then 'person' when a.organisation_id = (
          select c.organisation_id from claim c where c.id = ${at('claim_id')}) then 'claimant'
          else 'organisation' end, 'tail', a.number_tail)
      from payee_account a where a.id = ${at('account_id')}))`;
};

export type EarlierRoster = { roster: number; lines: number; supersededAt: Instant };

/** The rosters that corrections took the place of, the first as filed. */
export async function listEarlierRosters(db: Database, claimId: string): Promise<EarlierRoster[]> {
  const { rows } = await sql<EarlierRoster>`
    select roster, count(*)::int as lines, min(superseded_at) as "supersededAt"
    from superseded_line where claim_id = ${claimId} group by roster order by roster`.execute(db);
  return rows;
}
