import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { outboxChannel } from '../../db/outbox.ts';
import { bellName, openBell, type Bell } from '../../worker/bell.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const muchLater = 3_600_000;
const patience = { timeout: 30_000, interval: 20 };

/** The bell of the outbox on a real server that cuts its connection and refuses new ones. */
describe('the bell', () => {
  let database: TestDatabase;
  let name: string;
  let admin: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    name = new URL(database.url).pathname.slice(1);
    admin = new pg.Client({ connectionString: inject('postgresUrl') });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  /** The process of the session that listens; undefined for none. */
  async function listener(): Promise<number | undefined> {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = $1 and application_name = $2
        and state = 'idle' and query like 'listen %'`,
      [name, bellName],
    );
    return rows[0]?.pid;
  }
  const listens = (not?: number): Promise<number> =>
    vi.waitFor(async () => {
      const pid = await listener();
      if (pid === undefined || pid === not) throw new Error('nobody listens');
      return pid;
    }, patience);
  const allowConnections = (allowed: boolean) =>
    admin.query(`alter database ${name} with allow_connections ${allowed}`);

  /** Rings; true once it is heard. */
  async function hears(bell: Bell): Promise<boolean> {
    const heard = bell.next(muchLater).then(() => true);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`notify ${outboxChannel}`);
    await client.end();
    return heard;
  }

  /** A bell with what it logged, closed when the test ends. */
  function open() {
    const logged: string[] = [];
    const log = pino({}, { write: (line) => void logged.push(line) });
    const bell = openBell(database.url, log);
    onTestFinished(() => bell.close());
    const refused = (times: number) =>
      vi.waitFor(() => expect(logged.length).toBeGreaterThanOrEqual(times), patience);
    return { bell, logged, refused };
  }

  test('is heard again each time its connection was cut', async () => {
    const { bell } = open();
    let pid = await listens();
    for (let cut = 0; cut < 2; cut += 1) {
      await admin.query('select pg_terminate_backend($1)', [pid]);
      pid = await listens(pid);
      expect(await hears(bell)).toBe(true);
    }
  });

  test('is heard again after the database refused connections for a while', async () => {
    const { bell, logged, refused } = open();
    const pid = await listens();
    await allowConnections(false);
    await admin.query('select pg_terminate_backend($1)', [pid]);
    await refused(2);
    await allowConnections(true);
    await listens();
    expect(await hears(bell)).toBe(true);
    expect(logged.join()).not.toContain(name);
  });

  test('is heard in the end when the first try was refused', async () => {
    await allowConnections(false);
    const { bell, refused } = open();
    await refused(1);
    await allowConnections(true);
    await listens();
    expect(await hears(bell)).toBe(true);
  });

  test('rings once when it listens anew, for what nobody heard meanwhile', async () => {
    const { bell } = open();
    const pid = await listens();
    const heard = bell.next(muchLater).then(() => true);
    await admin.query('select pg_terminate_backend($1)', [pid]);
    expect(await heard).toBe(true);
  });

  test('stops listening when closed', async () => {
    const { bell } = open();
    await listens();
    await bell.close();
    await vi.waitFor(async () => expect(await listener()).toBeUndefined(), patience);
  });
});
