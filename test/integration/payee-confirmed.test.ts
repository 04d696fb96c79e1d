import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aFiling, county, type Organisation, type Person } from '../support/api-office.ts';
import {
  afterRun,
  bankAt,
  closedAccount,
  openPaymentOffice,
  runOn,
  type PaymentOffice,
} from '../support/payment-office.ts';
import { startSimulators, type Simulators } from '../support/start-simulators.ts';

// An account given after a bank return, before and after finance has spoken.

let simulators: Simulators;
let office: PaymentOffice;
let finance: Person;

beforeAll(async () => {
  simulators = await startSimulators();
  office = await openPaymentOffice();
  finance = await office.officer('finance', county);
});
afterAll(async () => {
  await office.close();
  await simulators.stop();
});

const given = { holder: '示例新户', number: '621700000000007788' };

async function taskOf(who: Person, claimId: string): Promise<Record<string, unknown>> {
  const { body } = await office.get(who, `/v1/tasks?claim=${claimId}`);
  const tasks: unknown = body['tasks'];
  if (!Array.isArray(tasks)) throw new Error('no list of tasks');
  return { ...tasks[0] };
}

async function decided(who: Person, claimId: string, it: object): Promise<unknown> {
  const decisionId = randomUUID();
  const { taskId } = await taskOf(who, claimId);
  const body = { decisionId, ...it };
  const answer = await office.post(who, `/v1/tasks/${String(taskId)}/decisions`, body);
  expect(answer.status).toBe(202);
  return office.apply(decisionId);
}

/** A claim whose payment came back and whose claimant has given another account. */
async function corrected(change: object = {}) {
  office.comes(runOn);
  const bank = bankAt(simulators.bank);
  const claim = await office.claim(closedAccount);
  const steps = office.stepsWith(bank);
  const runId = await office.paidRun(bank);
  office.comes(afterRun(1));
  await steps.collectReturns({ runId });
  expect(await steps.settleClaim(claim.id)).toMatchObject({ stage: 'payee-correction' });
  const account = { ...given, accountId: randomUUID(), ...change };
  await decided(claim.agent, claim.id, { outcome: 'corrected', account });
  const { organisationId: id, agent } = claim;
  return { ...claim, account, owner: { id, agent, accountId: account.accountId } };
}

const file = ({ owner }: { owner: Organisation }) =>
  office.post(owner.agent, '/v1/claims', aFiling(owner));
const payeeSeenBy = async (who: Person, { id }: { id: string }) =>
  (await office.get(who, `/v1/claims/${id}`)).body['payee'];

describe('an account given in a correction', () => {
  test('takes no new claim before finance confirms it, nor after finance refused it', async () => {
    const claim = await corrected();
    const faults = { status: 400, body: { errors: [{ path: '/accountId' }] } };
    expect(await file(claim)).toMatchObject(faults);
    const refused = { outcome: 'refuse', reason: '示例：户名不符' };
    const back = { kind: 'applied', stage: 'payee-correction' };
    expect(await decided(finance, claim.id, refused)).toEqual(back);
    expect(await file(claim)).toMatchObject(faults);
    expect(await payeeSeenBy(finance, claim)).toMatchObject({ tail: '7788', confirmed: false });

    await decided(claim.agent, claim.id, { outcome: 'corrected', account: claim.account });
    expect(await file(claim)).toMatchObject(faults);
    const reserved = { kind: 'applied', stage: 'reserved' };
    expect(await decided(finance, claim.id, { outcome: 'confirm' })).toEqual(reserved);
    expect((await file(claim)).status).toBe(201);
  });

  test('is what the officer who confirms it sees, and no more of it than its tail', async () => {
    const claim = await corrected();
    const payee = { holder: '示例新户', tail: '7788', confirmed: false };
    expect(await taskOf(finance, claim.id)).toMatchObject({ kind: 'payee-confirmation', payee });
    for (const who of [finance, claim.agent]) {
      expect(await payeeSeenBy(who, claim)).toEqual(payee);
      const { body } = await office.get(who, `/v1/claims/${claim.id}`);
      expect(JSON.stringify(body)).not.toContain(given.number);
    }
  });

  test('that was known and confirmed loses that when finance refuses it', async () => {
    const claim = await corrected({ holder: '示例户', number: closedAccount });
    const { accountId } = await office.db
      .selectFrom('claim')
      .select('account_id as accountId')
      .where('id', '=', claim.id)
      .executeTakeFirstOrThrow();
    const known = { owner: { ...claim.owner, accountId } };
    expect((await file(known)).status).toBe(201);
    await decided(finance, claim.id, { outcome: 'refuse', reason: '示例：账户已销户' });
    expect((await file(known)).status).toBe(400);
  });
});
