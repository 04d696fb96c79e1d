import { sql } from 'kysely';
import type { Tx } from './connect.ts';

export type AuditEvent = {
  person?: string | null;
  act: string;
  kind: string;
  id: string;
  detail?: Record<string, unknown>;
};

/**
 * One row per change of state, in the transaction that makes it; detail holds codes
 * and what was entered, never personal data.
 */
export async function audit(tx: Tx, event: AuditEvent): Promise<void> {
  await sql`
    insert into audit (person_id, act, object_kind, object_id, detail)
    values (${event.person ?? null}, ${event.act}, ${event.kind}, ${event.id},
      ${JSON.stringify(event.detail ?? {})}::jsonb)
  `.execute(tx);
}
