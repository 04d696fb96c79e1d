import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { schedules } from '../../worker/schedules.ts';
import { queues, workflowNames } from '../../workflows/messages.ts';
import { runEvaluation, runMonth, runPaymentRun, runWatch } from '../support/recorded-runs.ts';
import { openOffice, type Office } from '../support/scripted-office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice(inject('temporalAddress'));
});
afterAll(() => office.stop());
beforeEach(() => void office.steps.takeCalls());

const stepsTaken = (): string[] => office.steps.takeCalls().map(({ step }) => step);

describe('closing a month', () => {
  test('closes the month it is given', async () => {
    expect(await (await runMonth(office)).result()).toMatchObject({ month: '2020-08' });
    expect(stepsTaken()).toEqual(['compileMonth']);
  });

  test('closes the month before its start when no schedule started it', async () => {
    const handle = await office.client.workflow.start(workflowNames.closeMonth, {
      workflowId: `close-month-${randomUUID()}`,
      taskQueue: queues.claims,
      args: [{ v: 1 }],
    });
    const now = new Date(Date.now() + 8 * 3_600_000);
    const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
    const month = before.toISOString().slice(0, 7);
    expect(await handle.result()).toMatchObject({ month });
  });

  test('closes the month before the nominal time when a schedule is filled in later', async () => {
    const found = schedules.find(({ scheduleId }) => scheduleId === 'close-month');
    if (!found) throw new Error('no schedule closes the month');
    const schedule = await office.client.schedule.create({ ...found, state: { paused: true } });
    await schedule.backfill({
      start: new Date('2020-08-31T00:00:00Z'),
      end: new Date('2020-09-02T00:00:00Z'),
      overlap: 'ALLOW_ALL',
    });
    await office.steps.asked('compileMonth');
    const [{ input } = { input: undefined }] = office.steps.takeCalls();
    expect(input).toEqual({ month: '2020-08', asOf: '2020-08-31T18:00:00.000Z' });
    await schedule.delete();
  });
});

describe('a payment run', () => {
  const inOrder = ['freezePayments', 'sendPayments', 'collectReturns', 'settlePayments'];

  test('takes its steps in order', async () => {
    await runPaymentRun(office);
    expect(stepsTaken()).toEqual(inOrder);
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
    const before = ['compileEvaluation', 'openApproval'];
    expect(stepsTaken()).toEqual([...before, decision, decision, 'publishReport']);
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
