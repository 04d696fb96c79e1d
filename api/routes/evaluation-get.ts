import { z } from 'zod';
import type { Actor } from '../../db/actor.ts';
import { findReportFacts, findReportFile } from '../../db/evaluation-request.ts';
import { findEdition, listFigures, type Edition } from '../../db/indicator-edition.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { uuidField } from '../fields.ts';

const params = z.strictObject({ editionId: uuidField });
const tags = ['评价报告'];

/** An evaluation report: how far it is, its figures, and the document once published. */
export function evaluationGetRoutes(app: Api, context: ApiContext): void {
  const { db } = context;
  const one = { summary: '一份评价报告的进展', tags, params };
  app.get('/evaluations/:editionId', { schema: one }, async (request) => {
    const { id, ...edition } = await visible(context, request.actor, request.params.editionId);
    return { editionId: id, ...edition, ...(await findReportFacts(db, id)) };
  });

  const figures = { summary: '评价报告的全部指标', tags, params };
  app.get('/evaluations/:editionId/figures', { schema: figures }, async (request) => {
    const { id, scale } = await visible(context, request.actor, request.params.editionId);
    return { editionId: id, scale, figures: await listFigures(db, id) };
  });

  const document = { summary: '评价报告 PDF', tags, params, produces: ['application/pdf'] };
  app.get('/evaluations/:editionId/report.pdf', { schema: document }, async (request, reply) => {
    const { pdf, sha256 } = await published(context, request.actor, request.params.editionId);
    return reply
      .type('application/pdf')
      .header('content-disposition', 'attachment; filename="report.pdf"')
      .header('etag', `"${sha256}"`)
      .send(pdf);
  });

  const data = { summary: '评价报告的数据 CSV', tags, params, produces: ['text/csv'] };
  app.get('/evaluations/:editionId/figures.csv', { schema: data }, async (request, reply) => {
    const { csv } = await published(context, request.actor, request.params.editionId);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="figures.csv"')
      .send(csv);
  });
}

async function visible({ db }: ApiContext, actor: Actor, id: string): Promise<Edition> {
  const staff = actor.posts.some((post) => post.unit !== null);
  const edition = staff ? await findEdition(db, id) : undefined;
  if (edition?.kind !== 'evaluation') throw new Refusal('not-found', '没有找到该评价报告');
  return edition;
}

async function published(context: ApiContext, actor: Actor, id: string) {
  const edition = await visible(context, actor, id);
  const file = await findReportFile(context.db, edition.id);
  if (!file) throw new Refusal('not-found', '报告尚未发布');
  return file;
}
