import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import { monthOfFact } from '../../db/month.ts';
import { enqueueStart } from '../../db/outbox.ts';
import { runWorkflowId, workflowNames, type RunPayments } from '../../workflows/messages.ts';
import { requireRole } from '../authenticate.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField, dayField, uuidField } from '../fields.ts';
import { occurredOn } from '../occurred-on.ts';
import { writeOnce } from '../write.ts';

const body = z.strictObject({ runId: uuidField, fund: codeField, runOn: dayField.optional() });
const params = z.strictObject({ runId: uuidField });

/** A payment run of a fund: released by a payment post, watched until the bank has answered. */
export function paymentRunRoutes(app: Api, context: ApiContext): void {
  const { db, clock, packs } = context;
  app.post('/payment-runs', { schema: { body } }, async (request, reply) => {
    const { runId, fund } = request.body;
    const post = requireRole(request.actor, 'payment');
    const runOn = occurredOn(request.body.runOn, { today: clock.today(), post });
    const { pack } = await packs.inForce();
    if (!pack.funds.some(({ code }) => code === fund))
      throw new Refusal('not-found', '没有这项资金');
    const { personId } = request.actor;
    await writeOnce(context, request, reply, {
      resourceId: runId,
      work: async (tx) => {
        const month = await monthOfFact(tx, runOn);
        await tx
          .insertInto('payment_run')
          .values({ id: runId, fund, run_on: runOn, released_by: personId, month })
          .execute();
        await audit(tx, { person: personId, act: 'run-released', kind: 'payment-run', id: runId });
        const input: RunPayments = { v: 1, runId, fund, runOn };
        await enqueueStart(tx, {
          id: runId,
          workflowId: runWorkflowId(fund, runId),
          name: workflowNames.runPayments,
          payload: input,
        });
      },
    });
    return reply.status(201).send(await findRun(context, runId));
  });

  app.get('/payment-runs/:runId', { schema: { params } }, async (request) => {
    requireRole(request.actor, 'payment');
    const run = await findRun({ db }, request.params.runId);
    if (!run) throw new Refusal('not-found', '没有找到该支付批次');
    return run;
  });
}

async function findRun({ db }: Pick<ApiContext, 'db'>, runId: string): Promise<unknown> {
  const { rows } = await sql`
    select r.id as "runId", r.fund, r.run_on as "runOn", r.state,
      jsonb_build_object('count', count(a.id)::int,
        'amount', coalesce(sum(p.amount), 0)::numeric(14, 2)::text,
        'booked', count(*) filter (where a.state = 'booked'),
        'returned', count(*) filter (where a.state in ('returned', 'refused')),
        'unknown', count(*) filter (where a.state in ('intended', 'unknown'))) as payments
    from payment_run r
    left join payment_attempt a on a.run_id = r.id
    left join payment p on p.id = a.payment_id
    where r.id = ${runId} group by r.id`.execute(db);
  return rows[0];
}
