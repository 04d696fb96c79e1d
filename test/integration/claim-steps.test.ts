import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freezeRun } from '../../db/payment-run.ts';
import { listOpenAttempts, recordBooked } from '../../db/payment-attempt.ts';
import { raiseFund } from '../../db/ledger.ts';
import { isoDate, monthOf } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import { county, type Organisation, type Person } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

// The steps a claim's workflow takes, one after the other, on PostgreSQL and on past days.

let office: ClaimOffice;
let claimant: Organisation;
let staff: { acceptance: Person; review: Person; finance: Person };

const window: [string, string] = ['2026-01-01', '2026-03-10'];
const fund = 'skills-ledger';

beforeAll(async () => {
  office = await openClaimOffice();
  claimant = await office.organisation(county, window);
  staff = {
    acceptance: await office.officer('acceptance', county, window),
    review: await office.officer('review', county, window),
    finance: await office.officer('finance', county, window),
  };
});
afterAll(() => office.close());

async function decideOn(claimId: string, duty: keyof typeof staff, occurredOn: string, it: object) {
  const taskId = await office.openTask(staff[duty], claimId);
  return office.decided(staff[duty], taskId, { occurredOn, ...it });
}

/** A claim of two lines in public notice from 2026-02-03 on. */
async function inNotice(): Promise<string> {
  const claimId = await office.filed({ occurredOn: '2026-02-02' }, claimant);
  await office.screen(claimId);
  await decideOn(claimId, 'acceptance', '2026-02-02', { outcome: 'accept' });
  await decideOn(claimId, 'review', '2026-02-03', { outcome: 'approve' });
  return claimId;
}

async function object(
  claimId: string,
  lineNo: number,
  by: Person = staff.acceptance,
): Promise<{ actId: string; answer: unknown }> {
  const actId = randomUUID();
  const objection = { lineNo, actId, occurredOn: '2026-02-04' };
  expect((await office.act(by, claimId, 'objections', objection)).status).toBe(202);
  return { actId, answer: await office.applyAct(actId) };
}

/** The audit rows of the moves: who, what, from which stage, to which. */
async function movesOf(claimId: string) {
  const { rows } = await sql<{ person: string | null; act: string; from: string; to: string }>`
    select person_id as person, act, detail->>'from' as "from", detail->>'to' as "to" from audit
    where object_id = ${claimId} and detail ? 'to' order by id`.execute(office.db);
  return rows;
}

const tasksOf = (claimId: string, kind: string) =>
  office.db
    .selectFrom('task')
    .select(['line_no', 'state'])
    .where('claim_id', '=', claimId)
    .where('kind', '=', kind)
    .execute();

async function taskOn(claimId: string, lineNo: number): Promise<string> {
  const task = await office.db
    .selectFrom('task')
    .select('id')
    .where('claim_id', '=', claimId)
    .where('kind', '=', 'objection')
    .where('line_no', '=', lineNo)
    .executeTakeFirstOrThrow();
  return task.id;
}

describe('the steps of a claim', () => {
  test('lead from filing to the last payment, each with its audit row', async () => {
    const amount = yuan('100000.00');
    const on = isoDate('2026-01-05');
    await office.db
      .transaction()
      .execute((tx) => raiseFund(tx, { id: randomUUID(), fund, unit: county, amount, on }));
    const claimId = await inNotice();
    expect(await office.steps.endNotice(claimId)).toMatchObject({
      stage: 'finance',
      waitsUntil: null,
    });
    await decideOn(claimId, 'finance', '2026-03-03', { outcome: 'approve' });
    expect(await office.steps.settleClaim(claimId)).toMatchObject({ stage: 'reserved' });
    await pay('2026-03-04');
    const end = await office.steps.settleClaim(claimId);
    expect(end).toMatchObject({ stage: 'paid', waitsUntil: '2026-03-14T23:00:00.000Z' });

    const moves = await movesOf(claimId);
    expect(moves.map(({ act, from, to }) => [act, from, to])).toEqual([
      ['assess', 'submitted', 'acceptance'],
      ['acceptance:accept', 'acceptance', 'review'],
      ['review:approve', 'review', 'notice'],
      ['end-notice', 'notice', 'finance'],
      ['finance:approve', 'finance', 'reserved'],
      ['settle', 'reserved', 'paid'],
    ]);
    expect(end.version).toBe(moves.length);
    expect(moves[1]?.person).toBe(staff.acceptance.id);
    expect(await office.steps.settleClaim(claimId)).toEqual(end);
  });

  test('decide all objections to a line as one, and none to a line that was cut', async () => {
    const claimId = await inNotice();
    const waits = { stage: 'notice', waitsUntil: '2026-02-09T15:59:59.999Z' };
    expect(await office.steps.settleClaim(claimId)).toMatchObject(waits);
    expect((await object(claimId, 2)).answer).toEqual({ kind: 'applied', stage: 'notice' });
    expect(await office.steps.settleClaim(claimId)).toMatchObject(waits);
    expect((await object(claimId, 2)).answer).toEqual({ kind: 'applied', stage: 'notice' });
    expect(await tasksOf(claimId, 'objection')).toEqual([{ line_no: 2, state: 'open' }]);

    await decideOn(claimId, 'review', '2026-02-05', { outcome: 'uphold', reason: '示例：属实' });
    const claim = await office.db
      .selectFrom('claim')
      .select('amount')
      .where('id', '=', claimId)
      .executeTakeFirst();
    expect(claim?.amount).toBe('800.00');
    const late = await object(claimId, 2);
    expect(late.answer).toEqual({ kind: 'refused', reason: 'line-not-payable' });
    expect(await tasksOf(claimId, 'objection')).toHaveLength(1);
  });

  test('leave an objection to somebody who did not make it', async () => {
    const claimId = await inNotice();
    await object(claimId, 1, staff.review);
    await object(claimId, 2);
    const dismiss = { outcome: 'dismiss', reason: '示例：经查不实' };
    const own = { status: 409, body: { code: 'separation-of-duties' } };
    const taskId = await taskOn(claimId, 1);
    const decide = (who: Person) =>
      office.decided(who, taskId, { occurredOn: '2026-02-05', ...dismiss });
    expect(await decide(staff.review)).toMatchObject(own);
    expect(await decide(await office.officer('review', county, window))).toMatchObject({
      status: 200,
    });
    const another = { occurredOn: '2026-02-05', ...dismiss };
    const other = await office.decided(staff.review, await taskOn(claimId, 2), another);
    expect(other.status).toBe(200);
  });

  test('let no money pass an objection that has not reached the claim yet', async () => {
    const claimId = await inNotice();
    const actId = randomUUID();
    const objection = { lineNo: 1, actId, occurredOn: '2026-02-04' };
    await office.act(staff.review, claimId, 'objections', objection);
    await office.steps.endNotice(claimId);
    const answer = await decideOn(claimId, 'finance', '2026-03-03', { outcome: 'approve' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'objection-open' } });
    expect(await office.applyAct(actId)).toEqual({ kind: 'applied', stage: 'finance' });
    expect(await tasksOf(claimId, 'objection')).toEqual([{ line_no: 1, state: 'open' }]);
  });
});

/** What a payment run and the bank do with all that is ready. */
async function pay(day: string): Promise<void> {
  const runOn = isoDate(day);
  const releaser = await office.person();
  await office.db.transaction().execute(async (tx) => {
    const run = { id: randomUUID(), fund, runOn, releasedBy: releaser.id };
    const month = monthOf(runOn);
    await tx
      .insertInto('payment_run')
      .values({ id: run.id, fund, run_on: runOn, released_by: releaser.id, month })
      .execute();
    await freezeRun(tx, { ...run, state: 'requested', month });
    const attempts = await listOpenAttempts(tx, run.id, 10);
    await recordBooked(
      tx,
      attempts.map(({ id }) => ({ attemptId: id, bookedOn: runOn })),
    );
  });
}
