import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClaimActivities } from '../../activities/index.ts';
import { endOfDay, instant, isoDate, type IsoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import {
  aFiling,
  aLine,
  county,
  region,
  type Organisation,
  type Person,
} from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';

// Another region's rules: chains by amount, silence, notices put up together, days for filing.

const window: [string, string] = ['2026-01-01', '2026-03-10'];
const source = { document: '示例〔2026〕1号', clause: '第六条' };
const roles = ['acceptance', 'review', 'finance'] as const;

function rules(pack: RegionPack): RegionPack {
  const [chain] = pack.approvals;
  const [notice] = pack.notices;
  const [acceptance, review, , finance] = chain?.steps ?? [];
  if (!chain || !notice || !acceptance || !review || !finance) throw new Error('no such pack');
  const silence = { means: 'approved' as const, ...source };
  const clock = { ...review.clock, days: 5, countFirstDay: true, reminders: [], escalations: [] };
  const atCity = { ...review, unit: { kind: 'city' } };
  const quiet = { ...review, clock, silence };
  const above = { ...atCity, level: 2 };
  return {
    ...pack,
    approvals: [
      { ...chain, below: yuan('3000.00'), steps: [acceptance, quiet, above, finance] },
      { ...chain, from: yuan('3000.00'), steps: [acceptance, atCity, finance] },
    ],
    notices: [
      { ...notice, schemes: ['training-pass'], opens: { monthly: 'last-working-day' } },
      notice,
    ],
    schemes: pack.schemes.map((scheme) =>
      scheme.code === 'entrepreneurship' ? { ...scheme, accepts: { dayTo: 9, ...source } } : scheme,
    ),
    payment: { ...pack.payment, timeLimit: { calendarDays: 10, rollOver: true } },
    sideDuties: { ...pack.sideDuties, release: 'finance', operator: 'report' },
  };
}

let office: ClaimOffice;
let claimant: Organisation;
let staff: Record<(typeof roles)[number], Person>;
let city: Person;

beforeAll(async () => {
  office = await openClaimOffice({ rules });
  claimant = await office.organisation(county, window);
  staff = {
    acceptance: await office.officer('acceptance', county, window),
    review: await office.officer('review', county, window),
    finance: await office.officer('finance', county, window),
  };
  city = await office.officer('review', '640100', window);
});
afterAll(() => office.close());

async function decideOn(who: Person, claimId: string, occurredOn: string, it: object) {
  const taskId = await office.openTask(who, claimId);
  return office.decided(who, taskId, { occurredOn, ...it });
}

/** A claim of two lines, 1600 yuan, accepted on a day. */
async function accepted(on: string): Promise<string> {
  const claimId = await office.filed({ occurredOn: on }, claimant);
  await office.screen(claimId);
  await decideOn(staff.acceptance, claimId, on, { outcome: 'accept' });
  return claimId;
}

const claimOf = (claimId: string) =>
  office.db
    .selectFrom('claim')
    .select(['stage', 'amount', 'accepted_amount', 'waits_until', 'question'])
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow();

const tasksOf = (claimId: string, kind = 'review') =>
  office.db
    .selectFrom('task')
    .select(['level', 'unit_code', 'state', 'decided_on', 'due_at'])
    .where('claim_id', '=', claimId)
    .where('kind', '=', kind)
    .orderBy('level')
    .execute();

/** The steps of the workflow on another day. */
const stepsOn = (day: IsoDate) =>
  createClaimActivities({
    ...office.deps,
    clock: { today: () => day, now: () => instant(`${day}T02:00:00.000Z`) },
  });

async function setAmount(claimId: string, amount: string): Promise<void> {
  await office.db
    .updateTable('claim_line')
    .set({ amount: yuan(amount) })
    .where('claim_id', '=', claimId)
    .where('line_no', '=', 1)
    .execute();
}

describe('the amount at acceptance chooses the chain', () => {
  test('which a later cut does not change, at the nearest unit of a kind', async () => {
    const claimId = await office.filed({ occurredOn: '2026-03-02' }, claimant);
    await office.screen(claimId);
    await setAmount(claimId, '5000.00');
    await decideOn(staff.acceptance, claimId, '2026-03-02', { outcome: 'accept' });
    expect(await tasksOf(claimId)).toMatchObject([{ level: 1, unit_code: '640100' }]);
    const cut = [{ lineNo: 1, outcome: 'cut', reason: '示例' }];
    await decideOn(city, claimId, '2026-03-03', { outcome: 'approve', lines: cut });
    const { stage, accepted_amount: chose, amount } = await claimOf(claimId);
    expect({ stage, chose }).toEqual({ stage: 'notice', chose: expect.stringMatching(/^5\d{3}/u) });
    expect(Number(amount)).toBeLessThan(1000);
    expect(await tasksOf(claimId)).toHaveLength(1);
  });

  test('and a small claim goes through its own', async () => {
    const claimId = await accepted('2026-03-02');
    expect(await tasksOf(claimId)).toMatchObject([{ level: 1, unit_code: county, state: 'open' }]);
    await decideOn(staff.review, claimId, '2026-03-03', { outcome: 'approve' });
    expect(await tasksOf(claimId)).toMatchObject([
      { level: 1, state: 'decided' },
      { level: 2, unit_code: '640100', state: 'open' },
    ]);
  });
});

describe('silence', () => {
  /** The review opened on Tuesday 10 March 2026; five days with the first: over on Monday 16. */
  const over = isoDate('2026-03-17');

  test('passes a review in its time, for nobody, with the clause as the reason', async () => {
    const claimId = await accepted('2026-03-10');
    const waiting = await claimOf(claimId);
    const taskId = await office.openTask(staff.review, claimId);
    expect(waiting).toMatchObject({
      stage: 'review',
      waits_until: endOfDay(isoDate('2026-03-16')),
    });
    const early = await stepsOn(isoDate('2026-03-16')).approveBySilence(claimId);
    expect(early).toMatchObject({ stage: 'review', waitsUntil: waiting.waits_until });
    const passed = await stepsOn(over).approveBySilence(claimId);
    expect(passed).toMatchObject({ stage: 'review', waitsUntil: null });
    expect(await tasksOf(claimId)).toMatchObject([
      { level: 1, state: 'decided', decided_on: over },
      { level: 2, unit_code: '640100', state: 'open' },
    ]);
    expect(await stepsOn(over).approveBySilence(claimId)).toMatchObject({ stage: 'review' });
    expect(await tasksOf(claimId)).toHaveLength(2);
    expect(await office.decide(staff.review, taskId, { outcome: 'approve' })).toMatchObject({
      status: 409,
      body: { code: 'task-already-decided', detail: '该任务逾期未办，已于 2026-03-17 视为同意' },
    });
    const { body } = await office.get(claimant.agent, `/v1/claims/${claimId}`);
    expect(body['timeline']).toContainEqual(
      expect.objectContaining({
        what: 'review-1',
        outcome: 'silence',
        reason: '示例〔2026〕1号第六条',
        occurredOn: over,
      }),
    );
    const duties = office.db.selectFrom('duty').select('duty').where('subject_id', '=', claimId);
    expect((await duties.execute()).map(({ duty }) => duty).toSorted()).toEqual([
      'acceptance',
      'submitter',
    ]);
  });

  test('does not pass a claim that is held, nor one whose decision has come', async () => {
    const held = await accepted('2026-03-10');
    await office.db.updateTable('claim').set({ held: true }).where('id', '=', held).execute();
    expect(await stepsOn(over).approveBySilence(held)).toMatchObject({
      stage: 'review',
      version: 2,
    });

    const decided = await accepted('2026-03-10');
    const taskId = await office.openTask(staff.review, decided);
    const decisionId = randomUUID();
    const answer = await office.post(staff.review, `/v1/tasks/${taskId}/decisions`, {
      decisionId,
      outcome: 'approve',
    });
    expect(answer.status).toBe(202);
    expect(await stepsOn(over).approveBySilence(decided)).toMatchObject({ version: 2 });
    expect(await office.apply(decisionId)).toEqual({ kind: 'applied', stage: 'review' });
  });

  test('is not waited for where a past is entered that somebody decided', async () => {
    const claimId = await accepted('2026-02-02');
    expect(await claimOf(claimId)).toMatchObject({ stage: 'review', waits_until: null });
  });
});

describe('a notice put up by month', () => {
  async function noticed(on: string): Promise<{ claimId: string; notice: unknown }> {
    const claimId = await accepted(on);
    await decideOn(staff.review, claimId, on, { outcome: 'approve' });
    await decideOn(city, claimId, on, { outcome: 'approve' });
    const notice = await office.db
      .selectFrom('notice')
      .select(['opened_on', 'ends_on'])
      .where('claim_id', '=', claimId)
      .executeTakeFirstOrThrow();
    return { claimId, notice };
  }

  test('opens for all claims of the month on one day, counted from there', async () => {
    const first = await noticed('2026-02-02');
    const second = await noticed('2026-02-27');
    // 二月最后一个工作日为二十八日（补班），五个工作日首日计入
    const february = { opened_on: '2026-02-28', ends_on: '2026-03-05' };
    expect([first.notice, second.notice]).toEqual([february, february]);
    expect((await noticed('2026-03-10')).notice).toEqual({
      opened_on: '2026-03-31',
      ends_on: '2026-04-07',
    });
  });

  test('takes no objection before it opens, and shows strangers nothing', async () => {
    const { claimId } = await noticed('2026-03-10');
    const stranger = await office.person();
    const object = { lineNo: 1 };
    expect((await office.act(stranger, claimId, 'objections', object)).status).toBe(404);
    const actId = randomUUID();
    const early = { ...object, actId };
    expect((await office.act(staff.acceptance, claimId, 'objections', early)).status).toBe(202);
    expect(await office.applyAct(actId)).toEqual({ kind: 'refused', reason: 'notice-not-open' });
    const { body } = await office.get(claimant.agent, `/v1/claims/${claimId}`);
    expect(body).toMatchObject({
      stage: 'notice',
      noticeOpensOn: '2026-03-31',
      noticeEndsOn: '2026-04-07',
      expectedOn: '2026-04-07',
    });
  });

  test('ends into finance on the day after its last', async () => {
    const { claimId } = await noticed('2026-02-02');
    expect(await office.steps.endNotice(claimId)).toMatchObject({ stage: 'finance' });
    expect(await tasksOf(claimId, 'finance')).toMatchObject([{ state: 'open' }]);
    const [task] = await office.db
      .selectFrom('task')
      .select('opened_on')
      .where('claim_id', '=', claimId)
      .where('kind', '=', 'finance')
      .execute();
    expect(task?.opened_on).toBe('2026-03-06');
  });
});

describe('days on which a scheme takes claims', () => {
  test('are told with the clause and the next day, and nothing is stored', async () => {
    const [course] = office.pack.courses.filter((it) => it.scheme === 'entrepreneurship');
    const lines = [aLine({ course: course?.code })];
    const filing = aFiling(claimant, { scheme: 'entrepreneurship', lines });
    const answer = await office.post(claimant.agent, '/v1/claims', filing);
    expect(answer).toMatchObject({ status: 422, body: { code: 'filing-closed' } });
    expect(answer.body.detail).toMatch(/（示例〔2026〕1号第六条），自 2026-04-01 起可申报$/u);
    const inTime = { ...filing, occurredOn: '2026-03-09' };
    expect(await office.post(claimant.agent, '/v1/claims', inTime)).toMatchObject({
      status: 201,
      body: { claimId: filing.claimId },
    });
  });
});

describe('duties outside the chain are the pack’s', () => {
  test('whoever the pack names releases runs and holds claims', async () => {
    const payer = await office.officer('payment', region);
    const finance = await office.officer('finance', region);
    const run = () => ({ runId: randomUUID(), fund: 'skills-ledger' });
    expect((await office.post(payer, '/v1/payment-runs', run())).status).toBe(403);
    expect((await office.post(finance, '/v1/payment-runs', run())).status).toBe(201);
    const claimId = await office.filed();
    const operator = await office.officer('operator', region);
    const reporter = await office.officer('report', region);
    expect((await office.act(operator, claimId, 'hold')).status).toBe(403);
    expect((await office.act(reporter, claimId, 'hold')).status).toBe(202);
  });
});
