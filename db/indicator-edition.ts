import { sql } from 'kysely';
import type { Instant, IsoDate, Month } from '../domain/days.ts';
import type { PrintedFigure } from '../domain/evaluation.ts';
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
  /** The business day of the last approval, which the report is signed with. */
  approvedOn: IsoDate | null;
  /** Why it was refused or cannot be compiled or printed. */
  reason: string | null;
};

export async function findEdition(db: Database | Tx, id: string): Promise<Edition | undefined> {
  const { rows } = await sql<Edition>`
    select id, kind, month_from as "from", month_to as "to", edition,
      pack_version as "packVersion", state, scale, provisional, as_of as "asOf",
      approved_on as "approvedOn", reason
    from indicator_edition where id = ${id}`.execute(db);
  return rows[0];
}

export async function getEdition(db: Database | Tx, id: string): Promise<Edition> {
  const edition = await findEdition(db, id);
  if (!edition) throw new Error(`no edition ${id}`);
  return edition;
}

/** Opens an edition; the same kind, month and number again changes nothing. */
export async function openEdition(
  tx: Tx,
  edition: Omit<Edition, 'approvedOn' | 'reason'>,
): Promise<void> {
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

/** Moves an edition to its next state; the day of a publication stays the first one. */
export async function moveEdition(
  tx: Tx,
  id: string,
  change: {
    state: string;
    provisional?: boolean;
    approvedOn?: IsoDate;
    publishedOn?: IsoDate;
    reason?: string | null;
  },
): Promise<void> {
  await sql`
    update indicator_edition set state = ${change.state},
      approved_on = coalesce(${change.approvedOn ?? null}::date, approved_on),
      published_on = coalesce(published_on, ${change.publishedOn ?? null}::date),
      reason = coalesce(${change.reason ?? null}, reason),
      provisional = coalesce(${change.provisional ?? null}::boolean, provisional)
    where id = ${id}`.execute(tx);
}

/** True unless the month was closed at that instant, and with it every month before it. */
export async function reachesOpenMonth(
  db: Database | Tx,
  to: Month,
  asOf: Instant,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from month where month = ${to} and closed_at <= ${asOf}`.execute(db);
  return rows.length === 0;
}
