import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities, type Dependencies } from '../activities/index.ts';
import { workflowsPath } from '../worker/workers.ts';
import { claimWorkflowId, queues } from '../workflows/messages.ts';
import { emptyActivities, insertingActivities } from './bare-activities.ts';
import type { Environment } from './environment.ts';
import type { StepBell } from './step-bell.ts';
import type { createStepMeter } from './step-meter.ts';

/** What worker/workers.ts gives the queue of claims, for all alike. */
const limits = {
  maxConcurrentActivityTaskExecutions: 20,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentLocalActivityExecutions: 20,
  maxCachedWorkflows: 1_000,
};

/** Workers of the real claim, of the bare workflow, and of the bare one with empty steps. */
export async function createBenchWorkers(
  { connection }: Environment,
  deps: Dependencies,
  { bell, meter }: { bell: StepBell; meter: ReturnType<typeof createStepMeter> },
): Promise<Worker[]> {
  const real = measuredActivities(deps, bell, meter);
  const barePath = fileURLToPath(new URL('bare-workflow.ts', import.meta.url));
  const logger = new DefaultLogger('ERROR');
  const workflows = await bundleWorkflowCode({ workflowsPath, logger });
  const bareWorkflow = await bundleWorkflowCode({ workflowsPath: barePath, logger });
  const plans: Pick<WorkerOptions, 'taskQueue' | 'activities' | 'workflowBundle'>[] = [
    { taskQueue: queues.claims, activities: real.claims, workflowBundle: workflows },
    { taskQueue: queues.verify, activities: real.verify },
  ];
  const bare = { bare: insertingActivities(deps.db, bell), empty: emptyActivities(bell) };
  for (const [taskQueue, activities] of Object.entries(bare)) {
    plans.push({ taskQueue, activities, workflowBundle: bareWorkflow });
    plans.push({ taskQueue: `${taskQueue}-verify`, activities });
  }
  return Promise.all(plans.map((plan) => Worker.create({ connection, ...limits, ...plan })));
}

function measuredActivities(
  deps: Dependencies,
  bell: StepBell,
  { measured }: ReturnType<typeof createStepMeter>,
) {
  const { claims, verify } = createActivities(deps);
  const standing = (step: 'assessClaim' | 'endNotice' | 'settleClaim') =>
    measured(
      async (claimId: string) => {
        const now = await claims[step](claimId);
        bell.ring(claimWorkflowId(claimId), now.stage);
        return now;
      },
      ({ stage }) => `${step} -> ${stage}`,
    );
  return {
    claims: {
      ...claims,
      assessClaim: standing('assessClaim'),
      endNotice: standing('endNotice'),
      settleClaim: standing('settleClaim'),
      applyDecision: measured(
        (input: { decisionId: string }) => claims.applyDecision(input),
        ({ standing: now }) => `applyDecision -> ${now.stage}`,
      ),
    },
    verify: {
      verifyCertificates: measured(
        (claimId: string) => verify.verifyCertificates(claimId),
        () => 'verifyCertificates',
      ),
    },
  };
}
