import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aFiling, aLine } from '../support/api-office.ts';
import { withCap } from '../support/instalment-pack.ts';
import { openMoneyOffice, type MoneyOffice } from '../support/money-office.ts';

// Money paid in a first instalment has used its limit, whatever becomes of the second.

let office: MoneyOffice;

beforeAll(async () => {
  office = await openMoneyOffice({ rules: withCap });
  await office.raise('100000.00');
});
afterAll(() => office.close());

async function filed(lines: number): Promise<string> {
  const line = () =>
    aLine({ certificate: undefined, startedOn: '2020-03-02', endedOn: '2020-08-31' });
  const filing = aFiling(office.claimant, {
    scheme: 'opening',
    occurredOn: '2020-09-07',
    lines: Array.from({ length: lines }, line),
  });
  await office.post(office.claimant.agent, '/v1/claims', filing);
  await office.screen(filing.claimId);
  return filing.claimId;
}

const linesOf = async (claimId: string) => {
  const { rows } = await sql`
    select amount, granted_before as before, l.reason, u.quantity::text as used
    from claim_line l left join limit_use u using (claim_id, line_no)
    where claim_id = ${claimId} order by line_no`.execute(office.db);
  return rows;
};

test('a second instalment beyond the limit is refused, and the first goes on counting', async () => {
  const claimId = await filed(3);
  expect(await linesOf(claimId)).toMatchObject(
    [1, 2, 3].map(() => ({ amount: '500.00', used: '500.00' })),
  );
  await office.decide(office.acceptor, claimId, 'accept', '2020-09-08');
  await office.decide(office.reviewer, claimId, 'approve', '2020-09-08');
  await office.steps.endNotice(claimId);
  await office.decide(office.finance, claimId, 'approve', '2020-09-16');
  await office.pay('2020-09-20');
  await sql`update payment_run set statement_read_to = run_on + 20`.execute(office.db);
  await office.steps.settleClaim(claimId);
  const opened = [1, 2, 3].map((lineNo) => ({
    lineNo,
    facts: { 'opened-on': lineNo === 1 ? '2020-10-10' : '2021-05-01' },
  }));
  await office.decide(office.claimant.agent, claimId, 'reported', '2020-10-12', {
    reportedLines: opened,
  });
  await office.screen(claimId);
  expect(await linesOf(claimId)).toEqual([
    { amount: '0.00', before: '500.00', reason: 'cap', used: '500.00' },
    { amount: '0.00', before: '500.00', reason: null, used: '500.00' },
    { amount: '0.00', before: '500.00', reason: null, used: '500.00' },
  ]);
  expect(await linesOf(await filed(1))).toMatchObject([{ amount: '0.00', reason: 'cap' }]);
});
