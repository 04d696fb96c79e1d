import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instant, month } from '../../domain/days.ts';
import {
  aFiling,
  aLine,
  county,
  openApiOffice,
  region,
  today,
  type ApiOffice,
  type Person,
} from '../support/api-office.ts';
import { enterFigures, reportedByOffice } from '../support/reported-figures.ts';

let office: ApiOffice;
let reporter: Person;
let payer: Person;

beforeAll(async () => {
  office = await openApiOffice({ simulated: true });
  reporter = await office.officer('report', region);
  payer = await office.officer('payment', region);
});
afterAll(() => office.close());

describe('a payment run', () => {
  const release = (who: Person, more: object = {}) =>
    office.post(who, '/v1/payment-runs', { runId: randomUUID(), fund: 'skills-ledger', ...more });

  test('is stored for its workflow and can be watched', async () => {
    const runId = randomUUID();
    const asked = await release(payer, { runId });
    expect(asked).toMatchObject({
      status: 201,
      body: { runId, fund: 'skills-ledger', runOn: today, state: 'requested' },
    });
    const seen = await office.get(payer, `/v1/payment-runs/${runId}`);
    expect(seen.body['payments']).toEqual({
      count: 0,
      amount: '0.00',
      booked: 0,
      returned: 0,
      unknown: 0,
    });
    const start = await office.db
      .selectFrom('workflow_outbox')
      .select(['workflow_id', 'payload'])
      .where('id', '=', runId)
      .executeTakeFirst();
    expect(start).toEqual({
      workflow_id: `run-payments-skills-ledger-${runId}`,
      payload: [{ v: 1, runId, fund: 'skills-ledger', runOn: today }],
    });
  });

  test('belongs to the payment post of the region', async () => {
    const local = await office.officer('payment', county);
    for (const who of [local, reporter]) {
      expect((await release(who)).body.code).toBe('forbidden');
    }
  });

  test('is refused to whoever did something else in a claim it would pay', async () => {
    const claimant = await office.organisation();
    const filing = aFiling(claimant);
    await office.post(claimant.agent, '/v1/claims', filing);
    await sql`
      insert into payment (id, claim_id, unit_code, organisation_id, account_id, fund, amount,
        approved_on, due_on, return_days)
      values (${randomUUID()}, ${filing.claimId}, ${county}, ${claimant.id},
        ${claimant.accountId}, 'skills-ledger', 800, ${today}, ${today}, 10)`.execute(office.db);
    await office.appoint(claimant.agent, { role: 'payment', unit: region });
    expect((await release(claimant.agent)).body.code).toBe('separation-of-duties');
    expect((await release(payer)).status).toBe(201);
  });
});

describe('months', () => {
  test('are listed with their state, and one with its figures', async () => {
    const { body } = await office.get(reporter, '/v1/months');
    expect(body['months']).toContainEqual({ month: '2019-07', state: 'open', closed_at: null });
    const one = await office.get(reporter, '/v1/months/2019-07');
    expect(one.body).toMatchObject({ month: '2019-07', state: 'open', figures: [] });
  });

  test.each(['/v1/months', '/v1/months/2019-07'])('are for staff to read: %s', async (url) => {
    const { agent } = await office.organisation();
    expect(await office.get(agent, url)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    const anywhere = await office.officer('acceptance', county);
    expect((await office.get(anywhere, url)).status).toBe(200);
  });

  test('close in order, at the wish of whoever reports', async () => {
    const close = (who: Person, month: string) =>
      office.post(who, `/v1/months/${month}/closing`, {});
    expect((await close(payer, '2019-07')).body.code).toBe('forbidden');
    expect((await close(reporter, '2019-08')).body).toMatchObject({
      code: 'month-not-open',
      detail: '此前还有月份未结账，须按顺序结账',
    });
    const bare = { key: randomUUID() };
    expect((await office.send(reporter, 'POST', '/v1/months/2019-08/closing', bare)).status).toBe(
      409,
    );
    expect(await close(reporter, '2019-07')).toMatchObject({
      status: 202,
      body: { month: '2019-07', state: 'open' },
    });
    await sql`update month set state = 'closed', closed_at = now()
      where month = '2019-07'`.execute(office.db);
    expect((await close(reporter, '2019-07')).body.detail).toBe('该月份已经结账');
  });
});

describe('an evaluation', () => {
  const at = instant(`${today}T01:00:00.000Z`);

  test('is refused while a figure that the office reports is missing, and names it', async () => {
    const [first = '', ...others] = reportedByOffice;
    await enterFigures(office.db, { by: reporter, at }, [first]);
    const editionId = randomUUID();
    const answer = await request({ editionId });
    expect(answer).toMatchObject({ status: 409, body: { code: 'figure-not-reported' } });
    const named = answer.body.errors?.map(({ path }) => path);
    expect(named).toEqual(others.map((figure) => `/figures/${figure}`));
    expect((await office.get(reporter, `/v1/evaluations/${editionId}`)).status).toBe(404);
    await enterFigures(office.db, { by: reporter, at }, others);
    expect((await request({ editionId })).status).toBe(202);
  });

  const request = (more: object = {}) =>
    office.post(reporter, '/v1/evaluations', {
      editionId: randomUUID(),
      from: '2019-07',
      to: '2020-12',
      ...more,
    });

  test('is asked for once; whoever asks cannot approve it', async () => {
    const editionId = randomUUID();
    expect((await request({ editionId })).status).toBe(202);
    const duty = await office.db
      .selectFrom('duty')
      .select('duty')
      .where('subject_id', '=', editionId)
      .where('person_id', '=', reporter.id)
      .executeTakeFirst();
    expect(duty).toEqual({ duty: 'report' });
    const seen = await office.get(reporter, `/v1/evaluations/${editionId}`);
    expect(seen.body).toMatchObject({ editionId, state: 'requested', from: '2019-07' });
    expect((await office.get(reporter, `/v1/evaluations/${editionId}/report.pdf`)).status).toBe(
      404,
    );
  });

  test('takes the next number of its month, also when many are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => request()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const rows = await office.db
      .selectFrom('indicator_edition')
      .select('edition')
      .where('month_to', '=', month('2020-12'))
      .orderBy('edition')
      .execute();
    expect(rows.map(({ edition }) => edition)).toEqual(rows.map((_, at) => at + 1));
    expect(rows.length).toBeGreaterThanOrEqual(answers.length);
  });

  test.each([
    ['ends before it begins', { from: '2020-12', to: '2019-07' }, '/to'],
    ['is larger than the whole', { scale: '2' }, '/scale'],
    ['is of nothing', { scale: '0' }, '/scale'],
    ['begins later than the pack', { from: '2019-09' }, '/from'],
    ['goes beyond what the pack covers', { to: '2026-03' }, '/to'],
  ])('that %s is refused', async (_, more, path) => {
    const answer = await request(more);
    expect(answer.body.errors?.map((fault) => fault.path)).toEqual([path]);
  });

  test('of a part of the programme is for simulated data only', async () => {
    const real = await openApiOffice();
    const who = await real.officer('report', region);
    const body = { editionId: randomUUID(), from: '2019-07', to: '2020-12', scale: '0.01' };
    const answer = await real.post(who, '/v1/evaluations', body);
    expect(answer.body.errors?.[0]?.path).toBe('/scale');
    await real.close();
  });

  test('is for staff to read, as any other report', async () => {
    const editionId = randomUUID();
    await request({ editionId });
    const { agent } = await office.organisation();
    expect((await office.get(agent, `/v1/evaluations/${editionId}`)).status).toBe(404);
  });
});

describe('a reported figure', () => {
  const report = (more: object = {}) =>
    office.post(reporter, '/v1/reported-figures', {
      id: randomUUID(),
      figure: 'skill-gain',
      value: '97.2',
      source: '示例调查',
      reportedOn: '2026-03-01',
      ...more,
    });

  test('is entered with its source and day', async () => {
    const id = randomUUID();
    expect((await report({ id })).status).toBe(201);
    const row = await office.db
      .selectFrom('reported_figure')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    expect(row).toMatchObject({ value: '97.2', source: '示例调查', entered_by: reporter.id });
    const noted = await office.db
      .selectFrom('audit')
      .select('detail')
      .where('act', '=', 'figure-reported')
      .execute();
    const entered = { id, value: '97.2', source: '示例调查', reportedOn: '2026-03-01' };
    expect(noted).toEqual([{ detail: entered }]);
  });

  test('is one that the pack leaves to the office', async () => {
    const answer = await report({ figure: 'trained-total' });
    expect(answer.body.errors?.[0]?.path).toBe('/figure');
  });
});

describe('the facts behind a figure', () => {
  test('are the lines its own query counted, in order, for staff to read', async () => {
    const claimant = await office.organisation();
    const acceptor = await office.officer('acceptance', county);
    const lines = Array.from({ length: 12 }, () => aLine());
    const filing = aFiling(claimant, { lines });
    await office.post(claimant.agent, '/v1/claims', filing);
    await office.screen(filing.claimId);
    const task = await office.db
      .selectFrom('task')
      .select('id')
      .where('claim_id', '=', filing.claimId)
      .executeTakeFirstOrThrow();
    const decisionId = randomUUID();
    const decision = { decisionId, outcome: 'accept' };
    await office.post(acceptor, `/v1/tasks/${task.id}/decisions`, decision);
    await office.apply(decisionId);
    const url = `/v1/figures/${await anEdition('trained')}/trained/lines`;
    const { body } = await office.get(reporter, url);
    expect(body['lines']).toEqual(
      lines.map((_, at) =>
        expect.objectContaining({ lineNo: at + 1, delta: 1, unit: county, month: '2026-03' }),
      ),
    );
    expect((await office.get(claimant.agent, url)).status).toBe(403);
  });

  test.each(['certified', 'spent', 'raised', 'payment-rate'])('of %s can be listed', async (it) => {
    const url = `/v1/figures/${await anEdition(it)}/${it}/lines`;
    expect((await office.get(reporter, url)).status).toBe(200);
  });

  async function anEdition(figure: string): Promise<string> {
    const id = randomUUID();
    const period = { from: '2026-03', to: '2026-03' };
    const query = JSON.stringify({ measure: figure, period });
    await sql`
      insert into indicator_edition (id, kind, month_from, month_to, edition, pack_version, as_of)
      select ${id}, 'evaluation', '2026-03', '2026-03', 100 + count(*), 'ningxia@1', now()
      from indicator_edition`.execute(office.db);
    await sql`
      insert into indicator_figure (edition_id, figure, ordinal, kind, printed, unit, content,
        query)
      values (${id}, ${figure}, 1, 'compiled', '', '', '{}', ${query}::jsonb)`.execute(office.db);
    return id;
  }
});
