import { randomUUID } from 'node:crypto';
import { type Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { sql } from 'kysely';
import { pino } from 'pino';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  test,
  vi,
} from 'vitest';
import { outboxChannel } from '../../db/outbox.ts';
import { startRelay } from '../../worker/relay.ts';
import { createWorkers } from '../../worker/workers.ts';
import { claimWorkflowId, queues, workflowNames } from '../../workflows/messages.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';
import { openNamespace } from '../support/scripted-office.ts';

const patience = { timeout: 60_000, interval: 50 };
/** More failed tries than the relay made in an outage of two minutes. */
const manyAttempts = 9;

/** Claims that were filed and withdrawn while Temporal was away, and what the relay makes of it. */
describe('the relay after an outage of Temporal', () => {
  let office: ClaimOffice;
  let connection: Connection;
  let native: NativeConnection;
  let client: Client;
  let workers: Worker[];
  let running: Promise<unknown>;
  let relay: { stop: () => Promise<void> } | undefined;

  beforeAll(async () => {
    const address = inject('temporalAddress');
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    office = await openClaimOffice();
    connection = await Connection.connect({ address });
    client = await openNamespace(connection);
    native = await NativeConnection.connect({ address });
    const { namespace } = client.options;
    workers = await createWorkers(native, office.deps, { namespace, names: ['claims', 'verify'] });
    running = Promise.all(workers.map((worker) => worker.run()));
  });
  afterAll(async () => {
    for (const worker of workers) worker.shutdown();
    await running;
    await native.close();
    await connection.close();
    await office.close();
  });
  beforeEach(async () => {
    await office.db.deleteFrom('workflow_outbox').execute();
  });
  afterEach(() => relay?.stop());

  const start = (): void => {
    const { db, database } = office;
    relay = startRelay({ db, url: database.url, client, log: pino({ level: 'silent' }) });
  };

  /** A claim filed and withdrawn: a start and an update wait, tried often and in vain. */
  async function withdrawn(): Promise<{ claimId: string; actId: string }> {
    const claimId = await office.filed();
    const actId = randomUUID();
    const answer = await office.act(office.claimant.agent, claimId, 'withdrawal', { actId });
    expect(answer.status).toBe(202);
    await office.db.updateTable('workflow_outbox').set({ attempts: manyAttempts }).execute();
    return { claimId, actId };
  }

  /** Makes messages of this kind due, as the wait after a failed try does one day. */
  async function dueNow(kind: 'start' | 'update' | 'signal'): Promise<void> {
    await sql`update workflow_outbox set next_at = clock_timestamp()
      where kind = ${kind} and done_at is null`.execute(office.db);
    await sql`select pg_notify(${outboxChannel}, '')`.execute(office.db);
  }
  const later = (kind: 'start' | 'update') =>
    sql`update workflow_outbox set next_at = 'infinity' where kind = ${kind}`.execute(office.db);

  const message = (id: string) =>
    office.db
      .selectFrom('workflow_outbox')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const messageBecomes = (id: string, expected: object) =>
    vi.waitFor(async () => expect(await message(id)).toMatchObject(expected), patience);
  const claimBecomes = (claimId: string, expected: object) =>
    vi.waitFor(async () => {
      const claim = office.db.selectFrom('claim').selectAll().where('id', '=', claimId);
      expect(await claim.executeTakeFirstOrThrow()).toMatchObject(expected);
    }, patience);

  test('brings a withdrawal that is due before the start of its claim after it', async () => {
    const { claimId, actId } = await withdrawn();
    const signal = randomUUID();
    await sql`insert into workflow_outbox (id, kind, workflow_id, name, payload)
      values (${signal}, 'signal', 'claim-of-nobody', 'tryAgain', '[]')`.execute(office.db);
    await later('start');
    await dueNow('update');
    start();
    await messageBecomes(signal, { last_error: 'WorkflowNotFoundError', done_at: null });
    expect(await message(actId)).toMatchObject({ attempts: manyAttempts, done_at: null });
    await dueNow('start');
    await claimBecomes(claimId, { stage: 'closed', outcome: 'withdrawn' });
    await messageBecomes(actId, { done_at: expect.any(String) });
  });

  test('keeps a withdrawal whose workflow is not there until it is started', async () => {
    const { claimId, actId } = await withdrawn();
    await office.db.deleteFrom('workflow_outbox').where('kind', '=', 'start').execute();
    await dueNow('update');
    start();
    await messageBecomes(actId, { last_error: 'WorkflowNotFoundError', done_at: null });
    await client.workflow.start(workflowNames.processClaim, {
      workflowId: claimWorkflowId(claimId),
      taskQueue: queues.claims,
      args: [{ v: 1, claimId, packVersion: 'as the row says' }],
    });
    await dueNow('update');
    await claimBecomes(claimId, { stage: 'closed', outcome: 'withdrawn' });
    await messageBecomes(actId, { done_at: expect.any(String) });
  });

  test('drops an update whose workflow is not there once its claim is closed', async () => {
    const { claimId, actId } = await withdrawn();
    await office.db
      .updateTable('claim')
      .set({ stage: 'closed', outcome: 'refused', closed_on: office.deps.clock.today() })
      .where('id', '=', claimId)
      .execute();
    await office.db.deleteFrom('workflow_outbox').where('kind', '=', 'start').execute();
    await dueNow('update');
    start();
    await messageBecomes(actId, { done_at: expect.any(String) });
  });
});
