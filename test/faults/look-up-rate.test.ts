import { Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { CertificateQuery } from '../../gateways/certificate-registry.ts';
import { createWorkers } from '../../worker/workers.ts';
import {
  claimWorkflowId,
  queues,
  workflowNames,
  type ProcessClaim,
} from '../../workflows/messages.ts';
import { packVersion } from '../../db/pack.ts';
import { aCertifiedLine, openLookUpOffice, type LookUpOffice } from '../support/look-up-office.ts';
import { openNamespace } from '../support/scripted-office.ts';

const rate = 4;
const claims = 24;

let office: LookUpOffice;
let running: { workers: Worker[]; done: Promise<unknown> } | undefined;
let connection: Connection;
/** One each, as processes on different machines have. */
let natives: NativeConnection[];

beforeAll(async () => {
  office = await openLookUpOffice([
    { kind: 'skill-level', lookUp: [{ by: 'registry', source: 'limited' }] },
  ]);
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const address = inject('temporalAddress');
  connection = await Connection.connect({ address });
  natives = await Promise.all([1, 2, 3].map(() => NativeConnection.connect({ address })));
});
afterAll(async () => {
  for (const worker of running?.workers ?? []) worker.shutdown();
  await running?.done;
  await Promise.all(natives.map((native) => native.close()));
  await connection.close();
  await office.close();
});

/** The look-ups of one worker, with when each was made. */
function registryOf(calls: number[]) {
  return {
    async look(queries: readonly CertificateQuery[]) {
      calls.push(Date.now());
      const checkedAt = office.deps.clock.now();
      return queries.map(({ ref }) => {
        return { ref, result: 'unknown' as const, source: 'limited', checkedAt };
      });
    },
  };
}

test('a source is asked no more often than agreed, however many workers ask', async () => {
  const client = await openNamespace(connection);
  const [native, ...others] = natives;
  if (native === undefined) throw new Error('no connection');
  const { namespace } = client.options;
  const calls: number[][] = others.map(() => []);
  const lookingUp = others.map((other, at) => {
    const registry = registryOf(calls[at] ?? []);
    const sources = new Map([['limited', { by: 'registry' as const, registry }]]);
    const lookUpRates = new Map([['limited', rate]]);
    const deps = { ...office.deps, sources };
    return createWorkers(other, deps, { namespace, names: ['verify'], lookUpRates });
  });
  const procedure = createWorkers(native, office.deps, { namespace, names: ['claims'] });
  const workers = (await Promise.all([...lookingUp, procedure])).flat();
  running = {
    workers,
    done: Promise.all(workers.map((worker) => worker.run())),
  };

  const claimIds: string[] = [];
  for (let at = 0; at < claims; at += 1) {
    const { line } = aCertifiedLine();
    claimIds.push(await office.filed({ scheme: 'skill-level', lines: [line] }));
  }
  const begun = Date.now();
  for (const claimId of claimIds) {
    const input: ProcessClaim = { v: 1, claimId, packVersion: packVersion(office.pack) };
    await client.workflow.start(workflowNames.processClaim, {
      workflowId: claimWorkflowId(claimId),
      taskQueue: queues.claims,
      args: [input],
    });
  }
  const made = () => calls.flat().toSorted((a, b) => a - b);
  await expect.poll(() => made().length, { timeout: 60_000, interval: 100 }).toBe(claims);

  const all = made();
  const busiest = Math.max(
    ...all.map((from) => all.filter((at) => at >= from && at < from + 1_000).length),
  );
  const seconds = ((all.at(-1) ?? begun) - (all[0] ?? begun)) / 1_000;
  console.info(
    `${String(claims)} look-ups took ${String(seconds)} s, ${String(busiest)} in a second`,
  );
  expect(calls.every((own) => own.length > 0)).toBe(true);
  // A second's worth may go out at once after a pause.
  expect(seconds).toBeGreaterThan((claims - 2 * rate) / rate);
  expect(busiest).toBeLessThanOrEqual(2 * rate);
});
