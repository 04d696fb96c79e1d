import { sql } from 'kysely';
import type { Tx } from './connect.ts';

export type ReportFile = { pdf: Uint8Array; csv: string; sha256: string; pages: number };

/** Keeps the published document; a second rendering of the same edition changes nothing. */
export async function storeReportFile(tx: Tx, editionId: string, file: ReportFile): Promise<void> {
  await sql`
    insert into report_file (edition_id, pdf, csv, sha256, pages)
    values (${editionId}, ${Buffer.from(file.pdf)}, ${file.csv}, ${file.sha256}, ${file.pages})
    on conflict do nothing`.execute(tx);
}
