import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { derivedId } from '../../db/ids.ts';
import { openTask } from '../../db/task.ts';
import { isoDate } from '../../domain/days.ts';
import { file, firm, identityOf, line, startApi, units, type Ask } from '../support/api-fixture.ts';

const keyOf = (name: string): string => derivedId('key', name);
const filing = (name: string, serial: number, changes: Record<string, unknown> = {}): Ask => ({
  url: '/v1/claims',
  who: 'agent',
  key: keyOf(name),
  body: file(name, { lines: [line(serial)], ...changes }),
});
const claimIdOf = (name: string): string => file(name).claimId;

describe('claims over the API', () => {
  let server: Awaited<ReturnType<typeof startApi>>;
  beforeAll(async () => {
    server = await startApi();
  });
  afterAll(() => server.close());

  test('are stored with roster, duty, start message and audit', async () => {
    expect((await server.inject(filing('whole', 1))).status).toBe(201);
    const id = claimIdOf('whole');
    const { rows } = await sql`
      select c.stage, c.occurred_on as day, c.month, l.certificate_state as certificate, d.duty,
        o.kind, o.name, (select count(*)::int from audit where object_id = ${id}) as audits
      from claim c join claim_line l on l.claim_id = c.id join duty d on d.subject_id = c.id
      join workflow_outbox o on o.id = c.id where c.id = ${id}`.execute(server.db);
    expect(rows).toEqual([
      {
        stage: 'submitted',
        day: '2021-03-10',
        month: '2021-03',
        certificate: 'pending',
        duty: 'submitter',
        kind: 'start',
        name: expect.any(String),
        audits: 1,
      },
    ]);
  });

  test('are filed once under a key, which serves no other content', async () => {
    const first = await server.inject(filing('once', 2));
    const again = await server.inject(filing('once', 2));
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers['idempotency-hit']).toBe('true');
    const other = await server.inject({ ...filing('other', 3), key: keyOf('once') });
    expect(other.status).toBe(422);
    expect(other.text).toContain('idempotency-key-reused');
  });

  test('of others look like unknown ones', async () => {
    await server.inject(filing('own', 4));
    const read = (id: string) =>
      server.inject({ method: 'GET', url: `/v1/claims/${id}`, who: 'otherAgent' });
    const [foreign, unknown] = [claimIdOf('own'), derivedId('nothing')];
    const [a, b] = [await read(foreign), await read(unknown)];
    expect([a.status, b.status]).toEqual([404, 404]);
    expect(a.text.replaceAll(foreign, '')).toBe(b.text.replaceAll(unknown, ''));
  });

  test('show the last four characters of an identity number and never all of it', async () => {
    const filed = await server.inject(filing('masked', 5));
    const ask = (url: string) => server.inject({ method: 'GET', url, who: 'agent' });
    const shown = await ask(`/v1/claims/${claimIdOf('masked')}`);
    const list = await ask('/v1/claims');
    expect(shown.text).toContain(`"**************${identityOf(5).slice(-4)}"`);
    for (const { text } of [filed, shown, list]) expect(text).not.toContain(identityOf(5));
  });

  test('may be dated back by a post with the right, within its days', async () => {
    const back = { occurredOn: '2020-06-01' };
    expect((await server.inject(filing('back', 6, back))).status).toBe(201);
    const organisation = { organisationId: firm(1).id, accountId: firm(1).account.id };
    const without = filing('no right', 7, { ...back, ...organisation, unit: units[1] });
    for (const ask of [
      { ...without, who: 'otherAgent' as const },
      filing('too early', 7, { occurredOn: '2019-12-31' }),
      filing('tomorrow', 7, { occurredOn: '2021-03-11' }),
    ]) {
      const { status, text } = await server.inject(ask);
      expect([status, text]).toEqual([422, expect.stringContaining('day-not-allowed')]);
    }
  });

  test('are decided while Temporal is away, never before the previous fact', async () => {
    await server.inject(filing('decided', 8, { occurredOn: '2020-06-01' }));
    const [id, claimId] = [derivedId('task'), claimIdOf('decided')];
    const task = { id, kind: 'acceptance', claimId, subjectId: claimId, unit: units[0] };
    const openedOn = isoDate('2020-06-01');
    await server.db
      .transaction()
      .execute((tx) => openTask(tx, { ...task, role: 'acceptance', openedOn }));
    const decide = (occurredOn: string): Promise<{ status: number; text: string }> =>
      server.inject({
        url: `/v1/tasks/${id}/decisions`,
        who: 'acceptance',
        key: keyOf('decision'),
        body: { decisionId: derivedId('decision'), outcome: 'accept', occurredOn },
      });
    expect((await decide('2020-05-31')).text).toContain('day-not-allowed');
    const { status, text } = await decide('2020-06-02');
    expect([status, text]).toEqual([202, expect.stringContaining('"state":"requested"')]);
    const { rows } = await sql`
      select d.state, d.outcome, d.occurred_on as day, o.kind, o.done_at as done
      from decision d join workflow_outbox o on o.id = d.id`.execute(server.db);
    expect(rows).toEqual([
      { state: 'requested', outcome: 'accept', day: '2020-06-02', kind: 'update', done: null },
    ]);
  });

  test('cannot name a certificate that another claim names', async () => {
    await server.inject(filing('first', 9));
    const { status, text } = await server.inject(filing('second', 9));
    expect([status, text]).toEqual([409, expect.stringContaining('certificate-already-claimed')]);
  });

  test('and every other route stand in the OpenAPI 3.1 document', async () => {
    const { text } = await server.inject({ method: 'GET', url: '/openapi.json' });
    const document = z
      .object({
        openapi: z.string(),
        paths: z.record(z.string(), z.record(z.string(), z.unknown())),
      })
      .parse(JSON.parse(text));
    expect(document.openapi).toMatch(/^3\.1\./u);
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(listed.toSorted()).toEqual(
      [
        'get /v1/claims',
        'get /v1/claims/{claimId}',
        'get /v1/evaluations/{editionId}',
        'get /v1/evaluations/{editionId}/figures',
        'get /v1/evaluations/{editionId}/figures.csv',
        'get /v1/evaluations/{editionId}/report.pdf',
        'get /v1/health',
        'get /v1/months',
        'get /v1/months/{month}',
        'get /v1/payment-runs/{runId}',
        'get /v1/tasks',
        'get /v1/tasks/{taskId}',
        'post /v1/claims',
        'post /v1/claims/{claimId}/hold',
        'post /v1/claims/{claimId}/objections',
        'post /v1/claims/{claimId}/release',
        'post /v1/claims/{claimId}/withdrawal',
        'post /v1/evaluations',
        'post /v1/months/{month}/closing',
        'post /v1/payment-runs',
        'post /v1/reported-figures',
        'post /v1/tasks/{taskId}/decisions',
      ].toSorted(),
    );
  });
});
