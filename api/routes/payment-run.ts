import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import { enqueueStart } from '../../db/outbox.ts';
import { findRun, meetsOwnClaim, requestRun } from '../../db/payment-run-request.ts';
import { runWorkflowId, workflowNames, type RunPayments } from '../../workflows/messages.ts';
import type { Api, ApiContext } from '../context.ts';
import { invalidRequest, Refusal } from '../errors.ts';
import { codeField, dayField, uuidField } from '../fields.ts';
import { occurredOn } from '../occurred-on.ts';
import { packInForce, sideDuties } from '../pack-in-force.ts';
import { requireRegionPosts } from '../rights.ts';
import { writeOnce } from '../write.ts';

const body = z.strictObject({ runId: uuidField, fund: codeField, runOn: dayField.optional() });
const params = z.strictObject({ runId: uuidField });
const tags = ['支付'];

/** A payment run of a fund: released by a payment post, watched until the bank has answered. */
export function paymentRunRoutes(app: Api, context: ApiContext): void {
  const { db, clock } = context;
  app.post(
    '/payment-runs',
    { schema: { summary: '放行一批支付', tags, body } },
    async (request, reply) => {
      const { runId, fund } = request.body;
      const { pack } = await packInForce(context);
      const posts = requireRegionPosts(request.actor, pack.sideDuties.release);
      const { personId } = request.actor;
      await writeOnce(context, request, reply, {
        resourceId: runId,
        work: async (tx) => {
          if (!pack.funds.some(({ code }) => code === fund)) {
            throw invalidRequest({ path: '/fund', reason: '没有这项资金' });
          }
          const runOn = occurredOn(request.body.runOn, {
            today: clock.today(),
            posts,
            path: '/runOn',
          });
          const run = { id: runId, fund, runOn, releasedBy: personId };
          if (await meetsOwnClaim(tx, run)) {
            throw new Refusal('separation-of-duties', '待支付的申领中有您经办过的，须由他人放行');
          }
          await requestRun(tx, run);
          await audit(tx, {
            person: personId,
            act: 'run-released',
            kind: 'payment-run',
            id: runId,
          });
          const payload: RunPayments = { v: 1, runId, fund, runOn };
          const workflowId = runWorkflowId(fund, runId);
          await enqueueStart(tx, {
            id: runId,
            workflowId,
            name: workflowNames.runPayments,
            payload,
          });
        },
      });
      return reply.status(201).send(await findRun(db, runId));
    },
  );

  const one = { summary: '一批支付的进展', tags, params };
  app.get('/payment-runs/:runId', { schema: one }, async (request) => {
    requireRegionPosts(request.actor, (await sideDuties(context)).release);
    const run = await findRun(db, request.params.runId);
    if (!run) throw new Refusal('not-found', '没有找到该支付批次');
    return run;
  });
}
