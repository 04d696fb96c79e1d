import { type RawBuilder, sql } from 'kysely';
import type { Database } from './connect.ts';
import {
  countsAsPaid,
  dueMoney,
  matches,
  paid,
  paidMonths,
  raised,
  schemes,
  within,
  type MeasureQuery,
} from './measure.ts';

export type Page = { offset: number; limit: number };

/** The stored query of a figure; undefined for one that no query made, or an unknown one. */
export async function findFigureQuery(
  db: Database,
  { editionId, figure }: { editionId: string; figure: string },
): Promise<MeasureQuery | undefined> {
  const { rows } = await sql<{ query: MeasureQuery | null }>`
    select query from indicator_figure
    where edition_id = ${editionId} and figure = ${figure}`.execute(db);
  return rows[0]?.query ?? undefined;
}

/**
 * The facts that a figure counted, oldest first and, of one day, as recorded: codes, days and
 * amounts, no persons.
 */
export async function listFigureLines(
  db: Database,
  query: MeasureQuery,
  { offset, limit }: Page,
): Promise<unknown[]> {
  const { rows } = await sql`
    select * from (${linesOf(query)}) as line
    order by "occurredOn", "recordedAt", length(id), id
    limit ${limit} offset ${offset}`.execute(db);
  return rows;
}

function linesOf(query: MeasureQuery): RawBuilder<unknown> {
  switch (query.measure) {
    case 'trained':
    case 'certified':
      return countedLines(query);
    case 'spent':
    case 'enterprises-paid':
      return paidLines(query);
    case 'months-paid':
      return paidMonths(query);
    case 'raised':
    case 'units-raised':
      return raisedLines(query);
    case 'payment-rate':
      return dueMoney(query);
  }
}

function countedLines(query: MeasureQuery): RawBuilder<unknown> {
  return sql`
    select f.id::text as id, c.claim_no as "claimNo", f.line_no as "lineNo", f.delta,
      f.unit_code as unit, f.scheme, f.group_code as "group", f.occurred_on as "occurredOn",
      f.recorded_at as "recordedAt", f.month
    from line_fact f join claim c on c.id = f.claim_id join unit u on u.code = f.unit_code
    where f.kind = ${query.measure} and ${within('f', query)}
      and ${matches('f.group_code', query.filter?.groups)} and ${schemes('f', query)}
      and ${matches('u.kind', query.filter?.unitKinds)}`;
}

function paidLines(query: MeasureQuery): RawBuilder<unknown> {
  return sql`
    select e.id::text as id, c.claim_no as "claimNo", p.id as "paymentId", p.fund,
      p.unit_code as unit, c.scheme, e.kind,
      case e.kind when 'pay' then p.amount else -p.amount end as amount,
      e.occurred_on as "occurredOn", e.recorded_at as "recordedAt", e.month
    from ${paid} where ${countsAsPaid(query)}`;
}

function raisedLines(query: MeasureQuery): RawBuilder<unknown> {
  return sql`
    select e.id::text as id, a.fund, a.unit_code as unit, s.amount,
      e.occurred_on as "occurredOn", e.recorded_at as "recordedAt", e.month
    from ${raised(query)}`;
}
