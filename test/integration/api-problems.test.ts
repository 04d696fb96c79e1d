import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import {
  aFiling,
  aLine,
  county,
  identityNumber,
  openApiOffice,
  type ApiOffice,
} from '../support/api-office.ts';

async function open(options: Parameters<typeof openApiOffice>[0] = {}): Promise<ApiOffice> {
  const office = await openApiOffice(options);
  onTestFinished(() => office.close());
  return office;
}

describe('a problem', () => {
  test('is a document of RFC 9457 with a code of the catalogue', async () => {
    const office = await open();
    const answer = await office.get(undefined, '/v1/claims');
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer).toMatchObject({
      status: 401,
      body: {
        type: 'urn:tisheng:error:not-signed-in',
        title: '未登录或令牌无效',
        status: 401,
        code: 'not-signed-in',
        detail: expect.any(String),
      },
    });
  });

  test('of a body that is not JSON says so', async () => {
    const office = await open();
    const { agent } = await office.organisation();
    for (const type of ['text/plain', 'application/xml']) {
      const answer = await office.api.inject({
        method: 'POST',
        url: '/v1/claims',
        payload: '{}',
        headers: { authorization: `Bearer ${agent.token}`, 'content-type': type },
      });
      expect(answer.statusCode).toBe(415);
      expect(answer.json()).toMatchObject({ code: 'unsupported-media-type' });
    }
  });

  test('of a failing database says try again, and after it everything works', async () => {
    const office = await open();
    const claimant = await office.organisation();
    const locker = new pg.Client({ connectionString: office.database.url });
    await locker.connect();
    await locker.query('begin; lock table claim');
    const filing = office.post(claimant.agent, '/v1/claims', aFiling(claimant));
    await waitForLock(locker);
    await locker.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await locker.query('rollback');
    await locker.end();
    const answer = await filing;
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(answer.headers['retry-after']).toBe('5');
    expect((await office.post(claimant.agent, '/v1/claims', aFiling(claimant))).status).toBe(201);
  });

  test('of a database out of reach says so too', async () => {
    const db = connect('postgresql://nobody:none@127.0.0.1:1/none');
    const office = await open({ context: { db } });
    const { agent } = await office.organisation();
    expect(await office.get(agent, '/v1/claims')).toMatchObject({ status: 503 });
    expect(await office.get(undefined, '/v1/health')).toMatchObject({
      status: 503,
      body: { code: 'unavailable' },
    });
    await db.destroy();
  });

  test('without a pack names what is missing', async () => {
    const office = await open();
    const claimant = await office.organisation();
    await sql`delete from pack_version`.execute(office.db);
    const answer = await office.post(claimant.agent, '/v1/claims', aFiling(claimant));
    expect(answer).toMatchObject({ status: 503, body: { code: 'pack-missing' } });
  });

  test('of too many requests meets only whoever sends them', async () => {
    const office = await open({ api: { requestsPerMinute: 3 } });
    const [one, other] = [await office.organisation(), await office.organisation()];
    const statuses = [];
    for (let sent = 0; sent < 5; sent += 1) {
      statuses.push((await office.get(one.agent, '/v1/claims')).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const refused = await office.get(one.agent, '/v1/claims');
    expect(refused.body).toMatchObject({ code: 'too-many-requests' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await office.get(other.agent, '/v1/claims')).status).toBe(200);
  });

  test('of many wrong tokens slows the guessing down and hurts no one else', async () => {
    const office = await open();
    const { agent } = await office.organisation();
    const guesses = await Promise.all(
      Array.from({ length: 310 }, () =>
        office.get({ id: '', token: randomUUID().replaceAll('-', '') }, '/v1/claims'),
      ),
    );
    const statuses = new Set(guesses.map(({ status }) => status));
    expect(statuses).toEqual(new Set([401, 429]));
    expect((await office.get(agent, '/v1/claims')).status).toBe(200);
  });
});

describe('while Temporal is out of reach', () => {
  const connection = Connection.lazy({ address: '127.0.0.1:1', connectTimeout: 500 });
  afterAll(() => connection.close());

  test('a decision is stored and its delivery left to the relay', async () => {
    const office = await open({ context: { client: new Client({ connection }) } });
    const claimant = await office.organisation();
    const acceptor = await office.officer('acceptance', county);
    const filing = aFiling(claimant);
    await office.post(claimant.agent, '/v1/claims', filing);
    await office.screen(filing.claimId);
    const { id } = await office.db.selectFrom('task').select('id').executeTakeFirstOrThrow();
    const decision = { decisionId: randomUUID(), outcome: 'accept' };
    const answer = await office.post(acceptor, `/v1/tasks/${id}/decisions`, decision);
    expect(answer).toMatchObject({ status: 202, body: { state: 'requested' } });
    const left = await office.db
      .selectFrom('workflow_outbox')
      .select('done_at')
      .where('id', '=', decision.decisionId)
      .executeTakeFirst();
    expect(left).toEqual({ done_at: null });
    expect((await office.get(undefined, '/v1/health')).body).toEqual({
      database: true,
      temporal: false,
    });
  });
});

describe('answers from a simulated database', () => {
  let office: ApiOffice;
  beforeAll(async () => {
    office = await openApiOffice({ simulated: true });
  });
  afterAll(() => office.close());

  test('say so, problems and pages included', async () => {
    const { agent } = await office.organisation();
    for (const url of ['/v1/claims', '/v1/tasks', '/v1/nothing', `/v1/claims/${randomUUID()}`]) {
      const answer = await office.get(agent, url);
      expect(answer.headers['x-tisheng-simulated']).toBe('true');
      expect(answer.body['simulated']).toBe(true);
    }
    const unreadable = await office.get(agent, '/v1/claims/%E0%A4%A');
    expect(unreadable.headers['x-tisheng-simulated']).toBe('true');
    expect(unreadable.body).toMatchObject({ code: 'invalid-request', simulated: true });
    const page = await office.api.inject('/');
    expect(page.headers['x-tisheng-simulated']).toBe('true');
    expect(page.body).toContain('模拟数据 非正式文件');
  });

  test('and those from a real one do not', async () => {
    const real = await open();
    const { agent } = await real.organisation();
    for (const url of ['/v1/claims', '/v1/claims/%E0%A4%A']) {
      const answer = await real.get(agent, url);
      expect(answer.headers).not.toHaveProperty('x-tisheng-simulated');
      expect(answer.body).not.toHaveProperty('simulated');
    }
    expect((await real.api.inject('/')).body).not.toContain('模拟数据');
  });
});

describe('the log', () => {
  const lines: string[] = [];
  afterEach(() => lines.splice(0));

  test('never holds what somebody sent: names, numbers, tokens', async () => {
    const logTo = { write: (line: string) => void lines.push(line) };
    const office = await open({ api: { logLevel: 'debug', logTo } });
    const claimant = await office.organisation();
    const number = identityNumber();
    const line = aLine({ identityNumber: number, name: '示例机密' });
    const post = (body: unknown) => office.post(claimant.agent, '/v1/claims', body);
    await post(aFiling(claimant, { lines: [line] }));
    await post(aFiling(claimant, { lines: [{ ...line, name: '示例机密乙' }] }));
    await post(aFiling(claimant, { lines: [{ ...line, [number]: number }] }));
    await sql`create function quote() returns trigger language plpgsql as $$ begin
      raise exception 'cannot store %', new.name; end $$`.execute(office.db);
    await sql`create trigger quote before insert on person
      for each row execute function quote()`.execute(office.db);
    const failed = await post(aFiling(claimant, { lines: [aLine({ name: '示例机密' })] }));
    expect(failed).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(failed.body)).not.toContain('示例机密');
    const log = lines.join('');
    expect(log).toContain('request failed');
    expect(log).toContain('P0001');
    for (const secret of [number, '示例机密', claimant.agent.token]) {
      expect(log).not.toContain(secret);
    }
  });
});

async function waitForLock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query(`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    if (rows.length > 0) return;
  }
}
