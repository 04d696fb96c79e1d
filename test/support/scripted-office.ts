import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
} from '@temporalio/worker';
import type { createActivities } from '../../activities/index.ts';
import { workflowsPath } from '../../worker/workers.ts';
import { lookUpQueue, queues } from '../../workflows/messages.ts';
import { createClaimScript, type Script, type ScriptedClaim } from './claim-script.ts';
import { createStepScript } from './step-script.ts';

export type Office = {
  client: Client;
  file: (script: Script) => Promise<ScriptedClaim>;
  steps: ReturnType<typeof createStepScript>;
  stop: () => Promise<void>;
};

/** Told to Temporal in place of process and machine, so that no history names them. */
const identity = 'scripted-office';
const timersPath = fileURLToPath(new URL('quick-timers.ts', import.meta.url));

/**
 * The real workflows on a real server, in a namespace of its own because the queues' names are
 * fixed, with scripted steps in place of the activities.
 */
export async function openOffice(address: string): Promise<Office> {
  const logger = new DefaultLogger('ERROR');
  Runtime.install({ logger });
  const bundling = bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [timersPath],
    logger,
  });
  const connection = await Connection.connect({ address });
  const client = await openNamespace(connection);
  const native = await NativeConnection.connect({ address });
  const claims = createClaimScript();
  const steps = createStepScript();
  const common = { connection: native, namespace: client.options.namespace, identity };
  const workflowBundle = await bundling;
  const activities = activitiesOf(claims, steps);
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: queues.claims,
      activities: activities.claims,
      workflowBundle,
    }),
    ...(['verify', 'payment', 'report'] as const).map((name) =>
      Worker.create({ ...common, taskQueue: queues[name], activities: activities[name] }),
    ),
    Worker.create({
      ...common,
      taskQueue: lookUpQueue('national'),
      activities: activities.verify,
    }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    client,
    file: (script) => claims.file(client, script),
    steps,
    async stop() {
      for (const worker of workers) worker.shutdown();
      await running;
      await native.close();
      await connection.close();
    },
  };
}

function activitiesOf(
  claims: ReturnType<typeof createClaimScript>,
  steps: ReturnType<typeof createStepScript>,
): ReturnType<typeof createActivities> {
  return {
    claims: { ...claims.activities, ...steps.activities.claims },
    verify: claims.activities,
    payment: steps.activities.payment,
    report: steps.activities.report,
  };
}

/** A new namespace, from the moment on when it answers. */
export async function openNamespace(connection: Connection): Promise<Client> {
  const namespace = `test-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const client = new Client({ connection, namespace, identity });
  for (let left = 100; ; left -= 1) {
    try {
      await client.workflow.count();
      return client;
    } catch (error) {
      if (left === 0) throw error;
      await pause(100);
    }
  }
}
