import type { FastifyBaseLogger } from 'fastify';
import { markDelivered } from '../db/outbox-delivery.ts';
import type { Answer } from '../workflows/messages.ts';
import type { ApiContext } from './context.ts';

const deadlineMs = 5_000;

export type StoredUpdate = { id: string; workflowId: string; name: string; input: unknown };

/**
 * Brings a stored intent to its workflow at once. Undefined means unknown, never failed, whatever
 * went wrong on the way: the intent is stored, and the relay delivers what was not.
 */
export async function sendUpdate(
  { client, db }: ApiContext,
  log: FastifyBaseLogger,
  { id, workflowId, name, input }: StoredUpdate,
): Promise<Answer | undefined> {
  if (!client) return undefined;
  try {
    const handle = client.workflow.getHandle(workflowId);
    const answer = await client.withDeadline(Date.now() + deadlineMs, () =>
      handle.executeUpdate<Answer, [unknown]>(name, { updateId: id, args: [input] }),
    );
    // Not marked means sent once more, under the same id: the workflow answers the same.
    await markDelivered(db, [id]).catch(() => undefined);
    return answer;
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    log.warn({ update: id, reason }, 'left to the relay');
    return undefined;
  }
}
