import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseUuid } from '../domain/ids.ts';
import type { Tx } from '../db/connect.ts';
import { noteWrite, requestHash } from '../db/idempotency.ts';
import type { ApiContext } from './context.ts';
import { Refusal } from './errors.ts';

/**
 * Runs a write once under the request's Idempotency-Key, in one transaction. The same key with the
 * same content skips the work, so the answer is made from what the first attempt stored.
 */
export async function writeOnce(
  { db }: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { resourceId, work }: { resourceId: string; work: (tx: Tx) => Promise<void> },
): Promise<'new' | 'repeated'> {
  const header = request.headers['idempotency-key'];
  const key = typeof header === 'string' ? parseUuid(header) : undefined;
  if (key === undefined) {
    throw new Refusal('idempotency-key-missing', '请在 Idempotency-Key 头中提供一个 UUID');
  }
  const { personId } = request.actor;
  const hash = requestHash(request.method, request.url, request.body);
  const noted = await db.transaction().execute(async (tx) => {
    const result = await noteWrite(tx, { personId, key, requestHash: hash }, resourceId);
    if (result === 'new') await work(tx);
    return result;
  });
  if (noted === 'other-content') {
    throw new Refusal('idempotency-key-reused', '请为新的内容使用新的 Idempotency-Key');
  }
  if (noted === 'repeated') reply.header('idempotency-hit', 'true');
  return noted;
}
