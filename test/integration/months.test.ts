import { sql } from 'kysely';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { findEdition, listFigures } from '../../db/indicator-edition.ts';
import { listMonths, monthOfFact } from '../../db/month.ts';
import { instant, isoDate, month, monthsBetween } from '../../domain/days.ts';
import { smtpMailer } from '../../gateways/mailer.ts';
import { startMailRelay } from '../../worker/mail-relay.ts';
import { county, openApiOffice, region, type ApiOffice } from '../support/api-office.ts';
import { getJson, startSimulators } from '../support/start-simulators.ts';

/** Ningxia, installed on 10 March 2026: its past programme's months are open, and March. */
let office: ApiOffice;
beforeEach(async () => {
  office = await openApiOffice();
});
afterEach(() => office.close());

const pastMonths = monthsBetween(month('2019-07'), month('2020-12'));
/** Two in the morning in Shanghai of the first day of a month, as the schedule has it. */
const aprilRun = instant('2026-03-31T18:00:00.000Z');
const juneRun = instant('2026-05-31T18:00:00.000Z');

async function closePast(): Promise<void> {
  for (const it of pastMonths) await office.steps.compileMonth({ month: it, asOf: aprilRun });
}

describe('the months a schedule may close', () => {
  test('are none while one from before the installation waits for a person', async () => {
    const waiting = { due: [], waitsFor: { month: '2019-07', role: 'report' } };
    expect(await office.steps.findDueMonths({ asOf: aprilRun })).toEqual(waiting);
    const states = (await listMonths(office.db)).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['open']));
  });

  test('are all that are over since, without a fact in them too, closed as empty', async () => {
    await closePast();
    expect(await office.steps.findDueMonths({ asOf: aprilRun })).toEqual({ due: ['2026-03'] });
    const { due } = await office.steps.findDueMonths({ asOf: juneRun });
    expect(due).toEqual(['2026-03', '2026-04', '2026-05']);
    for (const it of due) {
      const { editionId } = await office.steps.compileMonth({ month: it, asOf: juneRun });
      expect(await findEdition(office.db, editionId)).toMatchObject({ to: it, state: 'published' });
      expect(await listFigures(office.db, editionId)).toContainEqual(
        expect.objectContaining({ id: 'trained', value: '0' }),
      );
    }
    const open = (await listMonths(office.db)).filter(({ state }) => state === 'open');
    expect(open).toEqual([{ month: '2026-06', state: 'open', closed_at: null }]);
  });

  test('leave no gap where a fact comes months after the last one', async () => {
    const day = isoDate('2026-06-12');
    expect(await office.db.transaction().execute((tx) => monthOfFact(tx, day))).toBe('2026-06');
    const known = (await listMonths(office.db)).map((it) => it.month);
    expect(known).toEqual([...pastMonths, '2026-03', '2026-04', '2026-05', '2026-06']);
  });

  test('are never one that was not opened', async () => {
    const asked = office.steps.compileMonth({ month: month('2018-01'), asOf: aprilRun });
    await expect(asked).rejects.toMatchObject({ type: 'month-not-open', nonRetryable: true });
  });
});

describe('the month that is running', () => {
  const march = month('2026-03');
  beforeEach(closePast);

  test('is not closed on its last evening either, and takes the facts of that day', async () => {
    const asOf = instant('2026-03-31T15:59:59.999Z');
    const asked = office.steps.compileMonth({ month: march, asOf });
    await expect(asked).rejects.toMatchObject({ type: 'month-not-over', nonRetryable: true });
    const day = isoDate('2026-03-31');
    expect(await office.db.transaction().execute((tx) => monthOfFact(tx, day))).toBe(march);
  });

  test('cannot be asked to close', async () => {
    const reporter = await office.officer('report', region);
    const answer = await office.post(reporter, `/v1/months/${march}/closing`, {});
    const refused = { code: 'month-not-open', detail: '该月份尚未结束' };
    expect(answer).toMatchObject({ status: 409, body: refused });
    expect(await office.db.selectFrom('workflow_outbox').select('id').execute()).toEqual([]);
  });
});

describe('the watch on months', () => {
  const secondOfApril = instant('2026-04-01T16:15:00.000Z');
  const secondOfMay = instant('2026-05-01T16:15:00.000Z');
  let reporter: string;

  beforeEach(async () => {
    reporter = await officerWithMail('report', region);
    await officerWithMail('report', county);
    await officerWithMail('operator', region);
  });

  test('leaves the past to the office until the month of installation is over', async () => {
    const firstOfApril = instant('2026-04-01T15:45:00.000Z');
    expect(await office.steps.reportMissingMonths({ asOf: firstOfApril })).toEqual([]);
  });

  test('records each missing month once and tells once whoever closes it', async () => {
    const missing = [...pastMonths, '2026-03'];
    for (let round = 0; round < 3; round += 1) {
      expect(await office.steps.reportMissingMonths({ asOf: secondOfApril })).toEqual(missing);
    }
    expect(await recorded()).toEqual(missing);
    expect(await mails()).toEqual([{ recipient: reporter, months: missing.join('、') }]);

    await office.steps.reportMissingMonths({ asOf: secondOfMay });
    expect(await recorded()).toEqual([...missing, '2026-04']);
    expect((await mails()).map(({ months }) => months)).toEqual([missing.join('、'), '2026-04']);
  });

  test('records once that nobody could be told, and tells when somebody can be', async () => {
    const missing = [...pastMonths, '2026-03'];
    await setMail(reporter, null);
    await office.steps.reportMissingMonths({ asOf: secondOfApril });
    await office.steps.reportMissingMonths({ asOf: secondOfApril });
    expect(await recorded('month-missing:nobody')).toEqual(missing);
    expect(await recorded()).toEqual([]);
    expect(await mails()).toEqual([]);

    await setMail(reporter, 'report@tisheng.example');
    await office.steps.reportMissingMonths({ asOf: secondOfApril });
    await office.steps.reportMissingMonths({ asOf: secondOfApril });
    expect(await recorded('month-missing:nobody')).toEqual(missing);
    expect(await recorded()).toEqual(missing);
    expect(await mails()).toEqual([{ recipient: reporter, months: missing.join('、') }]);
  });

  describe('sends a mail', () => {
    let simulators: Awaited<ReturnType<typeof startSimulators>>;
    beforeAll(async () => {
      simulators = await startSimulators();
    });
    afterAll(() => simulators.stop());

    test('that names the months and nobody', async () => {
      await closePast();
      await office.steps.reportMissingMonths({ asOf: secondOfMay });
      const url = `smtp://127.0.0.1:${simulators.smtp}`;
      const mailer = smtpMailer({ url, from: 'office@tisheng.example', fromName: '示例' });
      const { db } = office;
      const simulated = () => Promise.resolve(false);
      const log = pino({ level: 'silent' });
      const relay = startMailRelay({ db, mailer, domain: 'tisheng', simulated, log });
      const arrived = await vi.waitUntil(() => received(simulators.mailbox), { timeout: 30_000 });
      await relay.stop();
      mailer.close();
      expect(arrived).toMatchObject({
        subject: '提醒：有月份已过而尚未结账',
        text: expect.stringContaining('2026-03、2026-04'),
      });
    });
  });

  async function officerWithMail(role: string, unit: string): Promise<string> {
    const { id } = await office.officer(role, unit);
    await setMail(id, `${role}.${unit}@tisheng.example`);
    return id;
  }

  async function setMail(personId: string, mail: string | null): Promise<void> {
    await sql`update post_holder set mail = ${mail} where person_id = ${personId}`.execute(
      office.db,
    );
  }

  async function recorded(act = 'month-missing'): Promise<string[]> {
    const { rows } = await sql<{ month: string }>`
      select object_id as month from audit where act = ${act} order by id`.execute(office.db);
    return rows.map((row) => row.month);
  }

  async function mails(): Promise<{ recipient: string; months: string }[]> {
    const { rows } = await sql<{ recipient: string; months: string }>`
      select recipient, params->>'months' as months from mail_outbox
      where template = 'month-missing' order by created_at`.execute(office.db);
    return rows;
  }
});

const inbox = z.object({ messages: z.array(z.object({ subject: z.string(), text: z.string() })) });

async function received(mailbox: string) {
  return inbox.parse((await getJson(`${mailbox}/messages`)).json).messages.at(0);
}
