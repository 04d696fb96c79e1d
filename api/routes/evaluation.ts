import { sql } from 'kysely';
import { z } from 'zod';
import { isDecimalText } from '../../domain/decimal-text.ts';
import type { Actor } from '../../db/actor.ts';
import { audit } from '../../db/audit.ts';
import { findEdition, listFigures, type Edition } from '../../db/indicator-edition.ts';
import { enqueueStart } from '../../db/outbox.ts';
import {
  evaluationWorkflowId,
  workflowNames,
  type PublishEvaluation,
} from '../../workflows/messages.ts';
import { requireRole } from '../authenticate.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { monthField, uuidField } from '../fields.ts';
import { writeOnce } from '../write.ts';

const params = z.strictObject({ editionId: uuidField });
const scale = z
  .string()
  .max(12)
  .refine(isDecimalText, '写成普通小数，例如 0.01')
  .refine((text) => /^[0-9.]*[1-9][0-9.]*$/u.test(text), '须大于 0');
const body = z.strictObject({
  editionId: uuidField,
  from: monthField,
  to: monthField,
  scale: scale.default('1'),
});

/** An evaluation report: asked for, approved as tasks, read with its figures, downloaded. */
export function evaluationRoutes(app: Api, context: ApiContext): void {
  const { db } = context;
  app.post('/evaluations', { schema: { body } }, async (request, reply) => {
    requireRole(request.actor, 'report');
    const { editionId, from, to } = request.body;
    if (from > to) {
      const reason = '起始月份晚于截止月份';
      throw new Refusal('invalid-request', reason, [{ path: '/from', reason }]);
    }
    await writeOnce(context, request, reply, {
      resourceId: editionId,
      work: (tx) => requestEvaluation(tx, context, { ...request.body, actor: request.actor }),
    });
    return reply.status(202).send({ editionId, state: 'requested' });
  });

  app.get('/evaluations/:editionId', { schema: { params } }, async (request) => {
    const edition = await visible(context, request.actor, request.params.editionId);
    const file = await db
      .selectFrom('report_file')
      .select(['sha256', 'pages'])
      .where('edition_id', '=', edition.id)
      .executeTakeFirst();
    return { editionId: edition.id, ...edition, ...file };
  });

  app.get('/evaluations/:editionId/figures', { schema: { params } }, async (request) => {
    const edition = await visible(context, request.actor, request.params.editionId);
    return {
      editionId: edition.id,
      scale: edition.scale,
      figures: await listFigures(db, edition.id),
    };
  });

  app.get('/evaluations/:editionId/report.pdf', { schema: { params } }, async (request, reply) => {
    const { pdf, sha256 } = await file(context, request.actor, request.params.editionId);
    return reply
      .type('application/pdf')
      .header('content-disposition', 'attachment; filename="report.pdf"')
      .header('etag', `"${sha256}"`)
      .send(pdf);
  });

  app.get('/evaluations/:editionId/figures.csv', { schema: { params } }, async (request, reply) => {
    const { csv } = await file(context, request.actor, request.params.editionId);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="figures.csv"')
      .send(csv);
  });
}

async function requestEvaluation(
  tx: Parameters<typeof audit>[0],
  { packs, clock }: ApiContext,
  it: z.output<typeof body> & { actor: Actor },
): Promise<void> {
  const { version } = await packs.inForce();
  const { personId } = it.actor;
  const { rows: months } = await sql`select 1 from month where month = ${it.to}`.execute(tx);
  if (months.length === 0) throw new Refusal('month-not-open', '截止月份尚未开账');
  await sql`
    insert into indicator_edition (id, kind, month_from, month_to, edition, pack_version, state,
      scale, requested_by, as_of)
    select ${it.editionId}, 'evaluation', ${it.from}, ${it.to}, coalesce(max(edition), 0) + 1,
      ${version}, 'requested', ${it.scale}, ${personId}, ${clock.now()}
    from indicator_edition where kind = 'evaluation' and month_to = ${it.to}`.execute(tx);
  await tx
    .insertInto('duty')
    .values({ subject_id: it.editionId, person_id: personId, duty: 'report' })
    .execute();
  await audit(tx, { person: personId, act: 'requested', kind: 'evaluation', id: it.editionId });
  const input: PublishEvaluation = { v: 1, editionId: it.editionId };
  await enqueueStart(tx, {
    id: it.editionId,
    workflowId: evaluationWorkflowId(it.editionId),
    name: workflowNames.publishEvaluation,
    payload: input,
  });
}

async function visible({ db }: ApiContext, actor: Actor, id: string): Promise<Edition> {
  const staff = actor.posts.some((post) => post.unit !== null);
  const edition = staff ? await findEdition(db, id) : undefined;
  if (edition?.kind !== 'evaluation') throw new Refusal('not-found', '没有找到该评价报告');
  return edition;
}

async function file(
  context: ApiContext,
  actor: Actor,
  id: string,
): Promise<{ pdf: Buffer; csv: string; sha256: string }> {
  const edition = await visible(context, actor, id);
  const found = await context.db
    .selectFrom('report_file')
    .select(['pdf', 'csv', 'sha256'])
    .where('edition_id', '=', edition.id)
    .executeTakeFirst();
  if (!found) throw new Refusal('not-found', '报告尚未发布');
  return found;
}
