import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, type Dependencies } from '../activities/index.ts';
import { registrySource } from '../domain/look-up-ways.ts';
import { lookUpQueue, queues } from '../workflows/messages.ts';
import { heartbeats } from './heartbeats.ts';

type Queue = keyof typeof queues;

/** Slots by queue: latency for approvers, a gentle hand on the registry and the bank. */
const slots: Record<Queue, number> = { claims: 20, verify: 10, payment: 2, report: 2, notify: 2 };
const workflowSlots = 40;
/** A claim that waits for a person need not be cached, but a running programme's must be. */
const cachedWorkflows = 1_000;

export const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

export type WorkerOptions = {
  namespace: string;
  names: readonly Queue[];
  codePath?: string;
  /** Look-ups a second that a source takes of all workers together; none for no limit. */
  lookUpRates?: ReadonlyMap<string, number>;
};

export async function createWorkers(
  connection: NativeConnection,
  deps: Dependencies,
  { namespace, names, codePath, lookUpRates = new Map() }: WorkerOptions,
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
    } else if (name === 'verify') {
      for (const source of new Set([registrySource, ...(deps.sources?.keys() ?? [])])) {
        const rate = lookUpRates.get(source);
        workers.push(
          await Worker.create({
            ...common,
            ...limits,
            taskQueue: lookUpQueue(source),
            activities: activities.verify,
            // Kept by the server for all workers; the last that asks for work sets it.
            ...(rate !== undefined && { maxTaskQueueActivitiesPerSecond: rate }),
          }),
        );
      }
    } else if (name !== 'notify') {
      workers.push(await Worker.create({ ...common, ...limits, activities: activities[name] }));
    }
  }
  return workers;
}
