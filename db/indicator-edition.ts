import { sql } from 'kysely';
import type { Instant, IsoDate, Month } from '../domain/days.ts';
import type { MonthFigures, PrintedFigure, UnitFigures } from '../domain/evaluation.ts';
import type { Database, Tx } from './connect.ts';
import type { MeasureQuery } from './measure.ts';

export type Edition = {
  id: string;
  kind: 'month' | 'evaluation';
  from: Month;
  to: Month;
  edition: number;
  packVersion: string;
  state: string;
  scale: string;
  provisional: boolean;
  asOf: Instant;
};

export async function findEdition(db: Database | Tx, id: string): Promise<Edition | undefined> {
  const { rows } = await sql<Edition>`
    select id, kind, month_from as "from", month_to as "to", edition,
      pack_version as "packVersion", state, scale, provisional, as_of as "asOf"
    from indicator_edition where id = ${id}`.execute(db);
  return rows[0];
}

export async function getEdition(db: Database | Tx, id: string): Promise<Edition> {
  const edition = await findEdition(db, id);
  if (!edition) throw new Error(`no edition ${id}`);
  return edition;
}

/** Opens an edition; the same kind, month and number again changes nothing. */
export async function openEdition(tx: Tx, edition: Edition): Promise<void> {
  await sql`
    insert into indicator_edition (id, kind, month_from, month_to, edition, pack_version, state,
      scale, provisional, as_of)
    values (${edition.id}, ${edition.kind}, ${edition.from}, ${edition.to}, ${edition.edition},
      ${edition.packVersion}, ${edition.state}, ${edition.scale}, ${edition.provisional},
      ${edition.asOf})
    on conflict do nothing`.execute(tx);
}

export type StoredFigure = { figure: PrintedFigure; query?: MeasureQuery | undefined };

/** Writes the figures of an edition once; they never change afterwards. */
export async function storeFigures(
  tx: Tx,
  editionId: string,
  figures: readonly StoredFigure[],
): Promise<void> {
  await sql`
    insert into indicator_figure (edition_id, figure, ordinal, kind, value, printed, unit,
      content, period_from, period_to, query, source)
    select ${editionId}, c->>'id', ordinal, c->>'kind', c->>'value', c->>'printed', c->>'unit', c,
      c->'period'->>'from', c->'period'->>'to', nullif(q, 'null'::jsonb), c->>'source'
    from unnest(${figures.map((it) => JSON.stringify(it.figure))}::jsonb[],
      ${figures.map((it) => JSON.stringify(it.query ?? null))}::jsonb[])
      with ordinality as f(c, q, ordinal)
    on conflict do nothing`.execute(tx);
}

export async function listFigures(db: Database | Tx, editionId: string): Promise<PrintedFigure[]> {
  const rows = await db
    .selectFrom('indicator_figure')
    .select('content')
    .where('edition_id', '=', editionId)
    .orderBy('ordinal')
    .execute();
  return rows.map(({ content }) => content);
}

export async function moveEdition(
  tx: Tx,
  id: string,
  change: { state: string; on?: IsoDate; provisional?: boolean },
): Promise<void> {
  await sql`
    update indicator_edition set state = ${change.state},
      published_on = coalesce(${change.on ?? null}::date, published_on),
      provisional = coalesce(${change.provisional ?? null}::boolean, provisional)
    where id = ${id}`.execute(tx);
}

/** True while any month up to `to` is open: an edition that reaches into it is provisional. */
export async function reachesOpenMonth(db: Database | Tx, to: Month): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from month where month <= ${to} and state = 'open') as open`.execute(db);
  return rows[0]?.open ?? true;
}

/** Trained lines and money spent of each month from first to last. */
export async function listMonthFigures(
  db: Database | Tx,
  { from, to, fund }: { from: Month; to: Month; fund: string },
): Promise<MonthFigures[]> {
  const { rows } = await sql<MonthFigures>`
    select m.month,
      coalesce((select sum(delta) from line_fact f
        where f.month = m.month and f.kind = 'trained'), 0)::int as trained,
      coalesce((select sum(case e.kind when 'pay' then p.amount else -p.amount end)
        from ledger_entry e join payment p on p.id = e.payment_id
        where e.month = m.month and e.kind in ('pay', 'return') and p.fund = ${fund}), 0)
        ::numeric(14, 2) as spent
    from month m where m.month between ${from} and ${to} order by m.month`.execute(db);
  return rows;
}

/** What each paying unit raised, trained and spent. */
export async function listUnitFigures(
  db: Database | Tx,
  { from, to, fund }: { from: Month; to: Month; fund: string },
): Promise<UnitFigures[]> {
  const { rows } = await sql<UnitFigures>`
    select u.name, u.sample_data as sample,
      (select -a.balance from ledger_account a
        where a.unit_code = u.code and a.fund = ${fund} and a.kind = 'source') as raised,
      coalesce((select sum(delta) from line_fact f where f.unit_code = u.code
        and f.kind = 'trained' and f.month between ${from} and ${to}), 0)::int as trained,
      coalesce((select sum(case e.kind when 'pay' then p.amount else -p.amount end)
        from ledger_entry e join payment p on p.id = e.payment_id
        where p.unit_code = u.code and e.month between ${from} and ${to}
          and e.kind in ('pay', 'return') and p.fund = ${fund}), 0)::numeric(14, 2) as spent
    from unit u
    where exists (select from ledger_account a where a.unit_code = u.code)
    order by u.code`.execute(db);
  return rows;
}
