import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { yuan } from '../../domain/money.ts';
import { aFiling, aLine } from '../support/api-office.ts';
import { cap, withCap } from '../support/instalment-pack.ts';
import { openMoneyOffice, type MoneyOffice } from '../support/money-office.ts';
import { triedOn } from '../support/trial-office.ts';

// Of fifteen hundred for the enterprise, the first claim uses a thousand in two payments, the
// second five hundred in one, for its other one is refused; the third finds nothing left.

let office: MoneyOffice;

beforeAll(async () => {
  office = await openMoneyOffice({ rules: withCap });
  await office.raise('100000.00');
  await paidTwice(await filed('2020-09-07'));
  await paidTwice(await filed('2020-09-07'));
  await approved(await filed('2020-11-02'), '2020-11-03', '2020-11-12');
});
afterAll(() => office.close());

async function filed(occurredOn: string): Promise<string> {
  const days = { startedOn: '2020-03-02', endedOn: '2020-08-31' };
  const lines = [aLine({ certificate: undefined, ...days })];
  const filing = aFiling(office.claimant, { scheme: 'opening', occurredOn, lines });
  await office.post(office.claimant.agent, '/v1/claims', filing);
  await office.screen(filing.claimId);
  return filing.claimId;
}

async function approved(claimId: string, accepted: string, on: string): Promise<void> {
  await office.decide(office.acceptor, claimId, 'accept', accepted);
  await office.decide(office.reviewer, claimId, 'approve', accepted);
  await office.steps.endNotice(claimId);
  await office.decide(office.finance, claimId, 'approve', on);
}

async function settled(claimId: string, day: string): Promise<void> {
  await office.pay(day);
  await sql`update payment_run set statement_read_to = run_on + 20`.execute(office.db);
  await office.steps.settleClaim(claimId);
}

async function paidTwice(claimId: string): Promise<void> {
  await approved(claimId, '2020-09-08', '2020-09-16');
  await settled(claimId, '2020-09-20');
  const reportedLines = [{ lineNo: 1, facts: { 'opened-on': '2020-10-10' } }];
  await office.decide(office.claimant.agent, claimId, 'reported', '2020-10-12', { reportedLines });
  await office.screen(claimId);
  await approved(claimId, '2020-10-20', '2020-10-28');
  const { stage } = await office.db
    .selectFrom('claim')
    .select('stage')
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow();
  if (stage === 'reserved') await settled(claimId, '2020-11-01');
}

test('the pack in force gives again what a limit left to later payments and claims', async () => {
  expect(await triedOn(office, office.pack, '2020-01-01')).toMatchObject({
    kind: 'compared',
    totals: { all: { lines: 3, changed: 0, before: '1500.00', after: '1500.00' } },
    changes: [],
  });
});

test('a wider limit pays the refused payment first, and leaves as little as it should', async () => {
  const wider = { ...office.pack, limits: [{ ...cap, atMost: '2000.00' }] };
  expect(await triedOn(office, wider, '2020-01-01')).toMatchObject({
    kind: 'compared',
    changes: [{ before: '500.00', after: '1000.00', refusedAfter: null }],
    totals: { all: { after: '2000.00' } },
  });
});

test('a lower rate uses of the limit what was paid and what it adds, no more', async () => {
  const rates = office.pack.rates.map((it) =>
    it.scheme === 'opening' ? { ...it, formula: { amount: yuan('600.00') } } : it,
  );
  const lower = { ...office.pack, rates, limits: [{ ...cap, atMost: '1800.00' }] };
  expect(await triedOn(office, lower, '2020-01-01')).toMatchObject({
    kind: 'compared',
    changes: [
      { before: '1000.00', after: '600.00' },
      { before: '500.00', after: '600.00' },
      { before: '0.00', after: '600.00' },
    ],
  });
});
