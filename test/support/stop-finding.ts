import { sql } from 'kysely';
import type { Database } from '../../db/connect.ts';

/** As if a rule had found something in the first line of a claim that stops it. */
export async function openStopFinding(db: Database, claimId: string): Promise<string> {
  await sql`insert into finding (rule, severity, claim_id, roster, line_no, evidence_key, evidence,
      pack_version)
    select 'on-public-payroll', 'stop', id, 1, 1, '', '{}', pack_version from claim
    where id = ${claimId}`.execute(db);
  return claimId;
}
