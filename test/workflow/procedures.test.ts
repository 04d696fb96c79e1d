import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { derivedId } from '../../db/ids.ts';
import { instant, month } from '../../domain/days.ts';
import { schedules } from '../../worker/schedules.ts';
import { queues, workflowNames } from '../../workflows/messages.ts';
import {
  runEvaluation,
  runFindRisks,
  runMonth,
  runMonthsDue,
  runPaymentRun,
  runWatch,
  startEvaluation,
} from '../support/recorded-runs.ts';
import { openOffice, type Office } from '../support/scripted-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice(inject('temporalAddress'));
});
afterAll(() => office.stop());
beforeEach(() => void office.steps.takeCalls());

const stepsTaken = (): string[] => office.steps.takeCalls().map(({ step }) => step);

describe('closing months', () => {
  const edition = (it: string) => ({ month: it, editionId: derivedId('month', it, '1') });

  test('closes the month it is given and no other', async () => {
    office.steps.willFindMonths({ due: [month('2020-07')] });
    const handle = await runMonth(office);
    expect(await handle.result()).toEqual({ closed: [edition('2020-08')] });
    expect(stepsTaken()).toEqual(['compileMonth']);
  });

  test('closes every month that is due, in order, when a schedule starts it', async () => {
    const handle = await runMonthsDue(office);
    const closed = [edition('2020-07'), edition('2020-08')];
    expect(await handle.result()).toEqual({ closed });
    expect(stepsTaken()).toEqual(['findDueMonths', 'compileMonth', 'compileMonth']);
  });

  test('answers which month waits for whom, and closes none', async () => {
    const waitsFor = { month: month('2019-07'), role: 'report' } as const;
    office.steps.willFindMonths({ due: [], waitsFor });
    const handle = await office.client.workflow.start(workflowNames.closeMonth, {
      workflowId: `close-month-${randomUUID()}`,
      taskQueue: queues.claims,
      args: [{ v: 1 }],
    });
    expect(await handle.result()).toEqual({ closed: [], waitsFor });
    expect(stepsTaken()).toEqual(['findDueMonths']);
  });

  test('takes the nominal time when a schedule is filled in later', async () => {
    office.steps.willFindMonths({ due: [month('2020-08')] });
    const found = schedules.find(({ scheduleId }) => scheduleId === 'close-month');
    if (!found) throw new Error('no schedule closes the month');
    const schedule = await office.client.schedule.create({ ...found, state: { paused: true } });
    await schedule.backfill({
      start: new Date('2020-08-31T00:00:00Z'),
      end: new Date('2020-09-02T00:00:00Z'),
      overlap: 'ALLOW_ALL',
    });
    await office.steps.asked('compileMonth');
    const asOf = '2020-08-31T18:00:00.000Z';
    expect(office.steps.takeCalls()).toEqual([
      { step: 'findDueMonths', input: { asOf } },
      { step: 'compileMonth', input: { month: '2020-08', asOf } },
    ]);
    await schedule.delete();
  });
});

describe('a payment run', () => {
  const inOrder = ['freezePayments', 'sendPayments', 'collectReturns', 'settlePayments'];

  test('takes its steps in order', async () => {
    await runPaymentRun(office);
    expect(stepsTaken()).toEqual(inOrder);
  });

  test('reads the statement again for as long as the bank may return money', async () => {
    const tomorrow = instant(new Date(Date.now() + 12 * 3_600_000).toISOString());
    office.steps.readAgainAt(tomorrow, instant('2020-09-12T16:00:00.000Z'));
    const { events } = await (await runPaymentRun(office)).fetchHistory();
    expect(stepsTaken()).toEqual([...inOrder, 'collectReturns', 'collectReturns']);
    expect(events?.filter((it) => it.timerFiredEventAttributes)).toHaveLength(1);
  });

  test('sends again after a failure and freezes only once', async () => {
    office.steps.fail('sendPayments', 1);
    await runPaymentRun(office);
    expect(stepsTaken()).toEqual(inOrder.toSpliced(1, 0, 'sendPayments'));
  });
});

describe('an evaluation', () => {
  const decision = 'applyReportDecision';

  test('is published when the second level approves', async () => {
    const handle = await runEvaluation(office, ['approval', 'approved']);
    expect(await handle.result()).toBe('approved');
    const before = ['compileEvaluation', 'draftReport', 'openApproval'];
    expect(stepsTaken()).toEqual([...before, decision, decision, 'publishReport']);
  });

  test.each([
    ['compileEvaluation', ['compileEvaluation']],
    ['draftReport', ['compileEvaluation', 'draftReport']],
    ['openApproval', ['compileEvaluation', 'draftReport', 'openApproval']],
  ])('ends before anybody signs when %s can never succeed', async (step, taken) => {
    office.steps.endAt(step);
    const handle = await startEvaluation(office);
    expect(await handle.result()).toBe('failed');
    expect(stepsTaken()).toEqual(taken);
    office.steps.endAt();
  });

  test('fails when the approved report can never be printed', async () => {
    office.steps.endAt('publishReport');
    const handle = await runEvaluation(office);
    expect(await handle.result()).toBe('failed');
    office.steps.endAt();
  });

  test('waits as a pending activity when its own database does not answer', async () => {
    office.steps.fail('openApproval', 5);
    const { events } = await (await runEvaluation(office)).fetchHistory();
    const queued = events?.map((it) => it.activityTaskScheduledEventAttributes?.activityType?.name);
    expect(queued?.filter((name) => name === 'openApproval')).toHaveLength(1);
  });

  test('is not published when a level refuses', async () => {
    const handle = await runEvaluation(office, ['approval', 'refused']);
    expect(await handle.result()).toBe('refused');
    expect(stepsTaken()).not.toContain('publishReport');
  });
});

test('the watch answers what it found', async () => {
  const found = { mails: 3, missingMonths: ['2020-07'], lostStarts: 1 };
  expect(await (await runWatch(office)).result()).toEqual(found);
});

describe('the night', () => {
  test('runs each risk rule once, one after the other', async () => {
    office.steps.takeCalls();
    const found = { first: 2, second: 2, third: 2 };
    expect(await (await runFindRisks(office)).result()).toEqual({ found, failed: [] });
    expect(stepsTaken()).toEqual(['listRisks', 'findRisk', 'findRisk', 'findRisk']);
  });

  test('goes on behind a rule that fails, and says which', async () => {
    office.steps.fail('findRisk', 3);
    const found = { second: 2, third: 2 };
    expect(await (await runFindRisks(office)).result()).toEqual({ found, failed: ['first'] });
  });
});
