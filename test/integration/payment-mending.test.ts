import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Bank } from '../../gateways/bank.ts';
import {
  afterRun,
  bankAt,
  closedAccount,
  fund,
  openPaymentOffice,
  otherFund,
  runOn,
  type PaymentOffice,
} from '../support/payment-office.ts';
import { startSimulators, type Simulators } from '../support/start-simulators.ts';

// 退票: what is paid again, where to, and when the claimant is asked, on PostgreSQL.

let simulators: Simulators;
let office: PaymentOffice;
let bank: Bank;

beforeAll(async () => {
  simulators = await startSimulators();
  bank = bankAt(simulators.bank);
});
afterAll(() => simulators.stop());
beforeEach(async () => {
  office = await openPaymentOffice();
});
afterEach(() => office.close());

test('while the account is asked for, the claim’s other fund is not paid, then to the new one', async () => {
  const claim = await office.claim('no account', [fund, otherFund]);
  await office.paidRun(bank);
  const steps = office.stepsWith(bank);
  expect(await steps.settleClaim(claim.id)).toMatchObject({ stage: 'payee-correction' });
  await office.paidRun(bank, { fund: otherFund });
  const states = (await office.paymentsOf(claim.id)).map(({ state }) => state);
  expect(states).toEqual(['ready', 'returned']);

  const account = await office.confirm(claim);
  const ready = { state: 'ready', account };
  expect(await office.paymentsOf(claim.id)).toEqual([
    { ...ready, fund: otherFund },
    { ...ready, fund },
  ]);
  await office.paidRun(bank, { fund: otherFund });
  await office.paidRun(bank);
  expect(await office.entries(claim.id)).toEqual(['reserve', 'reserve', 'pay', 'pay']);
  expect(await steps.settleClaim(claim.id)).toMatchObject({ stage: 'paid' });
});

test('what was paid or is under way keeps the account it was sent to', async () => {
  const claim = await office.claim(undefined, [fund, otherFund]);
  const [before] = await office.paymentsOf(claim.id);
  await office.paidRun(bank);
  const runId = await office.run(office.releaser, { fund: otherFund });
  await office.stepsWith(bank).freezePayments({ runId });
  await office.confirm(claim);
  expect(await office.paymentsOf(claim.id)).toEqual([
    { fund: otherFund, state: 'in-run', account: before?.account },
    { fund, state: 'paid', account: before?.account },
  ]);
});

test('an account refused later is asked for from the day of the refusal', async () => {
  const claim = await office.claim(closedAccount);
  const steps = office.stepsWith(bank);
  const runId = await office.paidRun(bank);
  office.comes(afterRun(1));
  await steps.collectReturns({ runId });
  await steps.settleClaim(claim.id);
  await office.confirm(claim, 'no account');
  office.comes(afterRun(20));
  await office.paidRun(bank, { runOn: afterRun(20) });
  await steps.settleClaim(claim.id);
  expect(await office.askedOn(claim.id)).toEqual([afterRun(1), afterRun(20)]);
});

test('a run of an earlier day asks for the account no earlier than the claim stands', async () => {
  const claim = await office.claim(closedAccount);
  const steps = office.stepsWith(bank);
  const runId = await office.paidRun(bank);
  office.comes(afterRun(1));
  await steps.collectReturns({ runId });
  await steps.settleClaim(claim.id);
  await office.confirm(claim, 'no account', afterRun(9));
  await office.paidRun(bank, { runOn });
  await steps.settleClaim(claim.id);
  expect(await office.askedOn(claim.id)).toEqual([afterRun(1), afterRun(9)]);
});
