import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { instant, isoDate, month, type Instant } from '../../domain/days.ts';
import {
  decideUpdate,
  evaluationWorkflowId,
  monthWorkflowId,
  paymentsChangedSignal,
  queues,
  runWorkflowId,
  workflowNames,
  type Answer,
  type Decide,
} from '../../workflows/messages.ts';
import type { Script, ScriptedClaim } from './claim-script.ts';
import type { Office } from './scripted-office.ts';

/** A day long gone and one far off: a notice that ended then holds nobody up. */
const past = instant('2020-08-31T15:59:59.999Z');
export const farOff = instant('2099-01-01T00:00:00.000Z');
export const inNotice = { stage: 'notice', waitsUntil: past };

/** A claim whose certificates are looked up and whose notice lies in the past. */
export const straight = {
  assessClaim: ['verifying', 'acceptance'],
  endNotice: ['finance'],
  settleClaim: [{ stage: 'closed', outcome: 'paid' }],
} satisfies Script;

/** Paid just now: the bank may still return it. */
export const returnable = (): Script => ({
  ...straight,
  settleClaim: [{ stage: 'paid', waitsUntil: inAnHour() }, ...straight.settleClaim],
});
const inAnHour = (): Instant => instant(new Date(Date.now() + 3_600_000).toISOString());

/** Files a claim and takes it to its money through `reviews` levels of review. */
export async function approveClaim(office: Office, script: Script, reviews = 1) {
  const claim = await office.file(script);
  await claim.reaches('acceptance');
  await decideToMoney(claim, reviews);
  return claim;
}

export async function decideToMoney(claim: ScriptedClaim, reviews = 1): Promise<void> {
  await claim.decide('review');
  for (let level = 1; level < reviews; level += 1) await claim.decide('review');
  await claim.decide(inNotice);
  await claim.reaches('finance');
  await claim.decide('reserved');
}

export async function payClaim(claim: ScriptedClaim): Promise<void> {
  await claim.handle.signal(paymentsChangedSignal);
}

/** Three decisions, one signal and two waits: the claim the event budget is written for. */
export async function runCleanClaim(office: Office): Promise<WorkflowHandle> {
  const claim = await approveClaim(office, returnable());
  await payClaim(claim);
  await claim.result();
  return claim.handle;
}

/** Sent back once by the office and by the bank, of one payee after the other, then paid. */
export async function runMendedClaim(office: Office): Promise<WorkflowHandle> {
  const claim = await office.file({
    ...straight,
    assessClaim: ['verifying', 'acceptance', 'acceptance'],
    settleClaim: [
      { stage: 'paid', waitsUntil: farOff },
      'payee-correction',
      'payee-correction',
      ...straight.settleClaim,
    ],
  });
  await claim.reaches('acceptance');
  await claim.decide('correction');
  await claim.decide('submitted');
  await claim.reaches('acceptance');
  await decideToMoney(claim);
  await payClaim(claim);
  await claim.reaches('paid');
  await payClaim(claim);
  await claim.reaches('payee-correction');
  await payClaim(claim);
  await claim.takes('settleClaim', 3);
  await claim.decide('payee-confirmation');
  await claim.decide('reserved');
  await payClaim(claim);
  await claim.result();
  return claim.handle;
}

/** Looked up at two sources over a day, and once more before its money is reserved. */
export async function runRecheckedClaim(office: Office): Promise<WorkflowHandle> {
  const claim = await office.file({
    ...straight,
    assessClaim: [
      { stage: 'verifying', asks: 'registry' },
      { stage: 'verifying', waitsUntil: inAnHour(), same: true },
      { stage: 'verifying', asks: 'national' },
      'acceptance',
    ],
    reserveClaim: [
      { stage: 'rechecking', asks: 'registry' },
      { stage: 'rechecking', waitsUntil: inAnHour(), same: true },
      { stage: 'rechecking', asks: 'registry' },
      { stage: 'reserved', waitsUntil: farOff },
    ],
    settleClaim: [{ stage: 'paid', waitsUntil: farOff }, ...straight.settleClaim],
  });
  await claim.reaches('acceptance');
  await claim.decide('review');
  await claim.decide(inNotice);
  await claim.reaches('finance');
  await claim.decide('rechecking');
  await claim.reaches('reserved');
  await payClaim(claim);
  await claim.reaches('paid');
  await claim.decide({ stage: 'reserved' });
  await claim.result();
  return claim.handle;
}

/** Its statement is read on its day and on the day after. */
export async function runWatchedRun(office: Office): Promise<WorkflowHandle> {
  office.steps.readAgainAt(inAnHour());
  return runPaymentRun(office);
}

export async function runPaymentRun({ client }: Office): Promise<WorkflowHandle> {
  const runId = randomUUID();
  const fund = 'skills-ledger';
  const handle = await client.workflow.start(workflowNames.runPayments, {
    workflowId: runWorkflowId(fund, runId),
    taskQueue: queues.claims,
    args: [{ v: 1, runId, fund, runOn: isoDate('2020-09-10') }],
  });
  await handle.result();
  return handle;
}

export async function runMonth({ client }: Office): Promise<WorkflowHandle> {
  const handle = await client.workflow.start(workflowNames.closeMonth, {
    workflowId: monthWorkflowId('2020-08', 1),
    taskQueue: queues.claims,
    args: [{ v: 1, month: month('2020-08') }],
  });
  await handle.result();
  return handle;
}

/** As the schedule starts it: with two months to make good. */
export async function runMonthsDue({ client, steps }: Office): Promise<WorkflowHandle> {
  steps.willFindMonths({ due: [month('2020-07'), month('2020-08')] });
  const handle = await client.workflow.start(workflowNames.closeMonth, {
    workflowId: `close-month-${randomUUID()}`,
    taskQueue: queues.claims,
    args: [{ v: 1 }],
  });
  await handle.result();
  return handle;
}

export async function runWatch({ client }: Office): Promise<WorkflowHandle> {
  const handle = await client.workflow.start(workflowNames.watch, {
    workflowId: `watch-${randomUUID()}`,
    taskQueue: queues.claims,
    args: [{ v: 1, asOf: past }],
  });
  await handle.result();
  return handle;
}

/** An evaluation on which people decide one after the other. */
export async function runEvaluation(
  office: Office,
  states: readonly ('approval' | 'approved' | 'refused')[] = ['approval', 'approved'],
): Promise<WorkflowHandle> {
  const { steps } = office;
  const handle = await startEvaluation(office);
  await steps.asked('openApproval');
  for (const state of states) {
    const decisionId = randomUUID();
    steps.willDecide(decisionId, state);
    await handle.executeUpdate<Answer, [Decide]>(decideUpdate, {
      updateId: decisionId,
      args: [{ v: 1, taskId: randomUUID(), decisionId }],
    });
  }
  await handle.result();
  return handle;
}

export function startEvaluation({ client }: Office): Promise<WorkflowHandle> {
  const editionId = randomUUID();
  return client.workflow.start(workflowNames.publishEvaluation, {
    workflowId: evaluationWorkflowId(editionId),
    taskQueue: queues.claims,
    args: [{ v: 1, editionId }],
  });
}

/** The runs whose histories are stored, by the name of the file. */
export const recordedRuns: Record<string, (office: Office) => Promise<WorkflowHandle>> = {
  'process-claim-clean': runCleanClaim,
  'process-claim-mended': runMendedClaim,
  'process-claim-rechecked': runRecheckedClaim,
  'run-payments': runWatchedRun,
  'close-month': runMonth,
  'close-month-due': runMonthsDue,
  'publish-evaluation': runEvaluation,
  watch: runWatch,
};
