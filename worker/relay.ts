import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../db/connect.ts';
import {
  hasEnded,
  markDelivered,
  postpone,
  takeMessages,
  type OutboxMessage,
} from '../db/outbox-delivery.ts';
import { queues } from '../workflows/messages.ts';
import { openBell } from './bell.ts';

const batch = 50;
const idleMs = 5_000;
const updateTimeoutMs = 10_000;

/**
 * Brings the outbox to Temporal: at least once, the start of a workflow before its other messages.
 * Woken by the database, and every few seconds for what was postponed. `stop` resolves when the
 * messages in hand are done.
 */
export function startRelay(deps: { db: Database; url: string; client: Client; log: Logger }): {
  stop: () => Promise<void>;
} {
  const stopping = new AbortController();
  const bell = openBell(deps.url, deps.log);
  const done = (async () => {
    while (!stopping.signal.aborted) {
      const rung = bell.next(idleMs);
      const delivered = await deliverDue(deps);
      if (delivered < batch) await rung;
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await bell.close();
      await done;
    },
  };
}

async function deliverDue(deps: { db: Database; client: Client; log: Logger }): Promise<number> {
  try {
    const messages = await takeMessages(deps.db, batch);
    const delivered = await Promise.all(messages.map((message) => deliver(deps, message)));
    await markDelivered(
      deps.db,
      delivered.filter((id) => id !== undefined),
    );
    return messages.length;
  } catch (error) {
    deps.log.warn({ reason: reasonOf(error) }, 'outbox not reachable');
    return 0;
  }
}

async function deliver(
  { db, client, log }: { db: Database; client: Client; log: Logger },
  message: OutboxMessage,
): Promise<string | undefined> {
  try {
    await send(client, message);
    return message.id;
  } catch (error) {
    // Started before, or over: the rows say what became of it, Temporal needs nothing.
    if (error instanceof WorkflowExecutionAlreadyStartedError) return message.id;
    if (error instanceof WorkflowNotFoundError && (await hasEnded(db, message.workflowId))) {
      return message.id;
    }
    log.warn({ message: message.id, kind: message.kind, reason: reasonOf(error) }, 'postponed');
    await postpone(db, message.id, reasonOf(error));
    return undefined;
  }
}

async function send(client: Client, message: OutboxMessage): Promise<void> {
  const { id, kind, workflowId, name, payload } = message;
  if (kind === 'start') {
    await client.workflow.start(name, {
      workflowId,
      taskQueue: queues.claims,
      args: payload,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
    });
    return;
  }
  const handle = client.workflow.getHandle(workflowId);
  if (kind === 'signal') return handle.signal(name, ...payload);
  await client.withDeadline(Date.now() + updateTimeoutMs, () =>
    handle.executeUpdate<unknown, [unknown]>(name, { updateId: id, args: [payload[0]] }),
  );
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
