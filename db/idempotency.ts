import { sql } from 'kysely';
import type { Tx } from './connect.ts';

export type WriteKey = { personId: string; key: string; requestHash: Buffer };

/**
 * Notes a write under its key. 'new' the first time, 'repeated' for the same content again,
 * 'other-content' when the key was used for something else. Two at once: the second waits.
 */
export async function noteWrite(
  tx: Tx,
  { personId, key, requestHash: hash }: WriteKey,
  resourceId: string,
): Promise<'new' | 'repeated' | 'other-content'> {
  const { rows } = await sql<{ same: boolean; fresh: boolean }>`
    insert into idempotency_key as k (person_id, key, request_hash, resource_id)
    values (${personId}, ${key}, ${hash}, ${resourceId})
    on conflict (person_id, key) do update set resource_id = k.resource_id
    returning k.request_hash = ${hash} as same, xmax = 0 as fresh
  `.execute(tx);
  const [row] = rows;
  if (row?.fresh === true) return 'new';
  return row?.same === true ? 'repeated' : 'other-content';
}
