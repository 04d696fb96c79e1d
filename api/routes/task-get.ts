import { z } from 'zod';
import { findTask, listOpenTasks } from '../../db/inbox.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField, uuidField } from '../fields.ts';

const pageSize = 100;
const params = z.strictObject({ taskId: uuidField });
const query = z.strictObject({
  claim: uuidField.optional(),
  kind: codeField.optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

/** The inbox: open tasks the reader's posts may decide, and one of them. */
export function taskGetRoutes(app: Api, { db }: ApiContext): void {
  app.get('/tasks', { schema: { querystring: query } }, async (request) => {
    const { claim: claimId, kind, page } = request.query;
    const offset = (page - 1) * pageSize;
    const found = await listOpenTasks(db, request.actor, {
      claimId,
      kind,
      offset,
      limit: pageSize + 1,
    });
    const more = found.length > pageSize;
    return { tasks: found.slice(0, pageSize), ...(more && { next: page + 1 }) };
  });

  app.get('/tasks/:taskId', { schema: { params } }, async (request) => {
    const task = await findTask(db, request.actor, request.params.taskId);
    if (!task) throw new Refusal('not-found', '没有找到该任务');
    return task;
  });
}
