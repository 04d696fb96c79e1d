import { sql } from 'kysely';
import type { Tx } from './connect.ts';

/** Channel on which the relay hears that the outbox has something for Temporal. */
export const outboxChannel = 'tisheng_outbox';

type Message = { id: string; workflowId: string; name: string; payload: unknown };

/** A workflow to start; `id` is unique per intent, so a repeated request adds nothing. */
export const enqueueStart = (tx: Tx, message: Message): Promise<void> =>
  enqueue(tx, 'start', message);

/** An update for a workflow; `id` becomes the update id. */
export const enqueueUpdate = (tx: Tx, message: Message): Promise<void> =>
  enqueue(tx, 'update', message);

export const enqueueSignal = (tx: Tx, message: Message): Promise<void> =>
  enqueue(tx, 'signal', message);

async function enqueue(tx: Tx, kind: string, message: Message): Promise<void> {
  await sql`
    with added as (
      insert into workflow_outbox (id, kind, workflow_id, name, payload)
      values (${message.id}, ${kind}, ${message.workflowId}, ${message.name},
        ${JSON.stringify([message.payload])}::jsonb)
      on conflict (id) do nothing returning id
    )
    select pg_notify(${outboxChannel}, '') from added
  `.execute(tx);
}
