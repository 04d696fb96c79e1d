import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { workflowsPath } from '../../worker/workers.ts';
import { decideUpdate } from '../../workflows/messages.ts';
import { farOff, startEvaluation, straight } from '../support/recorded-runs.ts';
import { openOffice, type Office } from '../support/scripted-office.ts';

// Two updates in one workflow task: a history that was fine when it ran must replay as well. The
// order in which steps end is a matter of luck, so each case is tried a few times.

const times = [1, 2, 3, 4, 5, 6];

let office: Office;
beforeAll(async () => {
  office = await openOffice(inject('temporalAddress'));
});
afterAll(() => office.stop());

/** Ends well where the history leads the workflow to the same commands again. */
async function replayed(handle: WorkflowHandle): Promise<void> {
  await Worker.runReplayHistory({ workflowsPath }, await handle.fetchHistory());
}

describe('two people at once', () => {
  test.each(times)('decide and hold a claim, time %i', async () => {
    const claim = await office.file(straight);
    await claim.reaches('acceptance');
    await claim.decide('review');
    await Promise.all([
      claim.decide({ stage: 'notice', waitsUntil: farOff }),
      claim.act('hold', { stage: 'notice', held: true, waitsUntil: farOff }),
    ]);
    await expect(replayed(claim.handle)).resolves.toBeUndefined();
    await claim.handle.terminate();
  });

  test.each(times)('sign a report, time %i', async () => {
    const handle = await startEvaluation(office);
    await office.steps.asked('openApproval');
    office.steps.takeCalls();
    const sign = () => {
      const decisionId = randomUUID();
      office.steps.willDecide(decisionId, 'approved');
      const args: [{ v: 1; taskId: string; decisionId: string }] = [
        { v: 1, taskId: randomUUID(), decisionId },
      ];
      return handle.executeUpdate(decideUpdate, { updateId: decisionId, args });
    };
    await Promise.allSettled([sign(), sign()]);
    expect(await handle.result()).toBe('approved');
    await expect(replayed(handle)).resolves.toBeUndefined();
  });
});
