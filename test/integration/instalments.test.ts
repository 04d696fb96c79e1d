import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { yuan } from '../../domain/money.ts';
import { aFiling, aLine } from '../support/api-office.ts';
import { withInstalments } from '../support/instalment-pack.ts';
import { openMoneyOffice, type MoneyOffice } from '../support/money-office.ts';
import { triedOn } from '../support/trial-office.ts';

// One claim paid in two parts: half now and half when a business opens; half ahead of an
// apprenticeship, and settled on who finished.

let office: MoneyOffice;

beforeAll(async () => {
  office = await openMoneyOffice({ rules: withInstalments });
  await office.raise('100000.00');
});
afterAll(() => office.close());

async function filed(scheme: string, lines: number): Promise<string> {
  const { claimant } = office;
  const line = () =>
    aLine({ certificate: undefined, startedOn: '2020-03-02', endedOn: '2020-08-31' });
  const filing = aFiling(claimant, {
    scheme,
    occurredOn: '2020-09-07',
    lines: Array.from({ length: lines }, line),
  });
  const answer = await office.post(claimant.agent, '/v1/claims', filing);
  expect(answer).toMatchObject({ status: 201 });
  await office.screen(filing.claimId);
  return filing.claimId;
}

/** From acceptance to the day the bank can return nothing more. */
async function paid(claimId: string, [accepted, approved, day]: string[], cuts = {}) {
  await office.decide(office.acceptor, claimId, 'accept', accepted ?? '', cuts);
  await office.decide(office.reviewer, claimId, 'approve', accepted ?? '');
  await office.steps.endNotice(claimId);
  await office.decide(office.finance, claimId, 'approve', approved ?? '');
  const { stage } = await claimOf(claimId);
  if (stage !== 'reserved') return;
  await office.pay(day ?? '');
  await sql`update payment_run set statement_read_to = run_on + 20`.execute(office.db);
  await office.steps.settleClaim(claimId);
}

const claimOf = (claimId: string) =>
  office.db
    .selectFrom('claim')
    .select(['stage', 'outcome', 'amount', 'instalment', 'question'])
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow();

const paymentsOf = (claimId: string) =>
  office.db
    .selectFrom('payment')
    .select(['amount', 'instalment', 'state'])
    .where('claim_id', '=', claimId)
    .orderBy('instalment')
    .execute();

async function rowsOf(table: 'receivable' | 'line_fact', claimId: string) {
  const columns = table === 'receivable' ? sql`amount, instalment` : sql`kind, delta, line_no`;
  const { rows } = await sql`select ${columns} from ${sql.table(table)}
    where claim_id = ${claimId} order by 1, 2`.execute(office.db);
  return rows;
}

const report = (claimId: string, on: string, lines: object[]) =>
  office.decide(office.claimant.agent, claimId, 'reported', on, { reportedLines: lines });

const first = ['2020-09-08', '2020-09-16', '2020-09-20'];
const second = ['2020-10-20', '2020-10-28', '2020-11-01'];

describe('two-part pay', () => {
  test('pays half, waits for the business to open, and pays the other half', async () => {
    const claimId = await filed('opening', 1);
    await paid(claimId, first);
    expect(await claimOf(claimId)).toMatchObject({ stage: 'awaiting', instalment: 2 });
    await report(claimId, '2020-10-12', [{ lineNo: 1, facts: { 'opened-on': '2020-10-10' } }]);
    await office.screen(claimId);
    expect(await claimOf(claimId)).toMatchObject({ stage: 'acceptance', amount: '500.00' });
    await paid(claimId, second);
    expect(await claimOf(claimId)).toMatchObject({ stage: 'closed', outcome: 'paid' });
    expect(await paymentsOf(claimId)).toEqual([
      { amount: '500.00', instalment: 1, state: 'paid' },
      { amount: '500.00', instalment: 2, state: 'paid' },
    ]);
    expect(await rowsOf('line_fact', claimId)).toEqual([{ kind: 'trained', delta: 1, line_no: 1 }]);
  });

  test('that opened too late gets nothing more, and owes nothing', async () => {
    const claimId = await filed('opening', 1);
    await paid(claimId, first);
    await report(claimId, '2020-12-05', [{ lineNo: 1, facts: { 'opened-on': '2021-03-01' } }]);
    await office.screen(claimId);
    await paid(claimId, ['2020-12-08', '2020-12-16', '']);
    expect(await claimOf(claimId)).toMatchObject({ stage: 'closed', outcome: 'paid' });
    expect(await paymentsOf(claimId)).toHaveLength(1);
    expect(await rowsOf('receivable', claimId)).toEqual([]);
  });

  test('that nobody reports ends with what was paid', async () => {
    const claimId = await filed('opening', 1);
    await paid(claimId, first);
    expect(await office.steps.endAwaiting(claimId)).toMatchObject({ outcome: 'paid' });
    expect(await office.get(office.claimant.agent, `/v1/tasks?claim=${claimId}`)).toMatchObject({
      body: { tasks: [] },
    });
  });
});

describe('an advance', () => {
  test('is settled on who finished: the rest is paid, and they alone count as trained', async () => {
    const claimId = await filed('apprentices', 3);
    await paid(claimId, first);
    expect(await paymentsOf(claimId)).toMatchObject([{ amount: '9000.00' }]);
    expect(await rowsOf('line_fact', claimId)).toEqual([]);
    await report(claimId, '2020-10-12', [
      { lineNo: 1, facts: { finished: 'true' } },
      { lineNo: 2, facts: { finished: 'true' } },
      { lineNo: 3, facts: { finished: 'false' } },
    ]);
    await office.screen(claimId);
    expect(await claimOf(claimId)).toMatchObject({ amount: '3000.00' });
    await paid(claimId, second);
    expect(await paymentsOf(claimId)).toMatchObject([{ amount: '9000.00' }, { amount: '3000.00' }]);
    expect(await rowsOf('line_fact', claimId)).toMatchObject([{ line_no: 1 }, { line_no: 2 }]);
    expect(await rowsOf('receivable', claimId)).toEqual([]);
  });

  test('that was not earned becomes a receivable, also for a line cut at the settlement', async () => {
    const claimId = await filed('apprentices', 3);
    await paid(claimId, first);
    await report(claimId, '2020-10-12', [
      { lineNo: 1, facts: { finished: 'true' } },
      { lineNo: 2, facts: { finished: 'false' } },
      { lineNo: 3, facts: { finished: 'true' } },
    ]);
    await office.screen(claimId);
    await paid(claimId, second, { lines: [{ lineNo: 3, reason: '未见到岗' }] });
    expect(await claimOf(claimId)).toMatchObject({ stage: 'closed', outcome: 'paid' });
    expect(await paymentsOf(claimId)).toHaveLength(1);
    expect(await rowsOf('receivable', claimId)).toEqual([{ amount: '3000.00', instalment: 2 }]);
    expect(await rowsOf('line_fact', claimId)).toMatchObject([{ line_no: 1 }]);
  });

  test('that nobody reports on is settled by a person on what is known, never refused whole', async () => {
    const claimId = await filed('apprentices', 1);
    await paid(claimId, first);
    expect(await office.steps.endAwaiting(claimId)).toMatchObject({ stage: 'submitted' });
    await office.screen(claimId);
    expect(await claimOf(claimId)).toMatchObject({ stage: 'acceptance', amount: '-3000.00' });
    const refusal = office.decide(office.acceptor, claimId, 'refuse', '2026-03-10', {
      reason: '示例',
    });
    await expect(refusal).rejects.toThrow('settlement-not-refusable');
  });

  test('asks for what became of every line', async () => {
    const claimId = await filed('apprentices', 2);
    await paid(claimId, first);
    const some = report(claimId, '2020-10-12', [{ lineNo: 1, facts: { finished: 'true' } }]);
    await expect(some).rejects.toThrow('第 2 行须填写：结业');
    const twice = report(claimId, '2020-10-12', [
      { lineNo: 1, facts: { finished: 'true' } },
      { lineNo: 1, facts: { finished: 'maybe' } },
      { lineNo: 9, facts: { finished: 'true' } },
    ]);
    await expect(twice).rejects.toThrow('行号重复');
  });
});

describe('three payments', () => {
  const third = ['2020-11-10', '2020-11-18', '2020-11-20'];
  const finished = [1, 2].map((lineNo) => ({ lineNo, facts: { finished: 'true' } }));

  test('a line stopped at the second gets nothing of the third', async () => {
    const claimId = await filed('thrice', 2);
    await paid(claimId, first);
    await report(claimId, '2020-10-12', finished);
    await office.screen(claimId);
    await paid(claimId, second, { lines: [{ lineNo: 2, reason: '未见到岗' }] });
    // The first line's other 1000 was to be paid, the second line's 1000 is owed back.
    expect(await claimOf(claimId)).toMatchObject({ stage: 'awaiting', instalment: 3 });
    await report(claimId, '2020-11-05', finished.slice(0, 1));
    await office.screen(claimId);
    expect(await claimOf(claimId)).toMatchObject({ stage: 'acceptance', amount: '1000.00' });
    await paid(claimId, third);
    const { rows } = await sql`select line_no, granted_before + amount as total from claim_line
      where claim_id = ${claimId} order by 1`.execute(office.db);
    expect(rows).toEqual([
      { line_no: 1, total: '3000.00' },
      { line_no: 2, total: '0.00' },
    ]);
  });

  test('a line stopped keeps its reason and its place when it is stopped again', async () => {
    const claimId = await filed('thrice', 2);
    await paid(claimId, first);
    await report(claimId, '2020-10-12', finished);
    await office.screen(claimId);
    const lines = [{ lineNo: 2, reason: '未见到岗' }];
    await office.decide(office.acceptor, claimId, 'accept', '2020-10-20', { lines });
    const stopped = () =>
      sql`select reason, cut_no from claim_line
      where claim_id = ${claimId} and line_no = 2`.execute(office.db);
    const { rows } = await stopped();
    expect(rows).toMatchObject([{ reason: '未见到岗' }]);
    const again = [{ lineNo: 2, reason: '材料不实' }];
    await office.decide(office.reviewer, claimId, 'approve', '2020-10-21', { lines: again });
    expect((await stopped()).rows).toEqual(rows);
  });

  test('with every line stopped the claim ends', async () => {
    const claimId = await filed('thrice', 2);
    await paid(claimId, first);
    await report(claimId, '2020-10-12', finished);
    await office.screen(claimId);
    const lines = [1, 2].map((lineNo) => ({ lineNo, reason: '未见到岗' }));
    await paid(claimId, second, { lines });
    expect(await claimOf(claimId)).toMatchObject({ stage: 'closed', outcome: 'paid' });
    expect(await rowsOf('receivable', claimId)).toEqual([{ amount: '2000.00', instalment: 2 }]);
  });
});

test('a trial gives all of them again, first payment and settlement', async () => {
  const trial = await triedOn(office, office.pack, '2020-01-01', '2026-12-31');
  expect(trial).toMatchObject({ kind: 'compared', changes: [] });
  const dearer = {
    ...office.pack,
    rates: office.pack.rates.map((it) =>
      it.scheme === 'opening' ? { ...it, formula: { amount: yuan('1100.00') } } : it,
    ),
  };
  // Paid in full 1000; opened too late 500 that stays; nobody reported 500.
  const changed = await triedOn(office, dearer, '2020-01-01', '2026-12-31');
  expect(changed).toMatchObject({
    kind: 'compared',
    totals: { all: { changed: 3, before: expect.any(String) } },
    changes: [
      { before: '1000.00', after: '1100.00' },
      { before: '500.00', after: '1100.00' },
      { before: '500.00', after: '1100.00' },
    ],
  });
});
