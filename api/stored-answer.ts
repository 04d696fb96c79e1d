import type { FastifyReply } from 'fastify';
import type { Answer } from '../workflows/messages.ts';
import type { ApiContext } from './context.ts';
import { refusalFromStep } from './errors.ts';
import { sendUpdate } from './send-update.ts';

/**
 * Answers for a stored intent: what became of it, or, while nobody knows, 202 with 'requested'.
 * A refusal of the workflow is a problem document with its code.
 */
export async function answerStored(
  context: ApiContext,
  reply: FastifyReply,
  of: {
    table: 'decision' | 'claim_act';
    id: string;
    key: 'decisionId' | 'actId';
    update: { workflowId: string; name: string; input: unknown };
  },
): Promise<FastifyReply> {
  const { table, id, key, update } = of;
  const answer =
    (await storedAnswer(context, table, id)) ?? (await sendUpdate(context, { id, ...update }));
  if (!answer) return reply.status(202).send({ [key]: id, state: 'requested' });
  if (answer.kind === 'refused') throw refusalFromStep(answer.reason);
  return reply.status(200).send({ [key]: id, state: 'applied', stage: answer.stage });
}

async function storedAnswer(
  { db }: ApiContext,
  table: 'decision' | 'claim_act',
  id: string,
): Promise<Answer | undefined> {
  const row =
    table === 'decision'
      ? await db.selectFrom('decision').select('result').where('id', '=', id).executeTakeFirst()
      : await db.selectFrom('claim_act').select('result').where('id', '=', id).executeTakeFirst();
  return row?.result ?? undefined;
}
