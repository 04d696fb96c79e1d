import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  httpCertificateRegistry,
  RegistryUnavailable,
  type CertificateQuery,
} from '../../gateways/certificate-registry.ts';
import { saying, startHostileServer, type HostileServer } from '../support/hostile-server.ts';
import { postJson, setFaults, startSimulators } from '../support/start-simulators.ts';
import type { Simulators } from '../support/start-simulators.ts';

let simulators: Simulators;
let hostile: HostileServer | undefined;

const known = Array.from({ length: 500 }, (_, index) => ({
  kind: 'qualification',
  number: `Q${index}`,
  identityNumber: `64010119900101${String(index).padStart(4, '0')}`,
  occupation: '焊工',
  issuedOn: '2020-05-20',
}));
const queries = known.map(({ kind, number, identityNumber }, index): CertificateQuery => ({
  ref: `line-${index}`,
  kind,
  number,
  identityNumber,
}));

beforeAll(async () => {
  simulators = await startSimulators();
  await postJson(`${simulators.registry}/certificates`, { certificates: known });
});
afterAll(async () => {
  await simulators.stop();
});
beforeEach(async () => {
  await setFaults(simulators.registry, { mode: 'ok' });
});
afterEach(() => hostile?.close());

function registry(timeoutMs = 2_000) {
  return httpCertificateRegistry({ url: simulators.registry, timeoutMs });
}

async function lookAtHostile(body: unknown, status = 200) {
  hostile = await startHostileServer(saying(JSON.stringify(body), status));
  const { url } = hostile;
  return await httpCertificateRegistry({ url, timeoutMs: 2_000 }).look(queries.slice(0, 2));
}

const record = { issuedOn: '2020-05-20' };
const first = { ref: 'line-0', number: 'Q0', result: 'verified', record };
const second = { ref: 'line-1', number: 'Q1', result: 'unknown' };
const head = { source: 's', checkedAt: '2021-01-01T00:00:00.000Z' };

describe('the registry gateway', () => {
  test('answers 500 queries in their order', async () => {
    const answers = await registry().look(queries);
    expect(answers.map(({ ref }) => ref)).toEqual(queries.map(({ ref }) => ref));
    expect(answers[7]).toEqual({
      ref: 'line-7',
      result: 'verified',
      record: { occupation: '焊工', issuedOn: '2020-05-20' },
      source: '模拟证书登记库',
      checkedAt: expect.stringMatching(/Z$/),
    });
  });

  test('tells a certificate of another person and an unknown one apart', async () => {
    const other = { ref: 'a', kind: 'qualification', number: 'Q1', identityNumber: 'X' };
    const none = { ref: 'b', kind: 'qualification', number: 'none', identityNumber: 'X' };
    const answers = await registry().look([other, none]);
    expect(answers.map(({ result }) => result)).toEqual(['mismatch', 'unknown']);
    expect(answers[0]).not.toHaveProperty('record');
  });

  test('asks nobody when there is nothing to ask', async () => {
    const nowhere = httpCertificateRegistry({ url: 'http://127.0.0.1:9', timeoutMs: 100 });
    expect(await nowhere.look([])).toEqual([]);
  });

  test('takes two queries with one ref, and 501 queries, for a mistake of the caller', async () => {
    const [query] = queries;
    if (!query) throw new Error('no query');
    await expect(registry().look([query, query])).rejects.toThrow(RangeError);
    const tooMany = [...queries, { ...query, ref: 'one-more' }];
    await expect(registry().look(tooMany)).rejects.toThrow(RangeError);
  });

  test('believes the answer it was given', async () => {
    const answers = await lookAtHostile({ ...head, answers: [second, first] });
    expect(answers.map(({ result }) => result)).toEqual(['verified', 'unknown']);
  });
});

describe('a fault of the registry', () => {
  test.each(['5xx', 'execute-then-time-out'])('%s is no answer', async (mode) => {
    await setFaults(simulators.registry, { mode });
    await expect(registry().look(queries)).rejects.toThrow(RegistryUnavailable);
  });

  test('of 300 garbage answers not one is believed', async () => {
    await setFaults(simulators.registry, { mode: 'garbage', seed: 3 });
    const batch = queries.slice(0, 3);
    const reasons = new Set<string>();
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const failure: unknown = await registry()
        .look(batch)
        .catch((error: unknown) => error);
      if (!(failure instanceof RegistryUnavailable)) throw new Error('garbage was believed');
      reasons.add(failure.reason);
    }
    expect(reasons).toEqual(new Set(['not-json', 'too-large', 'incomplete']));
  });

  test('a delay within the time-out is waited for, a longer one is not', async () => {
    await setFaults(simulators.registry, { mode: 'delay', delayMs: 300 });
    expect(await registry(5_000).look(queries)).toHaveLength(500);
    await expect(registry(100).look(queries)).rejects.toMatchObject({ reason: 'time-out' });
  });

  test('at half of the requests lets a patient caller through', async () => {
    await setFaults(simulators.registry, { mode: '5xx', share: 0.5, seed: 1 });
    const lengths: number[] = [];
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      const answers = await registry()
        .look(queries)
        .catch(() => []);
      lengths.push(answers.length);
    }
    expect(new Set(lengths)).toEqual(new Set([0, 500]));
  });
});

describe('a hostile answer', () => {
  test.each([
    ['leaves a query out', { ...head, answers: [first] }],
    ['answers a query twice', { ...head, answers: [first, first] }],
    ['adds an answer', { ...head, answers: [first, second, { ...second, ref: 'line-2' }] }],
    ['answers a query nobody asked', { ...head, answers: [first, { ...second, ref: 'x' }] }],
    ['puts an answer to another query', { ...head, answers: [{ ...first, number: 'Q9' }, second] }],
    ['verifies without a record', { ...head, answers: [{ ...first, record: undefined }, second] }],
    ['knows a day that is none', withFirst({ record: { issuedOn: '2020-02-30' } })],
    ['has a result of its own', withFirst({ result: 'VERIFIED' })],
    ['has a result that is true', withFirst({ result: true })],
    ['has a label with control characters', withFirst({ record: { ...record, level: 'a\nb' } })],
    ['has no time', { source: 's', answers: [first, second] }],
    ['is a list', [first, second]],
    ['is null', null],
  ])('that %s is not believed', async (_name, body) => {
    await expect(lookAtHostile(body)).rejects.toThrow(RegistryUnavailable);
  });

  test.each([400, 401, 404, 429])('with status %d is not believed', async (status) => {
    const body = { ...head, answers: [first, second] };
    await expect(lookAtHostile(body, status)).rejects.toMatchObject({ reason: 'refused' });
  });
});

test('no failure names an identity number or an address', async () => {
  await setFaults(simulators.registry, { mode: 'garbage' });
  const failure = await registry()
    .look(queries)
    .catch((error: unknown) => error);
  if (!(failure instanceof Error)) throw new Error('garbage was believed');
  expect(`${failure.stack} ${String(failure.cause)}`).not.toMatch(/640101|http:/);
});

function withFirst(change: object) {
  return { ...head, answers: [{ ...first, ...change }, second] };
}
