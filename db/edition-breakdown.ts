import { sql } from 'kysely';
import type { Instant, Month } from '../domain/days.ts';
import type { MonthFigures, UnitFigures } from '../domain/evaluation.ts';
import type { Database, Tx } from './connect.ts';

/** What the report shows beside its figures: the chart's months and the table of units. */
export type Breakdown = { months: MonthFigures[]; units: UnitFigures[] };

type Extent = { from: Month; to: Month; fund: string; asOf: Instant };

/** Keeps an edition's months and units as of its time; they never change afterwards. */
export async function storeBreakdown(tx: Tx, editionId: string, of: Extent): Promise<void> {
  const months = JSON.stringify(await countMonths(tx, of));
  const units = JSON.stringify(await countUnits(tx, of));
  await sql`
    insert into edition_breakdown (edition_id, months, units)
    values (${editionId}, ${months}::jsonb, ${units}::jsonb)
    on conflict do nothing`.execute(tx);
}

/** Undefined of an edition that was compiled before they were kept. */
export async function findBreakdown(
  db: Database | Tx,
  editionId: string,
): Promise<Breakdown | undefined> {
  const { rows } = await sql<Breakdown>`
    select months, units from edition_breakdown where edition_id = ${editionId}`.execute(db);
  return rows[0];
}

/** Trained lines and money spent of each month from first to last. */
async function countMonths(tx: Tx, { from, to, fund, asOf }: Extent): Promise<MonthFigures[]> {
  const { rows } = await sql<MonthFigures>`
    select m.month,
      coalesce((select sum(delta) from line_fact f
        where f.month = m.month and f.kind = 'trained'
          and f.recorded_at <= ${asOf}), 0)::int as trained,
      coalesce((select sum(case e.kind when 'pay' then p.amount else -p.amount end)
        from ledger_entry e join payment p on p.id = e.payment_id
        where e.month = m.month and e.kind in ('pay', 'return') and p.fund = ${fund}
          and e.recorded_at <= ${asOf}), 0)
        ::numeric(14, 2) as spent
    from month m where m.month between ${from} and ${to} order by m.month`.execute(tx);
  return rows;
}

/** What each paying unit raised, trained and spent in these months. */
async function countUnits(tx: Tx, { from, to, fund, asOf }: Extent): Promise<UnitFigures[]> {
  const { rows } = await sql<UnitFigures>`
    select u.name, u.sample_data as sample,
      coalesce((select sum(s.amount)
        from ledger_entry e join ledger_posting s on s.entry_id = e.id
        join ledger_account a on a.id = s.account_id and a.kind = 'available'
        where a.unit_code = u.code and a.fund = ${fund} and e.kind = 'raise'
          and e.month between ${from} and ${to}
          and e.recorded_at <= ${asOf}), 0)::numeric(14, 2) as raised,
      coalesce((select sum(delta) from line_fact f where f.unit_code = u.code
        and f.kind = 'trained' and f.month between ${from} and ${to}
        and f.recorded_at <= ${asOf}), 0)::int as trained,
      coalesce((select sum(case e.kind when 'pay' then p.amount else -p.amount end)
        from ledger_entry e join payment p on p.id = e.payment_id
        where p.unit_code = u.code and e.month between ${from} and ${to}
          and e.kind in ('pay', 'return') and p.fund = ${fund}
          and e.recorded_at <= ${asOf}), 0)::numeric(14, 2) as spent
    from unit u
    where exists (select from ledger_account a where a.unit_code = u.code)
    order by u.code`.execute(tx);
  return rows;
}
