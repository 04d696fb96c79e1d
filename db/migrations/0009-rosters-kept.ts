import { type Kysely, sql } from 'kysely';

/** Certificates that a failed line lets go. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- One certificate, one subsidy; who was found not to hold it does not keep it from its holder.
    drop index claim_line_certificate;
    create unique index claim_line_certificate on claim_line (certificate_kind, certificate_no)
      where state <> 'cut' and certificate_state <> 'failed';
  `.execute(db);
}
