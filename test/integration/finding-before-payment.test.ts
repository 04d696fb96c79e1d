import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { listReadyByFund } from '../../db/ready-payments.ts';
import { isoDate } from '../../domain/days.ts';
import { openMoneyOffice } from '../support/money-office.ts';
import { openStopFinding } from '../support/stop-finding.ts';

test('a finding that stops a claim after its approval keeps its money, until it is cleared', async () => {
  const office = await openMoneyOffice();
  onTestFinished(() => office.close());
  await office.raise('3000.00');
  const claimId = await office.approved('2020-10-12');
  const ready = () => listReadyByFund(office.db, isoDate('2020-10-20'));
  expect(await ready()).toMatchObject([{ count: 1 }]);

  await openStopFinding(office.db, claimId);
  expect(await ready()).toEqual([]);
  expect(await office.pay('2020-10-20')).toEqual([]);
  await sql`update finding set disposition = 'confirmed'`.execute(office.db);
  expect(await office.pay('2020-10-21')).toEqual([]);

  await sql`update finding set disposition = 'cleared'`.execute(office.db);
  expect(await office.pay('2020-10-22')).toHaveLength(1);
});
