import { log, proxyActivities } from '@temporalio/workflow';
import type { FindingActivities } from '../activities/index.ts';
import { heartbeatTimeout, queues, type FindRisks } from './messages.ts';

const { listRisks, findRisk } = proxyActivities<FindingActivities>({
  taskQueue: queues.claims,
  heartbeatTimeout,
  startToCloseTimeout: '10 min',
  retry: { maximumAttempts: 3 },
});

/** By rule, how many findings are new; those whose check did not come through. */
export type RisksFound = { found: Record<string, number>; failed: string[] };

/** Every night: each risk rule over every claim and list; one that fails keeps no other back. */
export async function findRisks(_input: FindRisks): Promise<RisksFound> {
  const risks = await listRisks();
  const found: Record<string, number> = {};
  const failed: string[] = [];
  for (const risk of risks) {
    try {
      found[risk] = await findRisk({ risk });
    } catch {
      log.warn('a risk rule was not run', { risk });
      failed.push(risk);
    }
  }
  return { found, failed };
}
