import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import * as people from '../../db/migrations/0001-installation-and-people.ts';
import * as claims from '../../db/migrations/0002-claims.ts';
import * as taskAlarms from '../../db/migrations/0006-task-alarms.ts';
import { createEmptyDatabase } from '../support/test-database.ts';

const remindAt = '2026-03-12T15:59:59.999Z';
const escalateAt = '2026-03-16T15:59:59.999Z';

test('tasks open before the alarms keep what they were promised and not told yet', async () => {
  const database = await createEmptyDatabase();
  const db = connect(database.url);
  onTestFinished(async () => {
    await db.destroy();
    await database.drop();
  });
  const [before, after]: [Migration[], Migration] = [[people, claims], taskAlarms];
  for (const migration of before) await migration.up(db);
  await sql`insert into unit (code, parent_code, name, kind)
    values ('640000', null, '示例', 'region'), ('640100', '640000', '示例', 'city')`.execute(db);
  const add = async (unit: string, state: string, remindedAt: string | null): Promise<string> => {
    const id = randomUUID();
    await sql`insert into task (id, kind, subject_id, unit_code, role, state, opened_on, remind_at,
        reminded_at, escalate_at)
      values (${id}, 'review', ${id}, ${unit}, 'review', ${state}, '2026-03-09', ${remindAt},
        ${remindedAt}, ${escalateAt})`.execute(db);
    return id;
  };
  const fresh = await add('640100', 'open', null);
  const reminded = await add('640100', 'open', remindAt);
  const atTop = await add('640000', 'open', remindAt);
  await add('640100', 'cancelled', null);
  await after.up(db);

  const alarms = await db
    .selectFrom('task_alarm')
    .select(['task_id', 'kind', 'at', 'role', 'unit_code', 'told_at'])
    .orderBy('no')
    .execute();
  const review = { role: 'review', told_at: null };
  const reminder = { ...review, kind: 'reminder', at: remindAt };
  const escalation = { ...review, kind: 'escalation', at: escalateAt };
  expect(alarms).toHaveLength(4);
  expect(alarms).toEqual(
    expect.arrayContaining([
      { ...reminder, task_id: fresh, unit_code: '640100' },
      { ...escalation, task_id: fresh, unit_code: '640000' },
      { ...escalation, task_id: reminded, unit_code: '640000' },
      { ...escalation, task_id: atTop, unit_code: null },
    ]),
  );
});
