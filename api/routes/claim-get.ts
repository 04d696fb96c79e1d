import { z } from 'zod';
import {
  findClaim,
  listClaims,
  listLines,
  listPayments,
  listTimeline,
} from '../../db/claim-view.ts';
import { listOpenTasks } from '../../db/inbox.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField, uuidField } from '../fields.ts';

const pageSize = 100;
const params = z.strictObject({ claimId: uuidField });
const query = z.strictObject({
  after: z.union([codeField, z.literal('')], '须为申领编号').default(''),
});

/** One claim as its claimant or its office sees it, and the list of them. */
export function claimGetRoutes(app: Api, { db, keys }: ApiContext): void {
  app.get('/claims', { schema: { querystring: query } }, async (request) => {
    const claims = await listClaims(db, request.actor, { ...request.query, limit: pageSize });
    const next = claims.length === pageSize ? claims.at(-1)?.claimNo : undefined;
    return { claims, ...(next !== undefined && { next }) };
  });

  app.get('/claims/:claimId', { schema: { params } }, async (request) => {
    const { claimId } = request.params;
    const claim = await findClaim(db, request.actor, claimId);
    if (!claim) throw new Refusal('not-found', '没有找到该申领');
    const tasks = await listOpenTasks(db, request.actor, { claimId, offset: 0, limit: pageSize });
    return {
      ...claim,
      tasks,
      timeline: await listTimeline(db, claimId),
      payments: await listPayments(db, claimId),
      roster: await listLines(db, claimId, keys.decrypt),
    };
  });
}
