import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errors } from '../../api/errors.ts';
import { openTask } from '../../db/task.ts';
import { derivedId } from '../../db/ids.ts';
import { isoDate } from '../../domain/days.ts';
import { countRows, file, foreignFile, startApi, units } from '../support/api-fixture.ts';
import { malformedRequests, stored } from '../support/malformed-requests.ts';

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(Object.keys(errors)),
  detail: z.string().regex(/\p{Script=Han}/u),
  errors: z
    .array(
      z.object({ path: z.string().startsWith('/'), reason: z.string().regex(/\p{Script=Han}/u) }),
    )
    .default([]),
});

describe('a malformed request', () => {
  let server: Awaited<ReturnType<typeof startApi>>;
  beforeAll(async () => {
    server = await startApi();
    const { db, inject } = server;
    const key = (name: string): string => derivedId('stored', name);
    const own = await inject({
      url: '/v1/claims',
      who: 'agent',
      key: key('own'),
      body: file('stored'),
    });
    const foreign = await inject({
      url: '/v1/claims',
      who: 'otherAgent',
      key: key('foreign'),
      body: foreignFile,
    });
    if (own.status !== 201 || foreign.status !== 201) throw new Error('a claim was not filed');
    await db.transaction().execute(async (tx) => {
      const open = (id: string, claimId: string, unit: string): Promise<void> =>
        openTask(tx, {
          id,
          kind: 'acceptance',
          claimId,
          subjectId: claimId,
          unit,
          role: 'acceptance',
          openedOn: isoDate('2021-03-10'),
        });
      await open(stored.task, stored.claim, units[0]);
      await open(stored.foreignTask, stored.foreignClaim, units[1]);
    });
  });
  afterAll(() => server.close());

  test('is one of more than two hundred', () => {
    expect(malformedRequests.length).toBeGreaterThanOrEqual(200);
  });

  test.each(malformedRequests)('is refused and leaves no row: $name', async (malformed) => {
    const before = await countRows(server.db);
    const { status, headers, text } = await server.inject(malformed.ask);
    const said = problem.parse(JSON.parse(text));
    expect({ said, status }).toMatchObject({
      said: { code: expect.toBeOneOf([...malformed.codes]), status },
      status: expect.toSatisfy((it) => it >= 400 && it < 500),
    });
    expect(headers['content-type']).toMatch(/^application\/problem\+json/u);
    const paths = malformed.path === undefined ? [''] : said.errors.map((it) => it.path);
    expect(paths).toContainEqual(expect.stringContaining(malformed.path ?? ''));
    expect(await countRows(server.db)).toEqual(before);
  });
});
