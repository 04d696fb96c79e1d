import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { IsoDate } from '../../domain/days.ts';
import type { HeldPost } from '../../db/actor.ts';
import { findClaim, findClaimToObject, type ClaimSummary } from '../../db/claim-view.ts';
import { submitAct } from '../../db/decision-request.ts';
import { actUpdate, claimWorkflowId, type Act, type ActKind } from '../../workflows/messages.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { dayField, smallCount, textField, uuidField } from '../fields.ts';
import { occurredOn } from '../occurred-on.ts';
import { sideDuties } from '../pack-in-force.ts';
import { requireClaimantPosts, requireUnitOrRegionPosts } from '../rights.ts';
import { answerStored } from '../stored-answer.ts';
import { writeOnce } from '../write.ts';

const params = z.strictObject({ claimId: uuidField });
const body = z.strictObject({
  actId: uuidField,
  reason: textField(500),
  occurredOn: dayField.optional(),
});
const objection = body.extend({ lineNo: smallCount(5000) });

type ActRequest = {
  actId: string;
  reason: string;
  lineNo?: number;
  occurredOn?: IsoDate | undefined;
};

/** Withdrawal by the claimant, hold and release by an operator, objection during the notice. */
export function claimActRoutes(app: Api, context: ApiContext): void {
  const { db } = context;
  const tags = ['申领'];
  const visible = async (request: FastifyRequest, claimId: string): Promise<ClaimSummary> => {
    const claim = await findClaim(db, request.actor, claimId);
    return claim ?? notFound();
  };

  const withdrawal = { summary: '撤回', tags, params, body };
  app.post('/claims/:claimId/withdrawal', { schema: withdrawal }, async (request, reply) => {
    const claim = await visible(request, request.params.claimId);
    const posts = requireClaimantPosts(request.actor, claim.organisationId);
    return act(context, request, reply, { kind: 'withdraw', claim, posts, it: request.body });
  });
  for (const [kind, summary] of [['hold', '挂起'] as const, ['release', '解除挂起'] as const]) {
    const schema = { summary, tags, params, body };
    app.post(`/claims/:claimId/${kind}`, { schema }, async (request, reply) => {
      const claim = await visible(request, request.params.claimId);
      const { operator } = await sideDuties(context);
      const posts = requireUnitOrRegionPosts(request.actor, operator, claim.unit);
      return act(context, request, reply, { kind, claim, posts, it: request.body });
    });
  }
  const objecting = { summary: '公示期内对一行提出异议', tags, params, body: objection };
  app.post('/claims/:claimId/objections', { schema: objecting }, async (request, reply) => {
    const { actor } = request;
    const of = { claimId: request.params.claimId, today: context.clock.today() };
    const claim = (await findClaimToObject(db, actor, of)) ?? notFound();
    if (request.body.lineNo > claim.lines) throw new Refusal('not-found', '该申领没有这一行');
    const { posts } = actor;
    return act(context, request, reply, { kind: 'object', claim, posts, it: request.body });
  });
}

function notFound(): never {
  throw new Refusal('not-found', '没有找到该申领');
}

async function act(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  of: { kind: ActKind; claim: ClaimSummary; posts: readonly HeldPost[]; it: ActRequest },
): Promise<FastifyReply> {
  const { kind, claim, posts, it } = of;
  const { claimId, lastFactOn } = claim;
  const { personId } = request.actor;
  const workflowId = claimWorkflowId(claimId);
  const input: Act = { v: 1, actId: it.actId, kind };
  const delivery = { workflowId, name: actUpdate, input };
  const noted = await writeOnce(context, request, reply, {
    resourceId: it.actId,
    work: async (tx) => {
      requirePossible(kind, claim, request.actor.posts);
      // An objection counts when it lies inside the notice, also behind a later fact.
      const notBefore = kind === 'object' ? {} : { notBefore: lastFactOn };
      const today = context.clock.today();
      const day = occurredOn(it.occurredOn, { today, posts, ...notBefore });
      const { actId: id, reason, lineNo } = it;
      await submitAct(
        tx,
        { id, claimId, kind, personId, lineNo, reason, occurredOn: day },
        delivery,
      );
    },
  });
  return answerStored(context, reply, {
    key: 'actId',
    noted,
    update: { id: it.actId, ...delivery },
  });
}

/** What is plain to see now; the workflow has the last word. */
function requirePossible(kind: ActKind, claim: ClaimSummary, posts: readonly HeldPost[]): void {
  const { stage, held, organisationId } = claim;
  if (stage === 'closed') throw new Refusal('claim-closed', '该申领已办结');
  const ofOffice = kind === 'hold' || kind === 'release';
  if (ofOffice && posts.some((it) => it.organisationId === organisationId)) {
    throw new Refusal('separation-of-duties', '您是该申领单位的经办人，须由他人办理');
  }
  if (kind === 'hold' && held) throw new Refusal('claim-held', '该申领已经挂起');
  if (kind === 'release' && !held) throw new Refusal('claim-not-held', '该申领没有挂起');
}
