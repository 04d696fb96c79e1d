import type { FastifyReply } from 'fastify';
import { findActAnswer, findDecisionAnswer } from '../db/decision-request.ts';
import type { Answer } from '../workflows/messages.ts';
import type { ApiContext } from './context.ts';
import { refusalFromStep } from './errors.ts';
import { sendUpdate, type StoredUpdate } from './send-update.ts';

/**
 * Answers for a stored intent: what became of it, or, while nobody knows, 202 with 'requested'.
 * A refusal of the workflow is a problem document with its code.
 */
export async function answerStored(
  context: ApiContext,
  reply: FastifyReply,
  of: { key: 'decisionId' | 'actId'; noted: 'new' | 'repeated'; update: StoredUpdate },
): Promise<FastifyReply> {
  const { key, noted, update } = of;
  const { id } = update;
  const stored = noted === 'repeated' ? await storedAnswer(context, key, id) : undefined;
  const answer = stored ?? (await sendUpdate(context, reply.log, update));
  if (!answer) return reply.status(202).send({ [key]: id, state: 'requested' });
  if (answer.kind === 'refused') throw refusalFromStep(answer.reason);
  return reply.status(200).send({ [key]: id, state: 'applied', stage: answer.stage });
}

function storedAnswer(
  { db }: ApiContext,
  key: 'decisionId' | 'actId',
  id: string,
): Promise<Answer | undefined> {
  return key === 'decisionId' ? findDecisionAnswer(db, id) : findActAnswer(db, id);
}
