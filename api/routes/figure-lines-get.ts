import { z } from 'zod';
import { findFigureQuery, listFigureLines } from '../../db/figure-lines.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField, pageField, uuidField } from '../fields.ts';
import { requireStaffPosts } from '../rights.ts';

const pageSize = 500;
const params = z.strictObject({ editionId: uuidField, figure: codeField });
const querystring = z.strictObject({ page: pageField });

/** The facts behind a compiled figure, for as long as the edition exists. */
export function figureLinesGetRoute(app: Api, { db }: ApiContext): void {
  const schema = { summary: '一项指标由哪些事项汇总而成', tags: ['评价报告'], params, querystring };
  app.get('/figures/:editionId/:figure/lines', { schema }, async (request) => {
    requireStaffPosts(request.actor);
    const { page } = request.query;
    const query = await findFigureQuery(db, request.params);
    if (!query) throw new Refusal('not-found', '没有找到该指标，或该指标不由明细汇总');
    const at = { offset: (page - 1) * pageSize, limit: pageSize + 1 };
    const found = await listFigureLines(db, query, at);
    const more = found.length > pageSize;
    return { query, lines: found.slice(0, pageSize), ...(more && { next: page + 1 }) };
  });
}
