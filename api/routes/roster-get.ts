import { z } from 'zod';
import { listRosterFaults } from '../../db/roster-file.ts';
import type { Api, ApiContext } from '../context.ts';
import { pageField, uuidField } from '../fields.ts';
import { faultsPerPage, rosterAnswer, visibleRoster } from '../rosters/roster-answer.ts';

const params = z.strictObject({ rosterId: uuidField });
const querystring = z.strictObject({ page: pageField });
const tags = ['花名册'];

/** A roster file: what it holds, what to do, and every fault of it, page by page. */
export function rosterGetRoutes(app: Api, context: ApiContext): void {
  const one = { summary: '一个花名册文件', tags, params };
  app.get('/rosters/:rosterId', { schema: one }, async (request) =>
    rosterAnswer(context, await visibleRoster(context, request.actor, request.params.rosterId)),
  );

  const faults = { summary: '花名册文件的错误清单', tags, params, querystring };
  app.get('/rosters/:rosterId/faults', { schema: faults }, async (request) => {
    const { rosterId } = await visibleRoster(context, request.actor, request.params.rosterId);
    const { page } = request.query;
    const found = await listRosterFaults(context.db, rosterId, { page, perPage: faultsPerPage });
    return { rosterId, faults: found, ...(found.length === faultsPerPage && { next: page + 1 }) };
  });
}
