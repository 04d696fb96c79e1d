import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postJson, startSimulators, type Simulators } from '../support/start-simulators.ts';

let simulators: Simulators;
let registry: string;

beforeAll(async () => {
  simulators = await startSimulators();
  registry = simulators.registry;
});
afterAll(async () => {
  await simulators.stop();
});

let certificates = 0;
function aCertificate(part: Record<string, unknown> = {}) {
  certificates += 1;
  return {
    kind: 'qualification',
    number: `2030001234${String(certificates).padStart(6, '0')}`,
    identityNumber: `64010119900101${String(certificates).padStart(4, '0')}`,
    occupation: '焊工',
    level: '4',
    issuedOn: '2020-05-20',
    ...part,
  };
}

function aQuery(of: ReturnType<typeof aCertificate>, part: Record<string, unknown> = {}) {
  const { kind, number, identityNumber } = of;
  return { ref: `line-${number}`, kind, number, identityNumber, ...part };
}

async function enter(...rows: unknown[]) {
  return await postJson(`${registry}/certificates`, { certificates: rows });
}

async function look(...queries: unknown[]) {
  return await postJson(`${registry}/certificates/query`, { queries });
}

describe('a certificate', () => {
  test('is verified for its holder, with what the registry knows of it', async () => {
    const row = aCertificate();
    await enter(row);
    const { status, json } = await look(aQuery(row));
    expect(status).toBe(200);
    expect(json).toMatchObject({
      source: '模拟证书登记库',
      checkedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      answers: [
        {
          ref: `line-${row.number}`,
          result: 'verified',
          record: { occupation: '焊工', level: '4', issuedOn: '2020-05-20' },
        },
      ],
    });
  });

  test('of another person is a mismatch that tells nothing about it', async () => {
    const row = aCertificate();
    await enter(row);
    const { json } = await look(aQuery(row, { identityNumber: '640101199001019999' }));
    expect(json).toMatchObject({
      answers: [{ ref: `line-${row.number}`, number: row.number, result: 'mismatch' }],
    });
    expect(JSON.stringify(json)).not.toContain('record');
  });

  test('nobody entered is unknown, also when its number is there in another kind', async () => {
    const row = aCertificate();
    await enter(row);
    const { json } = await look(aQuery(row, { kind: 'skill-level' }), aQuery(aCertificate()));
    expect(json).toMatchObject({ answers: [{ result: 'unknown' }, { result: 'unknown' }] });
  });

  test('is found whatever case the holder writes an x in', async () => {
    const row = aCertificate({ identityNumber: '64010119900101001X' });
    await enter(row);
    const { json } = await look(aQuery(row, { identityNumber: ' 64010119900101001x' }));
    expect(json).toMatchObject({ answers: [{ result: 'verified' }] });
  });

  test('entered again is still one certificate', async () => {
    const row = aCertificate();
    expect((await enter(row)).json).toEqual({ received: 1, added: 1, changed: 0 });
    expect((await enter(row)).json).toEqual({ received: 1, added: 0, changed: 0 });
  });

  test('entered with other content is corrected', async () => {
    const row = aCertificate();
    await enter(row);
    expect((await enter({ ...row, level: '3' })).json).toMatchObject({ added: 0, changed: 1 });
    const { json } = await look(aQuery(row));
    expect(json).toMatchObject({ answers: [{ record: { level: '3' } }] });
  });
});

describe('a batch', () => {
  test('of 5000 rows is entered whole, and 500 queries are answered at once', async () => {
    const rows = Array.from({ length: 5_000 }, () => aCertificate());
    expect((await enter(...rows)).json).toMatchObject({ received: 5_000, added: 5_000 });
    const queries = rows.slice(0, 500).map((row) => aQuery(row));
    const { json } = await look(...queries);
    expect(JSON.stringify(json).match(/"verified"/g)).toHaveLength(500);
  });

  test('with one wrong row is refused whole, naming the row and not its content', async () => {
    const good = aCertificate();
    const wrong = aCertificate({ issuedOn: '2020-02-30' });
    const { status, json } = await enter(good, wrong);
    expect(status).toBe(400);
    expect(json).toEqual({ error: 'invalid', field: 'certificates.1.issuedOn' });
    expect((await look(aQuery(good))).json).toMatchObject({ answers: [{ result: 'unknown' }] });
  });

  test('is refused when it is empty or over its limit', async () => {
    const row = aCertificate();
    const queries = Array.from({ length: 501 }, (_, ref) => aQuery(row, { ref: String(ref) }));
    expect(await look(...queries)).toMatchObject({ status: 400 });
    expect(await look()).toMatchObject({ status: 400 });
    const rows = Array.from({ length: 5_001 }, () => row);
    expect(await enter(...rows)).toMatchObject({ status: 400 });
  });

  test('is refused when two of its queries share a ref', async () => {
    const row = aCertificate();
    expect(await look(aQuery(row), aQuery(row))).toMatchObject({ status: 400 });
  });
});

test('an identity number is in no file of the book, not even as a plain hash', async () => {
  const row = aCertificate({ identityNumber: '640101198812310017' });
  await enter(row);
  await look(aQuery(row), aQuery(row, { ref: 'other', identityNumber: '640101198812319999' }));
  const files = (await readdir(simulators.state)).filter((name) => name.startsWith('registry'));
  const contents = await Promise.all(
    files.map((name) => readFile(path.join(simulators.state, name))),
  );
  const book = Buffer.concat(contents);
  const hash = createHash('sha256').update('640101198812310017');
  expect(book.includes(row.number)).toBe(true);
  expect(book.includes('640101198812310017')).toBe(false);
  expect(book.includes('640101198812319999')).toBe(false);
  expect(book.includes(hash.digest('base64url'))).toBe(false);
});
