import { z } from 'zod';
import { derivedId } from '../../db/ids.ts';
import { findEdition, listFigures } from '../../db/indicator-edition.ts';
import { listMonths } from '../../db/month.ts';
import { enqueueStart } from '../../db/outbox.ts';
import { monthWorkflowId, workflowNames, type CloseMonth } from '../../workflows/messages.ts';
import { requireRole } from '../authenticate.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { monthField } from '../fields.ts';
import { writeOnce } from '../write.ts';

const params = z.strictObject({ month: monthField });

/** Months with their state and figures; closing one starts its workflow. */
export function monthRoutes(app: Api, context: ApiContext): void {
  const { db } = context;
  app.get('/months', async () => ({ months: await listMonths(db) }));

  app.get('/months/:month', { schema: { params } }, async (request) => {
    const { month } = request.params;
    const row = (await listMonths(db)).find((it) => it.month === month);
    if (!row) throw new Refusal('not-found', '该月份尚未开账');
    const edition = await findEdition(db, derivedId('month', month, '1'));
    const figures = edition ? await listFigures(db, edition.id) : [];
    return { ...row, ...(edition && { editionId: edition.id, asOf: edition.asOf }), figures };
  });

  app.post('/months/:month/closing', { schema: { params } }, async (request, reply) => {
    requireRole(request.actor, 'report');
    const { month } = request.params;
    const months = await listMonths(db);
    const row = months.find((it) => it.month === month);
    if (!row) throw new Refusal('month-not-open', '该月份尚未开账');
    if (months.some((it) => it.month < month && it.state === 'open')) {
      throw new Refusal('month-not-open', '此前还有月份未结账，须按顺序结账');
    }
    const id = derivedId('close-month', month);
    await writeOnce(context, request, reply, {
      resourceId: id,
      work: async (tx) => {
        const input: CloseMonth = { v: 1, month };
        await enqueueStart(tx, {
          id,
          workflowId: monthWorkflowId(month, 1),
          name: workflowNames.closeMonth,
          payload: input,
        });
      },
    });
    return reply.status(202).send({ month, state: row.state });
  });
}
