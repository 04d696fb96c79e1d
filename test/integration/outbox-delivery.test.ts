import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enqueueSignal, enqueueStart, enqueueUpdate } from '../../db/outbox.ts';
import { hasEnded, markDelivered, postpone, takeMessages } from '../../db/outbox-delivery.ts';
import { packVersion } from '../../db/pack.ts';
import { month } from '../../domain/days.ts';
import { claimWorkflowId, evaluationWorkflowId } from '../../workflows/messages.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

let office: ClaimOffice;
beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());
beforeEach(() => office.db.deleteFrom('workflow_outbox').execute());

const enqueue = {
  start: enqueueStart,
  update: enqueueUpdate,
  signal: enqueueSignal,
};

async function enqueued(kind: keyof typeof enqueue, workflowId: string): Promise<string> {
  const id = randomUUID();
  const message = { id, workflowId, name: kind, payload: {} };
  await office.db.transaction().execute((tx) => enqueue[kind](tx, message));
  return id;
}

async function taken(limit = 50): Promise<string[]> {
  const messages = await takeMessages(office.db, limit);
  return messages.map(({ id }) => id);
}

describe('the outbox', () => {
  test('hands out nothing of a workflow before its start is delivered', async () => {
    const update = await enqueued('update', 'claim-1');
    const signal = await enqueued('signal', 'claim-1');
    const start = await enqueued('start', 'claim-1');
    expect(await taken()).toEqual([start]);
    await postpone(office.db, start, 'ServiceError');
    expect(await taken()).toEqual([]);
    await markDelivered(office.db, [start]);
    expect((await taken()).toSorted()).toEqual([update, signal].toSorted());
  });

  test('lets no workflow wait for the start of another', async () => {
    const start = await enqueued('start', 'claim-1');
    const update = await enqueued('update', 'claim-2');
    expect((await taken()).toSorted()).toEqual([start, update].toSorted());
  });

  test('lets no message that waits for its start take the place of one that can go', async () => {
    for (let n = 0; n < 3; n += 1) await enqueued('update', 'claim-1');
    await postpone(office.db, await enqueued('start', 'claim-1'), 'ServiceError');
    const other = await enqueued('update', 'claim-2');
    expect(await taken(2)).toEqual([other]);
  });

  test('hands each message to one relay', async () => {
    const first = await enqueued('update', 'claim-1');
    const second = await enqueued('update', 'claim-2');
    await office.db.transaction().execute(async (tx) => {
      const [message] = await takeMessages(tx, 1);
      expect(message).toMatchObject({ id: first });
      expect(await taken()).toEqual([second]);
    });
  });
});

describe('a workflow has ended', () => {
  test('when its claim is closed, not before', async () => {
    const claimId = await office.filed();
    const workflowId = claimWorkflowId(claimId);
    expect(await hasEnded(office.db, workflowId)).toBe(false);
    const { db } = office;
    const closed = { stage: 'closed', outcome: 'refused' };
    await db.updateTable('claim').set(closed).where('id', '=', claimId).execute();
    expect(await hasEnded(db, workflowId)).toBe(true);
  });

  test.for([
    ['requested', false, 1],
    ['compiled', false, 2],
    ['approved', false, 3],
    ['published', true, 4],
    ['refused', true, 5],
    ['failed', true, 6],
  ] as const)('when its evaluation is %s: %s', async ([state, ended, edition]) => {
    const id = randomUUID();
    await office.db
      .insertInto('indicator_edition')
      .values({
        id,
        kind: 'evaluation',
        month_from: month('2019-07'),
        month_to: month('2020-12'),
        edition,
        pack_version: packVersion(office.pack),
        state,
        as_of: office.deps.clock.now(),
      })
      .execute();
    expect(await hasEnded(office.db, evaluationWorkflowId(id))).toBe(ended);
  });

  test('never, when it is of neither', async () => {
    expect(await hasEnded(office.db, 'close-month-2020-07-1')).toBe(false);
  });
});
