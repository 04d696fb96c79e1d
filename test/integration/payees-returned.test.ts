import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { recordReturned } from '../../db/payment-attempt.ts';
import { isoDate } from '../../domain/days.ts';
import { county, type Answer } from '../support/api-office.ts';
import { aTrainee, openPayeeOffice, paidOn, type PayeeOffice } from '../support/payee-office.ts';
import { bankAt, fund, otherFund } from '../support/payment-office.ts';
import { startSimulators, type Simulators } from '../support/start-simulators.ts';

// 退票 of trainees' payments: asked for, confirmed and paid again payee by payee, on PostgreSQL.

let simulators: Simulators;
let office: PayeeOffice;

beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.stop());
beforeEach(async () => {
  office = await openPayeeOffice(bankAt(simulators.bank));
});
afterEach(() => office.close());

const dayAfter = isoDate('2026-02-03');
const dayAgain = isoDate('2026-02-04');
const occurredOn = dayAfter;
const refusal = { outcome: 'refuse', reason: '示例：户名不符', occurredOn };
const confirmation = { outcome: 'confirm', occurredOn };

const sound = (tail: number) => `6217000012345678${String(tail)}`;
const closed = (at: number) => `62170000123456${String(at)}4444`;
const trainee = (account: string, name: string) => aTrainee(account, { name });

/** A claim with these trainees, paid, and what came back of it read. */
async function paidClaim(lines: readonly object[]): Promise<string> {
  const claimId = await office.reserved(lines);
  const runs = await office.pay();
  await office.comeBack(runs, dayAfter);
  return claimId;
}

async function taskOf(claimId: string, lineNo: number | null) {
  const task = (await office.openTasks(claimId)).find((it) => it.lineNo === lineNo);
  if (!task) throw new Error('no task for this payee');
  return task;
}

async function correct(
  claimId: string,
  lineNo: number | null,
  given: { holder: string; number: string },
): Promise<Answer> {
  const account = { accountId: randomUUID(), ...given };
  const decision = { outcome: 'corrected', account, occurredOn };
  return office.decide(await taskOf(claimId, lineNo), decision);
}

const answer = async (claimId: string, lineNo: number | null, it: object): Promise<void> => {
  expect(await office.decide(await taskOf(claimId, lineNo), it)).toMatchObject({ status: 202 });
};

const stage = async (claimId: string): Promise<string> =>
  (
    await office.db
      .selectFrom('claim')
      .select('stage')
      .where('id', '=', claimId)
      .executeTakeFirstOrThrow()
  ).stage;

const tasks = async (claimId: string): Promise<string[]> =>
  (await office.openTasks(claimId)).map(({ kind, lineNo }) => `${kind} ${String(lineNo)}`);

test('one is corrected and paid again while the others stay paid', async () => {
  const claimId = await paidClaim([
    trainee(sound(11), '学员甲'),
    trainee(closed(1), '学员乙'),
    trainee(sound(12), '学员丙'),
  ]);
  expect(await office.steps.settleClaim(claimId)).toMatchObject({ stage: 'payee-correction' });
  expect(await tasks(claimId)).toEqual(['payee-correction 2']);
  const { id } = await taskOf(claimId, 2);
  const seen = await office.get(office.claimant.agent, `/v1/tasks/${id}`);
  expect(seen.body).toMatchObject({ lineNo: 2, payee: { holder: '学员乙', tail: '4444' } });

  expect((await correct(claimId, 2, { holder: '学员乙', number: sound(13) })).status).toBe(202);
  expect(await tasks(claimId)).toEqual(['payee-confirmation 2']);
  const confirming = await taskOf(claimId, 2);
  const finance = await office.officerFor('finance', county, 0);
  const shown = await office.get(finance, `/v1/tasks/${confirming.id}`);
  const payee = { holder: '学员乙', tail: '7813', confirmed: false };
  expect(shown.body).toMatchObject({ lineNo: 2, payee });
  await answer(claimId, 2, confirmation);
  expect(await stage(claimId)).toBe('reserved');
  expect(await office.payments(claimId)).toEqual([
    `claimant ${fund} 2400.00 paid`,
    `1 ${otherFund} 300.00 paid`,
    `2 ${otherFund} 300.00 ready`,
    `3 ${otherFund} 300.00 paid`,
  ]);
  office.comes(dayAgain);
  const [, runId = ''] = await office.pay(dayAgain);
  expect(await office.attemptsOf(runId)).toHaveLength(1);
  expect(await office.payments(claimId)).toContain(`2 ${otherFund} 300.00 paid`);
  expect(await office.steps.settleClaim(claimId)).toMatchObject({ stage: 'paid' });
  const moved = ['reserve', 'reserve', ...Array(4).fill('pay'), 'return', 'pay'];
  expect(await office.entries(claimId)).toEqual(moved);
});

test('two at once are two tasks, each with a word of finance of its own', async () => {
  const claimId = await paidClaim([trainee(closed(1), '学员甲'), trainee(closed(2), '学员乙')]);
  await office.steps.settleClaim(claimId);
  expect(await tasks(claimId)).toEqual(['payee-correction 1', 'payee-correction 2']);
  const again = await office.steps.settleClaim(claimId);
  expect(again).toMatchObject({ stage: 'payee-correction' });
  expect(await tasks(claimId)).toHaveLength(2);

  await correct(claimId, 2, { holder: '学员乙', number: sound(12) });
  expect(await stage(claimId)).toBe('payee-correction');
  expect(await tasks(claimId)).toEqual(['payee-correction 1', 'payee-confirmation 2']);
  await answer(claimId, 2, confirmation);
  expect(await stage(claimId)).toBe('payee-correction');

  // The one that is right again is paid, while the other is still asked for.
  office.comes(dayAgain);
  await office.pay(dayAgain);
  const states = [`1 ${otherFund} 300.00 returned`, `2 ${otherFund} 300.00 paid`];
  expect((await office.payments(claimId)).slice(1)).toEqual(states);

  await correct(claimId, 1, { holder: '学员甲', number: sound(11) });
  await answer(claimId, 1, refusal);
  expect(await tasks(claimId)).toEqual(['payee-correction 1']);
  await correct(claimId, 1, { holder: '学员甲', number: sound(14) });
  await answer(claimId, 1, confirmation);
  expect(await stage(claimId)).toBe('reserved');
  await office.pay(dayAgain);
  expect(await office.steps.settleClaim(claimId)).toMatchObject({ stage: 'paid' });
});

test('one that comes back while another is asked for is asked for beside it', async () => {
  const claimId = await paidClaim([trainee(closed(1), '学员甲'), trainee(sound(12), '学员乙')]);
  await office.steps.settleClaim(claimId);
  const { rows } = await sql<{ key: string }>`
    select a.id as key from payment_attempt a join payment p on p.id = a.payment_id
    join claim_line l on l.claim_id = p.claim_id and l.person_id = p.person_id
    where p.claim_id = ${claimId} and l.line_no = 2`.execute(office.db);
  const back = [{ attemptId: rows[0]?.key ?? '', returnedOn: dayAfter, reason: '示例' }];
  await office.db.transaction().execute((tx) => recordReturned(tx, back));
  expect(await office.steps.settleClaim(claimId)).toMatchObject({ stage: 'payee-correction' });
  expect(await tasks(claimId)).toEqual(['payee-correction 1', 'payee-correction 2']);
});

test('the claimant’s own and a trainee’s are two payees', async () => {
  const claimId = await office.reserved([trainee(closed(1), '学员甲')]);
  await sql`update payee_account set number_cipher = ${office.keys.encrypt(closed(9))}
    where id = ${office.claimant.accountId}`.execute(office.db);
  await office.comeBack(await office.pay(), dayAfter);
  await office.steps.settleClaim(claimId);
  expect(await tasks(claimId)).toEqual(['payee-correction null', 'payee-correction 1']);
  await correct(claimId, null, { holder: '示例新户', number: sound(15) });
  await answer(claimId, null, confirmation);
  const states = [`claimant ${fund} 800.00 ready`, `1 ${otherFund} 300.00 returned`];
  expect(await office.payments(claimId)).toEqual(states);
});

test('the account given must be the trainee’s', async () => {
  const claimId = await paidClaim([trainee(closed(1), '学员甲')]);
  await office.steps.settleClaim(claimId);
  const given = { holder: '示例培训学校', number: sound(11) };
  expect(await correct(claimId, 1, given)).toMatchObject({
    status: 400,
    body: { errors: [{ path: '/account/holder' }] },
  });
  await sql`update person set name = '学员佳' where name = '学员甲'`.execute(office.db);
  expect((await correct(claimId, 1, { ...given, holder: '学员佳' })).status).toBe(202);
});

test('what goes to a trainee waits with the trainee’s other money, not with the claimant’s', async () => {
  const veteran = { name: '学员甲', attributes: ['veteran'] };
  const claimId = await office.reserved([aTrainee(closed(1), veteran), trainee(sound(12), '乙')]);
  const run = await office.paidRun(office.bank, { fund: otherFund, runOn: paidOn });
  await office.comeBack([run], dayAfter);
  await office.steps.settleClaim(claimId);
  await office.paidRun(office.bank, { fund, runOn: dayAfter });
  expect(await office.payments(claimId)).toEqual([
    `claimant ${fund} 800.00 paid`,
    `1 ${otherFund} 300.00 returned`,
    `1 ${fund} 800.00 ready`,
    `2 ${otherFund} 300.00 paid`,
  ]);
  await correct(claimId, 1, { holder: '学员甲', number: sound(11) });
  await answer(claimId, 1, confirmation);
  office.comes(dayAgain);
  await office.pay(dayAgain);
  const left = (await office.payments(claimId)).filter((it) => !it.endsWith('paid'));
  expect(left).toEqual([]);
});

test('a held claim pays nobody, and money that is reserved is withdrawn no more', async () => {
  const claimId = await office.reserved([trainee(sound(11), '学员甲')]);
  await sql`update claim set held = true where id = ${claimId}`.execute(office.db);
  await office.pay();
  expect((await office.payments(claimId)).every((it) => it.endsWith('ready'))).toBe(true);
  await sql`update claim set held = false where id = ${claimId}`.execute(office.db);
  const withdraw = async (id: string, on: string) => {
    const body = { actId: randomUUID(), reason: '示例', occurredOn: on };
    await office.post(office.claimant.agent, `/v1/claims/${id}/withdrawal`, body);
    return office.applyAct(body.actId);
  };
  expect(await withdraw(claimId, '2026-01-21')).toMatchObject({ reason: 'too-late' });
  const early = await office.file([trainee(sound(12), '学员乙')]);
  await office.screen(early.claimId);
  expect(await withdraw(early.claimId, '2026-01-06')).toMatchObject({ kind: 'applied' });
  expect(await office.payments(early.claimId)).toEqual([]);
});
