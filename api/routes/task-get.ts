import { z } from 'zod';
import { findTask, listOpenTasks } from '../../db/inbox.ts';
import type { Api, ApiContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { codeField, pageField, uuidField } from '../fields.ts';

const pageSize = 100;
const params = z.strictObject({ taskId: uuidField });
const querystring = z.strictObject({
  claim: uuidField.optional(),
  kind: codeField.optional(),
  unit: codeField.optional(),
  page: pageField,
});

/** The inbox: open tasks the reader's posts may decide, and one of them. */
export function taskGetRoutes(app: Api, { db }: ApiContext): void {
  const list = { summary: '待办任务，先到期的在前', tags: ['任务'], querystring };
  app.get('/tasks', { schema: list }, async (request) => {
    const { claim: claimId, kind, unit, page } = request.query;
    const found = await listOpenTasks(db, request.actor, {
      claimId,
      kind,
      unit,
      offset: (page - 1) * pageSize,
      limit: pageSize + 1,
    });
    const more = found.length > pageSize;
    return { tasks: found.slice(0, pageSize), ...(more && { next: page + 1 }) };
  });

  const one = { summary: '一项任务', tags: ['任务'], params };
  app.get('/tasks/:taskId', { schema: one }, async (request) => {
    const task = await findTask(db, request.actor, request.params.taskId);
    if (!task) throw new Refusal('not-found', '没有找到该任务');
    return task;
  });
}
