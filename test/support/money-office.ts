import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../db/connect.ts';
import { raiseFund } from '../../db/ledger.ts';
import { monthOfFact } from '../../db/month.ts';
import { recordBooked, recordReturned } from '../../db/payment-attempt.ts';
import { freezeRun } from '../../db/payment-run.ts';
import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import { aFiling, aLine, county, openApiOffice, region } from './api-office.ts';

export type MoneyOffice = Awaited<ReturnType<typeof openMoneyOffice>>;

const fund = 'skills-ledger';
const backdate: [string, string] = ['2019-07-01', '2020-12-31'];

/** A county that takes 以工代训 claims of 2020 to their money, each act on the day it is given. */
export async function openMoneyOffice(options: Parameters<typeof openApiOffice>[0] = {}) {
  const office = await openApiOffice(options);
  const { db, steps } = office;
  const claimant = await office.organisation(county, backdate);
  const acceptor = await office.officer('acceptance', county, backdate);
  const reviewer = await office.officer('review', county, backdate);
  const finance = await office.officer('finance', county, backdate);
  const payer = await office.officer('payment', region);

  async function decide(
    who: typeof finance,
    claimId: string,
    outcome: string,
    on: string,
    more: Record<string, unknown> = {},
  ) {
    const task = await db
      .selectFrom('task')
      .select('id')
      .where('claim_id', '=', claimId)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    const decisionId = randomUUID();
    const body = { decisionId, outcome, occurredOn: on, ...more };
    const { status, body: said } = await office.post(who, `/v1/tasks/${task.id}/decisions`, body);
    const answer = status === 202 ? await office.apply(decisionId) : undefined;
    if (answer?.kind === 'applied') return;
    throw new Error(`${outcome} on ${on} was not applied: ${JSON.stringify(answer ?? said)}`);
  }

  /** One line of six months at 500 yuan, approved on a day in October 2020 or later. */
  async function approved(on: string): Promise<string> {
    const line = aLine({
      attributes: ['enterprise-employee'],
      certificate: undefined,
      startedOn: '2020-03-01',
      endedOn: '2020-08-31',
      months: 6,
    });
    const change = { scheme: 'on-the-job', occurredOn: '2020-09-07', lines: [line] };
    const filing = aFiling(claimant, change);
    const { status } = await office.post(claimant.agent, '/v1/claims', filing);
    if (status !== 201) throw new Error('the claim was not filed');
    const { claimId } = filing;
    await office.screen(claimId);
    await decide(acceptor, claimId, 'accept', '2020-09-08');
    await decide(reviewer, claimId, 'approve', '2020-09-09');
    await steps.endNotice(claimId);
    await decide(finance, claimId, 'approve', on);
    return claimId;
  }

  const raise = (amount: string) =>
    db.transaction().execute((tx) => {
      const on = isoDate('2020-09-01');
      return raiseFund(tx, { id: randomUUID(), fund, unit: county, amount: yuan(amount), on });
    });

  /** Everything that is ready, sent and booked on this day. */
  const pay = (day: string) =>
    db.transaction().execute(async (tx) => {
      const id = randomUUID();
      const runOn = isoDate(day);
      const month = await monthOfFact(tx, runOn);
      await sql`insert into payment_run (id, fund, run_on, released_by, month)
        values (${id}, ${fund}, ${runOn}, ${payer.id}, ${month})`.execute(tx);
      await freezeRun(tx, { id, fund, runOn, releasedBy: payer.id, state: 'requested', month });
      const sent = await attemptsOf(tx, id);
      await recordBooked(
        tx,
        sent.map((attemptId) => ({ attemptId, bookedOn: runOn })),
      );
      return sent;
    });

  const comeBack = (attemptIds: readonly string[], day: string) =>
    db.transaction().execute((tx) =>
      recordReturned(
        tx,
        attemptIds.map((attemptId) => ({ attemptId, returnedOn: isoDate(day), reason: '示例' })),
      ),
    );

  async function withdraw(claimId: string): Promise<void> {
    const actId = randomUUID();
    const body = { actId, reason: '示例', occurredOn: '2020-12-15' };
    await office.post(claimant.agent, `/v1/claims/${claimId}/withdrawal`, body);
    const answer = await office.applyAct(actId);
    if (answer.kind !== 'applied') throw new Error('the withdrawal was not applied');
  }

  return {
    ...office,
    claimant,
    acceptor,
    reviewer,
    finance,
    decide,
    approved,
    raise,
    pay,
    comeBack,
    withdraw,
  };
}

async function attemptsOf(tx: Tx, runId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from payment_attempt where run_id = ${runId} order by id`.execute(tx);
  return rows.map(({ id }) => id);
}
