import { z } from 'zod';
import { audit } from '../../db/audit.ts';
import { derivedId } from '../../db/ids.ts';
import { findEdition, listFigures } from '../../db/indicator-edition.ts';
import { listMonths } from '../../db/month.ts';
import { enqueueStart } from '../../db/outbox.ts';
import { monthOf } from '../../domain/days.ts';
import { monthWorkflowId, workflowNames, type CloseMonth } from '../../workflows/messages.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { monthField } from '../fields.ts';
import { sideDuties } from '../pack-in-force.ts';
import { requireRegionPosts, requireStaffPosts } from '../rights.ts';
import { writeOnce } from '../write.ts';

const params = z.strictObject({ month: monthField });
const body = z.strictObject({}).nullish();
const tags = ['月份'];

/** Months with their state and figures, for staff; closing one starts its workflow. */
export function monthRoutes(app: Api, context: ApiContext): void {
  const { db, clock } = context;
  app.get('/months', { schema: { summary: '各月及其是否已结账', tags } }, async (request) => {
    requireStaffPosts(request.actor);
    return { months: await listMonths(db) };
  });

  const one = { summary: '一个月的指标', tags, params };
  app.get('/months/:month', { schema: one }, async (request) => {
    requireStaffPosts(request.actor);
    const { month } = request.params;
    const row = (await listMonths(db)).find((it) => it.month === month);
    if (!row) throw new Refusal('not-found', '该月份尚未开账');
    const edition = await findEdition(db, derivedId('month', month, '1'));
    const figures = edition ? await listFigures(db, edition.id) : [];
    return { ...row, ...(edition && { editionId: edition.id, asOf: edition.asOf }), figures };
  });

  const closing = { summary: '结账', tags, params, body };
  app.post('/months/:month/closing', { schema: closing }, async (request, reply) => {
    requireRegionPosts(request.actor, (await sideDuties(context)).report);
    const { month } = request.params;
    const { personId } = request.actor;
    const id = derivedId('close-month', month);
    await writeOnce(context, request, reply, {
      resourceId: id,
      work: async (tx) => {
        const months = await listMonths(tx);
        const row = months.find((it) => it.month === month);
        if (!row) throw new Refusal('month-not-open', '该月份尚未开账');
        if (row.state === 'closed') throw new Refusal('month-not-open', '该月份已经结账');
        if (month >= monthOf(clock.today())) throw new Refusal('month-not-open', '该月份尚未结束');
        if (months.some((it) => it.month < month && it.state === 'open')) {
          throw new Refusal('month-not-open', '此前还有月份未结账，须按顺序结账');
        }
        await audit(tx, { person: personId, act: 'closing-requested', kind: 'month', id: month });
        const payload: CloseMonth = { v: 1, month };
        const workflowId = monthWorkflowId(month, 1);
        await enqueueStart(tx, { id, workflowId, name: workflowNames.closeMonth, payload });
      },
    });
    const row = (await listMonths(db)).find((it) => it.month === month);
    return reply.status(202).send({ month, state: row?.state });
  });
}
