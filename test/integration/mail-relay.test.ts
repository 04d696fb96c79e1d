import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { connect, type Database } from '../../db/connect.ts';
import { smtpMailer, type Mailer } from '../../gateways/mailer.ts';
import { startMailRelay } from '../../worker/mail-relay.ts';
import {
  getJson,
  setFaults,
  startSimulators,
  type Simulators,
} from '../support/start-simulators.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const address = 'desk@county.example';
const inbox = z.object({ messages: z.array(z.object({ messageId: z.string() })) });
const patience = { timeout: 30_000, interval: 20 };

/** Mails written to a real outbox, brought by real SMTP to the simulated mailbox. */
describe('the mail relay', () => {
  let simulators: Simulators;
  let database: TestDatabase;
  let db: Database;
  let mailer: Mailer;
  let logged: string[];
  let relays: { stop: () => Promise<void> }[];

  beforeAll(async () => {
    simulators = await startSimulators();
    database = await createTestDatabase();
    db = connect(database.url);
    mailer = smtpMailer({
      url: `smtp://127.0.0.1:${simulators.smtp}`,
      from: 'office@tisheng.example',
      timeoutMs: 5_000,
    });
  });
  afterAll(async () => {
    mailer.close();
    await db.destroy();
    await database.drop();
    await simulators.stop();
  });
  beforeEach(async () => {
    logged = [];
    relays = [];
    await setFaults(simulators.mailbox, { mode: 'ok' });
  });
  afterEach(() => stopRelays());

  function startRelay(on = db): void {
    const log = pino({}, { write: (line) => void logged.push(line) });
    const simulated = () => Promise.resolve(false);
    relays.push(startMailRelay({ db: on, mailer, domain: 'test', simulated, log }));
  }
  const stopRelays = () => Promise.all(relays.splice(0).map((relay) => relay.stop()));

  /** A mail in the outbox for somebody who holds a post; answers its id. */
  async function written(template = 'task-reminder'): Promise<string> {
    const id = randomUUID();
    const [person, post] = [randomUUID(), randomUUID()];
    await db.insertInto('person').values({ id: person, name: '示例人员' }).execute();
    await sql`insert into unit (code, name, kind) values ('640000', '示例', 'region')
      on conflict do nothing`.execute(db);
    await db.insertInto('post').values({ id: post, role: 'review', unit_code: '640000' }).execute();
    await db
      .insertInto('post_holder')
      .values({ post_id: post, person_id: person, mail: address })
      .execute();
    await sql`insert into mail_outbox (id, event, recipient, template, params)
      values (${id}, ${`reminder:${id}`}, ${person}, ${template}, '{"kind":"review"}')`.execute(db);
    return id;
  }

  async function arrived(): Promise<string[]> {
    const { json } = await getJson(`${simulators.mailbox}/messages`);
    return inbox.parse(json).messages.map(({ messageId }) => messageId);
  }
  const row = (id: string) =>
    db.selectFrom('mail_outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const becomes = (id: string, expected: object) =>
    vi.waitFor(async () => expect(await row(id)).toMatchObject(expected), patience);
  const dueNow = (id: string, attempts?: number) =>
    sql`update mail_outbox set next_at = clock_timestamp(),
      attempts = coalesce(${attempts ?? null}::int, attempts) where id = ${id}`.execute(db);

  test('sends each mail once, with several relays at work', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => written()));
    const others = [connect(database.url), connect(database.url)];
    // Connected before, they reach for the same mail at the same time.
    await Promise.all(others.map((on) => sql`select 1`.execute(on)));
    for (const on of others) startRelay(on);
    for (const id of ids) await becomes(id, { sent_at: expect.any(String), attempts: 1 });
    await stopRelays();
    await Promise.all(others.map((on) => on.destroy()));
    const expected = ids.map((id) => `<${id}@test>`);
    const ours = (await arrived()).filter((messageId) => expected.includes(messageId));
    expect(ours.toSorted()).toEqual(expected.toSorted());
  });

  test('leaves a mail alone that another relay has in hand', async () => {
    const inHand = await written();
    const free = await written();
    await db.transaction().execute(async (tx) => {
      await sql`select from mail_outbox where id = ${inHand} for update`.execute(tx);
      startRelay();
      await becomes(free, { sent_at: expect.any(String) });
      expect(await row(inHand)).toMatchObject({ attempts: 0, sent_at: null });
    });
  });

  test('sends a mail again that the server could not take, and notes that it went', async () => {
    await setFaults(simulators.mailbox, { mode: '4xx' });
    const id = await written();
    startRelay();
    await becomes(id, { last_error: 'MailUnavailable', sent_at: null, failed_at: null });
    await stopRelays();
    await setFaults(simulators.mailbox, { mode: 'ok' });
    await dueNow(id);
    startRelay();
    await becomes(id, { sent_at: expect.any(String), last_error: null, attempts: 2 });
    expect(await arrived()).toContain(`<${id}@test>`);
  });

  test('gives a mail up after its last try, and it stays in sight as failed', async () => {
    await setFaults(simulators.mailbox, { mode: '4xx' });
    const id = await written();
    await dueNow(id, 38);
    startRelay();
    await becomes(id, { attempts: 39, last_error: 'MailUnavailable', failed_at: null });
    await stopRelays();
    await dueNow(id);
    startRelay();
    const failed = { failed_at: expect.any(String), sent_at: null, last_error: 'MailUnavailable' };
    await becomes(id, { ...failed, attempts: 40 });
  });

  test('gives a mail up at once that the server refuses for good', async () => {
    await setFaults(simulators.mailbox, { mode: '5xx' });
    const id = await written();
    startRelay();
    await becomes(id, { failed_at: expect.any(String), last_error: 'MailRefused', attempts: 1 });
  });

  test('is not held up by a mail that has no text', async () => {
    const bad = await written('unknown');
    const good = await written();
    startRelay();
    await becomes(good, { sent_at: expect.any(String) });
    expect(await row(bad)).toMatchObject({ last_error: 'Error', sent_at: null });
  });

  test('logs that it does not reach the outbox, and no address in any failure', async () => {
    await setFaults(simulators.mailbox, { mode: '5xx' });
    const id = await written();
    startRelay();
    await becomes(id, { failed_at: expect.any(String) });
    const gone = connect(database.url.replace(/test_\w+$/u, 'no_such_database'));
    startRelay(gone);
    await vi.waitFor(() => expect(logged.join()).toContain('mail outbox not reachable'), patience);
    expect(logged.join()).toContain('mail not sent');
    expect(logged.join()).not.toMatch(/@|示例|county/u);
    await stopRelays();
    await gone.destroy();
  });
});
