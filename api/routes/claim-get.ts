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
import { uuidField } from '../fields.ts';

const pageSize = 100;
const params = z.strictObject({ claimId: uuidField });
const claimNo = z
  .string('须为申领编号')
  .max(64, '申领编号过长')
  .regex(/^[0-9A-Za-z-]*$/u, '须为申领编号');
const querystring = z.strictObject({ after: claimNo.default('') });

/** One claim as its claimant or its office sees it, and the list of them. */
export function claimGetRoutes(app: Api, { db, keys }: ApiContext): void {
  const list = { summary: '本单位的申领，按编号分页', tags: ['申领'], querystring };
  app.get('/claims', { schema: list }, async (request) => {
    const claims = await listClaims(db, request.actor, { ...request.query, limit: pageSize });
    const next = claims.length === pageSize ? claims.at(-1)?.claimNo : undefined;
    return { claims, ...(next !== undefined && { next }) };
  });

  const one = { summary: '一件申领：办到哪里、时间线、金额及其说明', tags: ['申领'], params };
  app.get('/claims/:claimId', { schema: one }, async (request) => {
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
