import { sql } from 'kysely';
import type { Database, Tx } from './connect.ts';

export type ReportFile = { pdf: Uint8Array; csv: string; sha256: string; pages: number };

/** draft: what the approvers read; final: what was published. */
export type ReportKind = 'draft' | 'final';

/**
 * Keeps a document of an edition and answers the hash of the one kept: a second rendering changes
 * nothing.
 */
export async function storeReportFile(
  tx: Tx,
  { editionId, kind }: { editionId: string; kind: ReportKind },
  file: ReportFile,
): Promise<string> {
  await sql`
    insert into report_file (edition_id, kind, pdf, csv, sha256, pages)
    values (${editionId}, ${kind}, ${Buffer.from(file.pdf)}, ${file.csv}, ${file.sha256},
      ${file.pages})
    on conflict do nothing`.execute(tx);
  const facts = await findReportFacts(tx, editionId, kind);
  if (!facts) throw new Error(`no ${kind} of edition ${editionId}`);
  return facts.sha256;
}

/** The document of an edition; undefined until it was made. */
export function findReportFile(db: Database, editionId: string, kind: ReportKind) {
  return db
    .selectFrom('report_file')
    .select(['pdf', 'csv', 'sha256', 'pages'])
    .where('edition_id', '=', editionId)
    .where('kind', '=', kind)
    .executeTakeFirst();
}

/** Its fingerprint and size, without the document. */
export function findReportFacts(db: Database | Tx, editionId: string, kind: ReportKind) {
  return db
    .selectFrom('report_file')
    .select(['sha256', 'pages'])
    .where('edition_id', '=', editionId)
    .where('kind', '=', kind)
    .executeTakeFirst();
}
