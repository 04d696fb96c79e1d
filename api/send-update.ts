import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { markDelivered } from '../db/outbox-delivery.ts';
import type { Answer } from '../workflows/messages.ts';
import type { ApiContext } from './context.ts';

const deadlineMs = 5_000;

/**
 * Brings a stored intent to its workflow at once. Undefined means unknown, never failed: the
 * intent is stored and the relay delivers it.
 */
export async function sendUpdate(
  { client, db }: ApiContext,
  { id, workflowId, name, input }: { id: string; workflowId: string; name: string; input: unknown },
): Promise<Answer | undefined> {
  if (!client) return undefined;
  try {
    const handle = client.workflow.getHandle(workflowId);
    const answer = await client.withDeadline(Date.now() + deadlineMs, () =>
      handle.executeUpdate<Answer, [unknown]>(name, { updateId: id, args: [input] }),
    );
    await markDelivered(db, [id]);
    return answer;
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return undefined;
    if (error instanceof Error && error.name.startsWith('Workflow')) return undefined;
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
