import { sql } from 'kysely';
import type { Instant, Month } from '../domain/days.ts';
import type { Tx } from './connect.ts';

export type EvaluationRequest = {
  id: string;
  from: Month;
  to: Month;
  scale: string;
  packVersion: string;
  requestedBy: string;
  /** Who entered the reported figures that it prints. */
  enteredBy: readonly string[];
  asOf: Instant;
};

/**
 * Opens the next edition of an evaluation; whoever asks for it or entered a figure of it takes the
 * duty 'report', so that they cannot approve it. 'no-month' and nothing done when its last month
 * was never opened.
 */
export async function requestEvaluation(
  tx: Tx,
  it: EvaluationRequest,
): Promise<'requested' | 'no-month'> {
  // Two at once would take the same number.
  await sql`select pg_advisory_xact_lock(hashtext('evaluation-edition'))`.execute(tx);
  const { rows } = await sql<{ id: string }>`
    insert into indicator_edition (id, kind, month_from, month_to, edition, pack_version, state,
      scale, requested_by, as_of)
    select ${it.id}, 'evaluation', ${it.from}, m.month,
      1 + coalesce((select max(edition) from indicator_edition e
        where e.kind = 'evaluation' and e.month_to = m.month), 0),
      ${it.packVersion}, 'requested', ${it.scale}::numeric, ${it.requestedBy}::uuid,
      ${it.asOf}::timestamptz
    from month m where m.month = ${it.to}
    returning id`.execute(tx);
  if (rows.length === 0) return 'no-month';
  const reporters = [it.requestedBy, ...it.enteredBy];
  await sql`
    insert into duty (subject_id, person_id, duty)
    select ${it.id}, person, 'report' from unnest(${reporters}::uuid[]) person
    on conflict do nothing`.execute(tx);
  return 'requested';
}
