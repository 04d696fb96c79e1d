import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseUuid } from '../domain/ids.ts';
import type { Tx } from '../db/connect.ts';
import { noteWrite } from '../db/idempotency.ts';
import type { ApiContext } from './context.ts';
import { Refusal } from './errors.ts';

/**
 * Runs a write once under the request's Idempotency-Key, in one transaction. The same key with the
 * same content skips the work, so the answer is made from what the first attempt stored; `work`
 * therefore also holds the checks that time can change, and stores nothing when it throws.
 */
export async function writeOnce(
  { db, keys }: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { resourceId, work }: { resourceId: string; work: (tx: Tx) => Promise<void> },
): Promise<'new' | 'repeated'> {
  const key = keyOf(request);
  const { personId } = request.actor;
  // Keyed, because a body of few unknowns could be guessed from a plain hash.
  const requestHash = keys.hash(JSON.stringify([request.method, request.url, contentOf(request)]));
  const noted = await db.transaction().execute(async (tx) => {
    const result = await noteWrite(tx, { personId, key, requestHash }, resourceId);
    if (result === 'new') await work(tx);
    return result;
  });
  if (noted === 'other-content') {
    throw new Refusal('idempotency-key-reused', '请为新的内容使用新的 Idempotency-Key');
  }
  if (noted === 'repeated') reply.header('idempotency-hit', 'true');
  return noted;
}

/** A file stands for itself by its digest: as JSON it would be four times its size. */
function contentOf({ body }: FastifyRequest): unknown {
  return Buffer.isBuffer(body) ? createHash('sha256').update(body).digest('hex') : body;
}

function keyOf({ headers }: FastifyRequest): string {
  const header = headers['idempotency-key'];
  const key = typeof header === 'string' ? parseUuid(header) : undefined;
  if (key !== undefined) return key;
  throw new Refusal('idempotency-key-missing', '请在 Idempotency-Key 头中提供一个 UUID');
}
