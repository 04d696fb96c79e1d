import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import type { IsoDate } from '../../domain/days.ts';
import type { HeldPost } from '../../db/actor.ts';
import { audit } from '../../db/audit.ts';
import { findClaim, type ClaimSummary } from '../../db/claim-view.ts';
import { monthOfFact } from '../../db/month.ts';
import { enqueueUpdate } from '../../db/outbox.ts';
import { actUpdate, claimWorkflowId, type Act, type ActKind } from '../../workflows/messages.ts';
import { requireClaimantPost, requireRole } from '../authenticate.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { dayField, smallCount, textField, uuidField } from '../fields.ts';
import { occurredOn } from '../occurred-on.ts';
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
  const visible = async (request: FastifyRequest, claimId: string): Promise<ClaimSummary> => {
    const claim = await findClaim(db, request.actor, claimId);
    if (!claim) throw new Refusal('not-found', '没有找到该申领');
    return claim;
  };

  app.post('/claims/:claimId/withdrawal', { schema: { params, body } }, async (request, reply) => {
    const claim = await visible(request, request.params.claimId);
    const post = requireClaimantPost(request.actor, claim.organisationId);
    return act(context, request, reply, { kind: 'withdraw', claim, post, it: request.body });
  });
  for (const kind of ['hold', 'release'] as const) {
    app.post(`/claims/:claimId/${kind}`, { schema: { params, body } }, async (request, reply) => {
      const claim = await visible(request, request.params.claimId);
      const post = requireRole(request.actor, 'operator');
      return act(context, request, reply, { kind, claim, post, it: request.body });
    });
  }
  app.post(
    '/claims/:claimId/objections',
    { schema: { params, body: objection } },
    async (request, reply) => {
      const claim = await visible(request, request.params.claimId);
      const [post] = request.actor.posts;
      if (!post) throw new Refusal('forbidden', '此事项由其他岗位办理');
      if (request.body.lineNo > claim.lines) throw new Refusal('not-found', '该申领没有这一行');
      return act(context, request, reply, { kind: 'object', claim, post, it: request.body });
    },
  );
}

async function act(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  of: { kind: ActKind; claim: ClaimSummary; post: HeldPost; it: ActRequest },
): Promise<FastifyReply> {
  const { kind, claim, post, it } = of;
  const day = occurredOn(it.occurredOn, { today: context.clock.today(), post });
  const { personId } = request.actor;
  const workflowId = claimWorkflowId(claim.claimId);
  const input: Act = { v: 1, actId: it.actId, kind };
  await writeOnce(context, request, reply, {
    resourceId: it.actId,
    work: async (tx) => {
      const month = await monthOfFact(tx, day);
      await sql`
        insert into claim_act (id, claim_id, kind, person_id, line_no, reason, occurred_on, month)
        values (${it.actId}, ${claim.claimId}, ${kind}, ${personId}, ${it.lineNo ?? null},
          ${it.reason}, ${day}, ${month})`.execute(tx);
      await audit(tx, {
        person: personId,
        act: `${kind}:requested`,
        kind: 'claim',
        id: claim.claimId,
      });
      await enqueueUpdate(tx, { id: it.actId, workflowId, name: actUpdate, payload: input });
    },
  });
  return answerStored(context, reply, {
    table: 'claim_act',
    id: it.actId,
    key: 'actId',
    update: { workflowId, name: actUpdate, input },
  });
}
