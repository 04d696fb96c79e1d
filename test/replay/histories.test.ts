import { readdirSync, readFileSync } from 'node:fs';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import { workflowsPath } from '../../worker/workers.ts';
import { workflowNames } from '../../workflows/messages.ts';

const folder = new URL('histories/', import.meta.url);
const stored = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
const logger = new DefaultLogger('ERROR');

let workflowBundle: WorkflowBundle;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });
  workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
});

async function replay(histories: { name: string; text: string }[]): Promise<[string, unknown][]> {
  const inputs = histories.map(({ name, text }) => ({
    workflowId: name,
    history: historyFromJSON(JSON.parse(text)),
  }));
  const results: [string, unknown][] = [];
  for await (const it of Worker.runReplayHistories({ workflowBundle }, inputs)) {
    results.push([it.workflowId, it.error]);
  }
  return results;
}

describe('stored histories', () => {
  test('replay on the workflows as they are', async () => {
    const names = stored.map(({ name }) => name).toSorted();
    const results = await replay(stored);
    expect(results.toSorted(([a], [b]) => a.localeCompare(b))).toEqual(
      names.map((name) => [name, undefined]),
    );
  });

  test('fail to replay once a step is called otherwise', async () => {
    const run = stored.filter(({ name }) => name === 'run-payments.json');
    const broken = run.map(({ name, text }) => ({
      name,
      text: text.replaceAll('"sendPayments"', '"transferPayments"'),
    }));
    const errors = (await replay(broken)).map(([, error]) => String(error));
    expect(errors).toEqual([expect.stringMatching(/nondeterminism|determinism/iu)]);
  });

  test('fail to replay once a local step is called otherwise', async () => {
    const claim = stored.filter(({ name }) => name === 'process-claim-clean.json');
    const broken = claim.map(({ name, text }) => ({ name, text: renameMarkers(text) }));
    const errors = (await replay(broken)).map(([, error]) => String(error));
    expect(errors).toEqual([expect.stringMatching(/nondeterminism|determinism/iu)]);
  });

  test('stand for every workflow that is exported', async () => {
    const exported = Object.keys(await import('../../workflows/index.ts'));
    const types = stored.map(({ text }) => /"workflowType": \{\s*"name": "(\w+)"/u.exec(text)?.[1]);
    expect(new Set(types)).toEqual(new Set(exported));
    expect(Object.keys(workflowNames).toSorted()).toEqual(exported.toSorted());
  });

  test('name no machine and no folder', () => {
    const identities = stored.flatMap(({ text }) =>
      [...text.matchAll(/"identity": "([^"]*)"/gu)].map((match) => match[1]),
    );
    expect(new Set(identities)).toEqual(new Set(['scripted-office']));
    expect(stored.filter(({ text }) => text.includes('stackTrace'))).toEqual([]);
  });
});

/** The name of a local activity stands in the marker's data, as base64 of JSON. */
function renameMarkers(text: string): string {
  return text.replaceAll(/"data": "([\w+/=]+)"/gu, (whole, data: string) => {
    const json = Buffer.from(data, 'base64').toString();
    const renamed = json.replace('"assessClaim"', '"judgeClaim"');
    return json === renamed ? whole : `"data": "${Buffer.from(renamed).toString('base64')}"`;
  });
}
