import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, type Dependencies } from '../activities/index.ts';
import { queues } from '../workflows/messages.ts';
import { heartbeats } from './heartbeats.ts';

type Queue = keyof typeof queues;

/** Slots by queue: latency for approvers, a gentle hand on the registry and the bank. */
const slots: Record<Queue, number> = { claims: 20, verify: 10, payment: 2, report: 2, notify: 2 };
const workflowSlots = 40;
/** A claim that waits for a person need not be cached, but a running programme's must be. */
const cachedWorkflows = 1_000;

export const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

export async function createWorkers(
  connection: NativeConnection,
  deps: Dependencies,
  { namespace, names, codePath }: { namespace: string; names: readonly Queue[]; codePath?: string },
): Promise<Worker[]> {
  const activities = createActivities(deps);
  const workers: Worker[] = [];
  for (const name of names) {
    const limits = { maxConcurrentActivityTaskExecutions: slots[name] };
    const common = {
      connection,
      namespace,
      taskQueue: queues[name],
      shutdownGraceTime: '10 s',
      interceptors: { activity: [heartbeats] },
    };
    if (name === 'claims') {
      workers.push(
        await Worker.create({
          ...common,
          ...limits,
          activities: activities.claims,
          workflowBundle: codePath ? { codePath } : await bundleWorkflowCode({ workflowsPath }),
          maxConcurrentWorkflowTaskExecutions: workflowSlots,
          maxConcurrentLocalActivityExecutions: slots.claims,
          maxCachedWorkflows: cachedWorkflows,
        }),
      );
    } else if (name !== 'notify') {
      workers.push(await Worker.create({ ...common, ...limits, activities: activities[name] }));
    }
  }
  return workers;
}
