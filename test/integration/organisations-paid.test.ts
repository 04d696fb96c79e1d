import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listGrantedBefore } from '../../db/instalment.ts';
import { openAccount } from '../../db/organisation.ts';
import { isoDate } from '../../domain/days.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { county, type Answer } from '../support/api-office.ts';
import { aTrainee, openPayeeOffice, withLivingCost } from '../support/payee-office.ts';
import { bankAt, closedAccount, fund, otherFund } from '../support/payment-office.ts';
import { startSimulators, type Simulators } from '../support/start-simulators.ts';
import { triedOn } from '../support/trial-office.ts';

// An institution files; of veterans the fee goes to their employer, on PostgreSQL.

let simulators: Simulators;
let office: Awaited<ReturnType<typeof openPayeeOffice>>;
let employerId: string;

beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.stop());
beforeEach(async () => {
  office = await openPayeeOffice(bankAt(simulators.bank), toEmployer);
  employerId = await organisation(employer, '示例用工企业');
});
afterEach(() => office.close());

const employer = '91990001QNGLAN001P';
const unheardOf = '91990001QNGLAN002T';
const dayAfter = isoDate('2026-02-03');
const dayAgain = isoDate('2026-02-04');

/** The fee of veterans goes to whom a fact names; a living cost to those of the country alone. */
function toEmployer(pack: RegionPack): RegionPack {
  const { schemes, ...rest } = withLivingCost(pack);
  const payee = {
    byGroup: [{ groups: ['veterans'], payee: { organisation: 'employer' } }],
    default: 'claimant' as const,
  };
  return {
    ...rest,
    facts: [
      ...(pack.facts ?? []),
      { code: 'employer', name: '所在单位', kind: 'organisation', of: 'line' },
    ],
    schemes: schemes.map((it) => {
      if (it.code !== 'training-pass') return it;
      const [fee, living] = it.components.map((part) =>
        part.code === 'living'
          ? { ...part, if: { group: ['rural-transfer'] } }
          : { ...part, payee },
      );
      return { ...it, mayGive: ['employer'], components: fee && living ? [fee, living] : [] };
    }),
  };
}

async function organisation(creditCode: string, name: string): Promise<string> {
  const id: string = randomUUID();
  await office.db
    .insertInto('organisation')
    .values({ id, kind: 'enterprise', name, credit_code: creditCode, unit_code: county })
    .execute();
  return id;
}

const account = (number: string, confirmed = true): Promise<string> =>
  office.db.transaction().execute((tx) =>
    openAccount(tx, office.keys, {
      id: randomUUID(),
      organisationId: employerId,
      holder: '示例用工企业',
      number,
      confirmed,
    }),
  );

const staff = (facts: object = { employer }) =>
  aTrainee('', { attributes: ['veteran'], account: undefined, facts });
const roster = () => [staff(), staff(), aTrainee('621700001234567801')];

/** Every payment of a claim: to whom, out of which fund, how much and where it stands. */
async function payments(claimId: string): Promise<string[]> {
  const { body } = await office.get(office.claimant.agent, `/v1/claims/${claimId}`);
  const list: unknown = body['payments'];
  return (Array.isArray(list) ? list : []).map((it: Record<string, unknown>) =>
    [it['payee'], it['organisation'] ?? '-', it['fund'], it['amount'], it['state']].join(' '),
  );
}

async function decide(claimId: string, it: object): Promise<Answer> {
  const [task] = await office.openTasks(claimId);
  if (!task) throw new Error('no task');
  return office.decide(task, { occurredOn: dayAfter, ...it });
}

const correct = (claimId: string, holder: string, number: string) =>
  decide(claimId, { outcome: 'corrected', account: { accountId: randomUUID(), holder, number } });

test('claimant, employer and trainee are each paid once, one again after a return', async () => {
  await account('621700000000000011');
  await account(closedAccount);
  const claimId = await office.reserved(roster());
  const states = (state: string) => [
    `claimant - ${fund} 800.00 paid`,
    `organisation 示例用工企业 ${fund} 1600.00 ${state}`,
    `person - ${otherFund} 300.00 paid`,
  ];
  const runs = await office.pay();
  expect(await payments(claimId)).toEqual(states('paid'));
  await office.comeBack(runs, dayAfter);
  expect(await payments(claimId)).toEqual(states('returned'));

  expect(await office.steps.settleClaim(claimId)).toMatchObject({ stage: 'payee-correction' });
  const [task] = await office.openTasks(claimId);
  const view = await office.get(office.claimant.agent, `/v1/tasks/${task?.id ?? ''}`);
  expect(view.body).toMatchObject({
    lineNo: null,
    payee: { holder: '示例用工企业', tail: '4444' },
  });
  expect(await correct(claimId, '示例户', '621700000000000012')).toMatchObject({
    status: 400,
    body: { errors: [{ path: '/account/holder', reason: '户名须为该单位名称' }] },
  });
  await correct(claimId, '示例用工企业', '621700000000000012');
  await decide(claimId, { outcome: 'refuse', reason: '示例' });
  await correct(claimId, '示例用工企业', '621700000000000013');
  await decide(claimId, { outcome: 'confirm' });
  expect(await payments(claimId)).toEqual(states('ready'));

  office.comes(dayAgain);
  await office.pay(dayAgain);
  expect(await payments(claimId)).toEqual(states('paid'));
  expect(await office.steps.settleClaim(claimId)).toMatchObject({ stage: 'paid' });
  const moved = ['reserve', 'reserve', ...Array(3).fill('pay'), 'return', 'pay'];
  expect(await office.entries(claimId)).toEqual(moved);

  // The claimant's own account stays what it was; the employer's next money goes to the new one.
  const next = await office.reserved([staff()]);
  const { rows } = await sql<{ tail: string; own: boolean }>`
    select a.number_tail as tail, c.account_id = ${office.claimant.accountId} as own
    from payment p join payee_account a on a.id = p.account_id join claim c on c.id = p.claim_id
    where p.claim_id = ${next}`.execute(office.db);
  expect(rows).toEqual([{ tail: '0013', own: true }]);
});

describe('a line whose fee goes to its employer', () => {
  const faultsOf = async (lines: readonly object[]) => (await office.file(lines)).body.errors;
  const reason = '所在单位没有登记，或没有经确认的收款账户，补贴无法拨付';

  test('is filed with an employer that can be paid', async () => {
    expect(await faultsOf([staff({})])).toEqual([
      { path: '/lines/0/facts/employer', reason: '须填写：所在单位' },
    ]);
    expect(await faultsOf([staff({ employer: employer.toLowerCase() })])).toEqual([
      {
        path: '/lines/0/facts/employer',
        reason: '写 18 位统一社会信用代码，半角，字母大写',
      },
    ]);
    // Nobody registered the one; the other has no account, and then none that is confirmed.
    const both = [staff({ employer: unheardOf }), staff()];
    const paths = ['/lines/0/facts/employer', '/lines/1/facts/employer'];
    expect(await faultsOf(both)).toEqual(paths.map((path) => ({ path, reason })));
    await account('621700000000000011', false);
    expect(await faultsOf([staff()])).toEqual([{ path: paths[0], reason }]);
    await account('621700000000000012');
    expect((await office.file([staff()])).status).toBe(201);
  });

  test('is a question once no account of the employer is confirmed any more', async () => {
    await account('621700000000000011');
    const { claimId } = await office.file(roster());
    await sql`update payee_account set confirmed = false
      where organisation_id = ${employerId}`.execute(office.db);
    const question = { stage: 'question', question: 'no-account-line-1' };
    expect(await office.screen(claimId)).toMatchObject({ stage: 'question' });
    const { body } = await office.get(office.claimant.agent, `/v1/claims/${claimId}`);
    expect(body).toMatchObject(question);
  });

  test('is released by nobody who acts for the employer', async () => {
    await account('621700000000000011');
    const claimId = await office.reserved(roster());
    const payer = await office.person();
    await office.appoint(payer, { role: 'claimant', organisationId: employerId });
    const runId = await office.run(payer, { fund, runOn: dayAfter });
    await office.steps.freezePayments({ runId });
    expect((await payments(claimId)).slice(0, 2)).toEqual([
      `claimant - ${fund} 800.00 in-run`,
      `organisation 示例用工企业 ${fund} 1600.00 ready`,
    ]);
  });

  test('is the claimant’s where the claimant is the employer', async () => {
    await sql`update organisation set credit_code = ${unheardOf}
      where id = ${office.claimant.id}`.execute(office.db);
    const claimId = await office.reserved([staff({ employer: unheardOf })]);
    expect(await payments(claimId)).toEqual([`claimant - ${fund} 800.00 ready`]);
  });

  test('is found again by a trial, and moved by a draft that pays the claimant', async () => {
    await account('621700000000000011');
    const claimId = await office.reserved(roster());
    const granted = await office.db
      .transaction()
      .execute((tx) => listGrantedBefore(tx, { claimId, instalment: 2 }));
    const fee = { component: 'training', amount: '800.00', payee: `organisation:${employer}` };
    expect(granted).toMatchObject([
      { lineNo: 1, ...fee },
      { lineNo: 2, ...fee },
      { lineNo: 3, payee: 'person' },
      { lineNo: 3, payee: 'claimant' },
    ]);
    const same = await triedOn(office, office.pack, '2026-01-01', '2026-03-01');
    expect(same).toMatchObject({ kind: 'compared', totals: { all: { lines: 3, changed: 0 } } });
    const schemes = office.pack.schemes.map((it) => ({
      ...it,
      components: it.components.map((part) =>
        part.code === 'training' ? { ...part, payee: 'claimant' as const } : part,
      ),
    }));
    const tried = await triedOn(office, { ...office.pack, schemes }, '2026-01-01', '2026-03-01');
    expect(tried).toMatchObject({ kind: 'compared', totals: { moved: 2 } });
  });
});
