import { z } from 'zod';
import type { Actor } from '../../db/actor.ts';
import { findEdition, listFigures, type Edition } from '../../db/indicator-edition.ts';
import { findReportFacts, findReportFile, type ReportKind } from '../../db/report-file.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { uuidField } from '../fields.ts';

const params = z.strictObject({ editionId: uuidField });
const tags = ['评价报告'];
const documents = [
  ['draft.pdf', 'draft', '评价报告草稿 PDF，供审签'],
  ['report.pdf', 'final', '评价报告 PDF'],
] as const;

/** An evaluation report: how far it is, its figures, the draft, and the document once published. */
export function evaluationGetRoutes(app: Api, context: ApiContext): void {
  const { db } = context;
  const one = { summary: '一份评价报告的进展', tags, params };
  app.get('/evaluations/:editionId', { schema: one }, async (request) => {
    const { id, ...edition } = await visible(context, request.actor, request.params.editionId);
    return { editionId: id, ...edition, ...(await findReportFacts(db, id, 'final')) };
  });

  const figures = { summary: '评价报告的全部指标', tags, params };
  app.get('/evaluations/:editionId/figures', { schema: figures }, async (request) => {
    const { id, scale } = await visible(context, request.actor, request.params.editionId);
    return { editionId: id, scale, figures: await listFigures(db, id) };
  });

  for (const [name, kind, summary] of documents) {
    const document = { summary, tags, params, produces: ['application/pdf'] };
    app.get(`/evaluations/:editionId/${name}`, { schema: document }, async (request, reply) => {
      const { editionId } = request.params;
      const { pdf, sha256 } = await fileOf(context, request.actor, { id: editionId, kind });
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('etag', `"${sha256}"`)
        .send(pdf);
    });
  }

  const data = { summary: '评价报告的数据 CSV', tags, params, produces: ['text/csv'] };
  app.get('/evaluations/:editionId/figures.csv', { schema: data }, async (request, reply) => {
    const { editionId } = request.params;
    const { csv } = await fileOf(context, request.actor, { id: editionId, kind: 'final' });
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

async function fileOf(
  context: ApiContext,
  actor: Actor,
  { id, kind }: { id: string; kind: ReportKind },
) {
  const edition = await visible(context, actor, id);
  const file = await findReportFile(context.db, edition.id, kind);
  if (!file) throw new Refusal('not-found', kind === 'final' ? '报告尚未发布' : '草稿尚未生成');
  return file;
}
