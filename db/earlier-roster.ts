import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';

/** Moves the lines and amounts of a claim to its earlier rosters. Answers that roster's number. */
export async function supersedeRoster(tx: Tx, claimId: string): Promise<number> {
  const { rows } = await sql<{ roster: number }>`
    with line as (
      delete from claim_line where claim_id = ${claimId} returning *
    ), component as (
      delete from line_component where claim_id = ${claimId} returning *
    ), priced as (
      select line_no, jsonb_agg(${componentObject('component')}) as components
      from component group by line_no
    )
    insert into superseded_line (claim_id, roster, line_no, line, components)
    select line.claim_id, line.roster, line.line_no, to_jsonb(line),
      coalesce(priced.components, '[]')
    from line left join priced using (line_no)
    returning roster`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error(`claim ${claimId} has no roster`);
  return row.roster;
}

/** A component as readers see it, with who was to be paid; amounts stay text. */
export const componentObject = (component: string): RawBuilder<unknown> => {
  const at = (column: string) => sql.ref(`${component}.${column}`);
  return sql`jsonb_build_object('component', ${at('component')}, 'amount', ${at('amount')}::text,
    'fund', ${at('fund')}, 'explanation', ${at('explanation')}, 'payee', (
      select jsonb_build_object('kind',
        case when a.person_id is null then 'claimant' else 'person' end, 'tail', a.number_tail)
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
