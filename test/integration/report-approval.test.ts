import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { requestDecision } from '../../db/decision-request.ts';
import { isoDate } from '../../domain/days.ts';
import { region } from '../support/api-office.ts';
import { openEvaluationOffice, type EvaluationOffice } from '../support/evaluation-office.ts';
import { enterFigures } from '../support/reported-figures.ts';

let office: EvaluationOffice;
let steps: ReturnType<EvaluationOffice['stepsWith']>;
beforeEach(async () => {
  office = await openEvaluationOffice();
  steps = office.stepsWith(() =>
    Promise.resolve({ pdf: Buffer.from('%PDF'), csv: '', sha256: randomUUID(), pages: 1 }),
  );
});
afterEach(() => office.close());

const withoutCalendar = isoDate('2098-06-02');
const question = 'calendar-not-published-2098';

async function compiled(): Promise<string> {
  const editionId = await office.request();
  await steps.compileEvaluation({ editionId });
  await steps.draftReport({ editionId });
  return editionId;
}

async function inApproval(): Promise<string> {
  const editionId = await compiled();
  await steps.openApproval({ editionId });
  return editionId;
}

describe('an approval whose clock reaches a year without a calendar', () => {
  test('ends the edition with the question, and opens no task', async () => {
    office.setDay(withoutCalendar);
    const editionId = await compiled();
    expect(await steps.openApproval({ editionId })).toEqual({ failed: true });
    expect(await office.edition(editionId)).toMatchObject({ state: 'failed', reason: question });
    const { body } = await office.get(await office.approver(), '/v1/tasks');
    expect(body['tasks']).toEqual([]);
  });

  test('refuses the decision that would open it, and leaves its level to decide', async () => {
    const editionId = await inApproval();
    const approver = await office.approver();
    office.setDay(withoutCalendar);
    const { decisionId, again } = await office.sign(editionId, approver);
    expect(await office.apply(editionId, decisionId)).toEqual({
      answer: { kind: 'refused', reason: question },
      state: 'approval',
    });
    expect((await again()).body.code).toBe('calendar-not-published');
    office.setDay(isoDate('2026-03-12'));
    const { answer } = await office.decide(editionId, approver);
    expect(answer.kind).toBe('applied');
  });
});

describe('the day of a decision on a report', () => {
  test('is none before its level was opened, whatever past days the post may enter', async () => {
    const editionId = await inApproval();
    const approver = await office.approver(['2019-07-01', '2026-03-10']);
    const early = await office.sign(editionId, approver, { occurredOn: '2026-03-09' });
    expect(early.answer).toMatchObject({ status: 422, body: { code: 'day-not-allowed' } });
    const inTime = await office.sign(editionId, approver, { occurredOn: '2026-03-10' });
    expect(inTime.answer.status).toBe(202);
  });

  test('is checked again where the decision is applied', async () => {
    const editionId = await inApproval();
    const { id: personId } = await office.approver();
    const { taskId } = await office.sign(editionId, await office.approver());
    const id = randomUUID();
    const occurredOn = isoDate('2026-03-09');
    const decision = { id, taskId, subjectId: editionId, personId, outcome: 'approve', lines: [] };
    await office.db.transaction().execute((tx) => requestDecision(tx, { ...decision, occurredOn }));
    expect(await office.apply(editionId, id)).toEqual({
      answer: { kind: 'refused', reason: 'before-previous-fact' },
      state: 'approval',
    });
  });
});

describe('a decision that comes too late', () => {
  test.each([
    ['approve', 'approved'],
    ['refuse', 'refused'],
  ])('after the last level decided to %s answers the state it led to', async (outcome, state) => {
    const editionId = await inApproval();
    await office.decide(editionId, await office.approver());
    const late = await office.sign(editionId, await office.approver());
    await office.decide(editionId, await office.approver(), outcome);
    expect(await office.apply(editionId, late.decisionId)).toEqual({
      answer: { kind: 'refused', reason: 'task-already-decided' },
      state,
    });
  });

  test('is refused though it never reaches the report, once that has ended', async () => {
    const editionId = await inApproval();
    const late = await office.sign(editionId, await office.approver());
    expect((await late.again()).status).toBe(202);
    await office.decide(editionId, await office.approver(), 'refuse');
    expect(await late.again()).toMatchObject({
      status: 409,
      body: { code: 'task-already-decided' },
    });
  });
});

test('whoever entered a figure that a report prints cannot approve it', async () => {
  const entered = await office.officer('report', region);
  const outdated = await office.officer('report', region);
  for (const by of [outdated, entered]) {
    await office.appoint(by, { role: 'report-approval', unit: region });
    await enterFigures(office.db, { by, at: office.now() }, ['skill-gain']);
    office.setDay(isoDate(by === outdated ? '2026-03-11' : '2026-03-12'));
  }
  const editionId = randomUUID();
  await enterFigures(office.db, { by: office.reporter, at: office.now() }, [
    'satisfaction-employment-service',
    'satisfaction-subsidy-handling',
  ]);
  const body = { editionId, from: '2019-07', to: '2020-12' };
  await office.post(office.reporter, '/v1/evaluations', body);
  await steps.compileEvaluation({ editionId });
  await steps.openApproval({ editionId });
  const refused = await office.sign(editionId, entered);
  expect(refused.answer.body.code).toBe('separation-of-duties');
  expect((await office.sign(editionId, outdated)).answer.status).toBe(202);
});
