import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errors } from '../../api/errors.ts';
import {
  aFiling,
  county,
  openApiOffice,
  otherCounty,
  region,
  type ApiOffice,
} from '../support/api-office.ts';
import { malformedRequests } from '../support/malformed-requests.ts';
import type { Malformed } from '../support/right-requests.ts';
import { openStopFinding } from '../support/stop-finding.ts';

const chinese = /\p{Script=Han}/u;

describe('malformed requests', () => {
  let office: ApiOffice;
  let requests: Malformed[];

  beforeAll(async () => {
    office = await openApiOffice();
    const claimant = await office.organisation();
    const acceptor = await office.officer('acceptance', county);
    const filing = aFiling(claimant);
    await office.post(claimant.agent, '/v1/claims', filing);
    await office.screen(filing.claimId);
    const { taskId } = await office.db
      .selectFrom('task')
      .select('id as taskId')
      .executeTakeFirstOrThrow();
    await openStopFinding(office.db, filing.claimId);
    const { id: findingId } = await office.db
      .selectFrom('finding')
      .select('id')
      .executeTakeFirstOrThrow();
    const { agent: stranger, accountId } = await office.organisation(otherCounty);
    requests = malformedRequests({
      claimant,
      acceptor,
      stranger,
      taskId,
      findingId,
      claimId: filing.claimId,
      operator: await office.officer('operator', region),
      payer: await office.officer('payment', region),
      reporter: await office.officer('report', region),
      foreignAccount: accountId,
    });
  });
  afterAll(() => office.close());

  test('are more than two hundred, over every route', async () => {
    expect(requests.length).toBeGreaterThan(200);
    expect(new Set(requests.map(({ name }) => name)).size).toBe(requests.length);
    const { body } = await office.get(undefined, '/openapi.json');
    const addresses = requests.map(
      ({ request }) => `${request.method ?? ''} ${textOf(request.url)}`,
    );
    const untried = operationsOf(body['paths']).filter(
      (operation) => !addresses.some((address) => operation.test(address)),
    );
    expect(untried.map(String)).toEqual(['/^GET \\/v1\\/health(?:\\?|$)/u']);
  });

  test('are each refused with what is wrong and where, and leave no trace', async () => {
    const before = await countRows(office);
    const wrong: string[] = [];
    for (const { name, request, path } of requests) {
      const answer = await office.api.inject(request);
      const fault = faultOf(answer.statusCode, answer.body, path);
      if (fault !== undefined) wrong.push(`${name}: ${fault}`);
    }
    expect(wrong).toEqual([]);
    expect(await countRows(office)).toEqual(before);
  });
});

const textOf = (url: unknown): string => (typeof url === 'string' ? url : '');

/** Every operation of the API's own description, as the requests that are meant for it look. */
function operationsOf(paths: unknown): RegExp[] {
  return Object.entries(paths ?? {}).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => {
      const pattern = path.replaceAll('/', '\\/').replaceAll(/\{[^}]+\}/gu, '[^/?]+');
      return new RegExp(`^${method.toUpperCase()} ${pattern}(?:\\?|$)`, 'u');
    }),
  );
}

/** What the answer lacks of a good refusal; undefined when it is one. */
function faultOf(status: number, text: string, path: string | undefined): string | undefined {
  if (status < 400 || status > 499) return `answered ${String(status)} ${text.slice(0, 200)}`;
  const problem: unknown = JSON.parse(text);
  if (typeof problem !== 'object' || problem === null) return `no problem document: ${text}`;
  const { code, detail, title, errors: faults } = { ...fieldless, ...problem };
  if (!Object.keys(errors).includes(code) || code === 'internal') return `unknown code ${code}`;
  if (!chinese.test(detail) || !chinese.test(title)) return `no Chinese detail: ${text}`;
  if (path === undefined) return undefined;
  const paths = faults.map((it) => it.path);
  if (!paths.includes(path)) return `does not name ${path} but ${paths.join(' ')} (${code})`;
  return faults.every((it) => chinese.test(it.reason)) ? undefined : `no Chinese reason: ${text}`;
}

type Problem = {
  code: string;
  detail: string;
  title: string;
  errors: { path: string; reason: string }[];
};
const fieldless: Problem = { code: '', detail: '', title: '', errors: [] };

async function countRows({ db }: ApiOffice): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db);
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(name)}`.execute(db);
    counts[name] = rows[0]?.n ?? -1;
  }
  return counts;
}
