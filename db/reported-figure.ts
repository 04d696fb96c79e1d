import { sql } from 'kysely';
import type { Instant, IsoDate } from '../domain/days.ts';
import type { Database, Tx } from './connect.ts';

export type ReportedValue = {
  figure: string;
  value: string;
  source: string;
  reportedOn: IsoDate;
  enteredBy: string;
};

/** The newest value of each reported figure entered up to the instant. */
export async function listReportedValues(
  db: Database | Tx,
  asOf: Instant,
): Promise<Map<string, ReportedValue>> {
  const { rows } = await sql<ReportedValue>`
    select distinct on (figure) figure, value, source, reported_on as "reportedOn",
      entered_by as "enteredBy"
    from reported_figure where recorded_at <= ${asOf}
    order by figure, recorded_at desc`.execute(db);
  return new Map(rows.map((row) => [row.figure, row]));
}
