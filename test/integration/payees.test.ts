import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listFigureLines } from '../../db/figure-lines.ts';
import { measure } from '../../db/measure.ts';
import { isoDate, month } from '../../domain/days.ts';
import { county, identityNumber } from '../support/api-office.ts';
import { statementsOf } from '../support/counted-statements.ts';
import { aTrainee, openPayeeOffice, paidOn, type PayeeOffice } from '../support/payee-office.ts';
import { bankAt, fund, otherFund } from '../support/payment-office.ts';
import { startSimulators, type Simulators } from '../support/start-simulators.ts';

// Claims of which a part goes to the trainees, from filing to their money, on PostgreSQL.

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

const number = '621700001234567801';
const veteran = { attributes: ['veteran'] };
const graduate = { attributes: ['graduate'] };
const roster = () => [
  aTrainee(number),
  aTrainee('621700001234567802', veteran),
  aTrainee('621700001234567803', graduate),
];

async function balance(of: string, kind: string): Promise<string | undefined> {
  const { rows } = await sql<{ balance: string }>`
    select balance from ledger_account
    where fund = ${of} and unit_code = ${county} and kind = ${kind}`.execute(office.db);
  return rows[0]?.balance;
}

describe('a claim whose trainees are paid too', () => {
  test('pays fee and living cost to whom and out of what the pack says, nobody 0.00', async () => {
    const claimId = await office.reserved(roster());
    expect(await office.payments(claimId)).toEqual([
      `claimant ${fund} 1600.00 ready`,
      `1 ${otherFund} 300.00 ready`,
      `2 ${otherFund} 300.00 ready`,
      `2 ${fund} 800.00 ready`,
    ]);
    expect(await balance(fund, 'reserved')).toBe('2400.00');
    expect(await balance(otherFund, 'reserved')).toBe('600.00');
    await office.pay();
    expect(await office.payments(claimId)).toEqual([
      `claimant ${fund} 1600.00 paid`,
      `1 ${otherFund} 300.00 paid`,
      `2 ${otherFund} 300.00 paid`,
      `2 ${fund} 800.00 paid`,
    ]);
    expect(await balance(fund, 'spent')).toBe('2400.00');
    expect(await balance(otherFund, 'spent')).toBe('600.00');
    expect(await office.signals(claimId)).toBe(2);
    expect(await office.steps.settleClaim(claimId)).toMatchObject({ stage: 'paid' });
  });

  test('shows its claimant which part goes to whom, of an account no more than its tail', async () => {
    const claimId = await office.reserved(roster());
    await office.pay();
    const { body } = await office.get(office.claimant.agent, `/v1/claims/${claimId}`);
    expect(body).toMatchObject({
      payments: [
        { payee: 'claimant', lineNo: null, fund, amount: '1600.00' },
        { payee: 'person', lineNo: 1, fund: otherFund, amount: '300.00', accountTail: '7801' },
        { payee: 'person', lineNo: 2, accountTail: '7802' },
        { payee: 'person', lineNo: 2, accountTail: '7802' },
      ],
      roster: [
        {
          account: { tail: '7801', bank: '示例银行', confirmed: true },
          components: expect.arrayContaining([
            expect.objectContaining({
              component: 'training',
              payee: expect.objectContaining({ kind: 'claimant' }),
            }),
            expect.objectContaining({
              component: 'living',
              payee: { kind: 'person', tail: '7801' },
            }),
          ]),
        },
        { account: { tail: '7802' } },
        { account: { tail: '7803' } },
      ],
    });
    const paid = JSON.stringify(body['timeline']).match(/payment-pay/gu);
    expect(paid).toHaveLength(2);
    const kept = await Promise.all(
      ['payee_account', 'audit', 'workflow_outbox', 'mail_outbox', 'claim_line', 'decision'].map(
        async (table) => {
          const { rows } = await sql<{ it: string }>`
            select coalesce(string_agg(t::text, ' '), '') as it from ${sql.table(table)} t`.execute(
            office.db,
          );
          return rows[0]?.it;
        },
      ),
    );
    expect(JSON.stringify([body, kept])).not.toContain(number);
    expect(JSON.stringify(kept)).not.toContain(Buffer.from(number).toString('hex'));
  });

  test('counts both payees as spent, organisations only as paid, each due yuan once', async () => {
    await office.reserved(roster().map((line) => ({ ...line, months: 1 })));
    const closed = aTrainee('621700001234564444', { ...veteran, months: 1 });
    const claimId = await office.reserved([closed]);
    const runs = await office.pay();
    const period = { from: month('2019-07'), to: month('2026-12') };
    const figures = async () =>
      Promise.all(
        (['spent', 'enterprises-paid', 'payment-rate', 'months-paid'] as const).map((it) =>
          measure(office.db, { measure: it, period }),
        ),
      );
    // Of the second claim everything came back: 1100 of 4100 yuan.
    await office.comeBack(runs, isoDate('2026-02-03'));
    expect(await office.payments(claimId)).toEqual([
      `1 ${otherFund} 300.00 returned`,
      `1 ${fund} 800.00 returned`,
    ]);
    expect(await figures()).toEqual(['3000.00', '1', '73.1707', '3']);
  });

  test('does not count an organisation as paid that gets nothing itself', async () => {
    await office.reserved([aTrainee(number, veteran)]);
    await office.pay();
    const query = { period: { from: month('2019-07'), to: month('2026-12') } };
    const figure = (of: 'spent' | 'enterprises-paid') =>
      Promise.all([
        measure(office.db, { ...query, measure: of }),
        listFigureLines(office.db, { ...query, measure: of }, { offset: 0, limit: 9 }),
      ]);
    expect(await figure('spent')).toEqual(['1100.00', [expect.anything(), expect.anything()]]);
    expect(await figure('enterprises-paid')).toEqual(['0', []]);
  });

  test('takes as many statements for five hundred trainees as for one', async () => {
    const counted: number[] = [];
    for (const heads of [1, 500]) {
      const lines = Array.from({ length: heads }, (_, at) =>
        aTrainee(`62170000${String(heads)}${String(at).padStart(6, '0')}1`),
      );
      const claimId = await office.reserved(lines);
      expect(await office.payments(claimId)).toHaveLength(heads + 1);
      const payer = await office.person();
      const runId = await office.run(payer, { fund: otherFund, runOn: paidOn });
      const freezing = await statementsOf(() => office.steps.freezePayments({ runId }));
      expect(await office.attemptsOf(runId)).toHaveLength(heads);
      await office.steps.sendPayments({ runId });
      counted.push(freezing.length);
      expect(await office.signals(claimId)).toBe(0);
      await office.steps.settlePayments({ runId });
      expect(await office.signals(claimId)).toBe(1);
    }
    expect(counted[1]).toBe(counted[0]);
    expect(office.financing.at(-1)).toEqual(office.financing[0]);
  });
});

describe('filing', () => {
  const faultsOf = async (lines: readonly object[], change: object = {}) =>
    (await office.file(lines, change)).body.errors;

  test('refuses one person twice and one account for two persons', async () => {
    const who = { identityNumber: identityNumber() };
    const twice = [aTrainee(number, who), aTrainee('621700001234567802', who)];
    expect(await faultsOf(twice)).toMatchObject([{ path: '/lines/1/identityNumber' }]);
    const shared = [aTrainee(number), aTrainee(number)];
    expect(await faultsOf(shared)).toMatchObject([{ path: '/lines/1/account/number' }]);
  });

  test('asks for an account where the trainee is paid, and only there', async () => {
    const without = [aTrainee(number, { account: undefined })];
    expect(await faultsOf(without)).toMatchObject([{ path: '/lines/0/account' }]);
    const needless = aTrainee(number, { certificate: undefined, months: 1 });
    const onTheJob = { scheme: 'on-the-job' };
    expect(await faultsOf([needless], onTheJob)).toMatchObject([{ path: '/lines/0/account' }]);
    const short = [aTrainee('1234567')];
    expect(await faultsOf(short)).toMatchObject([{ path: '/lines/0/account/number' }]);
  });

  test('knows an account again, and refuses one that finance refused', async () => {
    const who = { identityNumber: identityNumber(), name: '示例学员' };
    expect((await office.file([aTrainee(number, who)])).status).toBe(201);
    expect((await office.file([aTrainee(number, who)])).status).toBe(201);
    const own = () => sql`select from payee_account where person_id is not null`.execute(office.db);
    expect((await own()).rows).toHaveLength(1);
    await sql`update payee_account set confirmed = false where person_id is not null`.execute(
      office.db,
    );
    expect(await faultsOf([aTrainee(number, who)])).toMatchObject([
      { path: '/lines/0/account/number' },
    ]);
  });

  test('keeps the accounts of a roster that a correction took the place of', async () => {
    const { claimId } = await office.file([aTrainee(number)]);
    await office.screen(claimId);
    const [acceptance] = await office.openTasks(claimId);
    const back = { outcome: 'return', reason: '示例', occurredOn: '2026-01-06' };
    if (acceptance) await office.decide(acceptance, back);
    const [correction] = await office.openTasks(claimId);
    const correctedLines = [aTrainee('621700001234567899')];
    const corrected = { outcome: 'corrected', correctedLines, occurredOn: '2026-01-06' };
    const answer = correction && (await office.decide(correction, corrected));
    expect(answer?.status).toBe(202);
    await office.screen(claimId);
    const { agent } = office.claimant;
    const now = await office.get(agent, `/v1/claims/${claimId}`);
    expect(now.body['roster']).toMatchObject([{ account: { tail: '7899' } }]);
    const before = await office.get(agent, `/v1/claims/${claimId}/rosters/1`);
    expect(before.body['lines']).toMatchObject([
      { account: { tail: '7801' }, components: [{ payee: {} }, { payee: {} }] },
    ]);
  });
});
