import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClaimActivities } from '../../activities/index.ts';
import { instant, isoDate } from '../../domain/days.ts';
import { openMoneyOffice, type MoneyOffice } from '../support/money-office.ts';

let office: MoneyOffice;

beforeAll(async () => {
  office = await openMoneyOffice();
});
afterAll(() => office.close());

test('money that comes when next year has no calendar yet is paid on the day it was due', async () => {
  const claimId = await office.approved('2020-10-12');
  await office.raise('9000.00');
  const december = {
    today: () => isoDate('2026-12-01'),
    now: () => instant('2026-12-01T02:00:00.000Z'),
  };
  const steps = createClaimActivities({ ...office.deps, clock: december });
  expect(await steps.reserveClaim(claimId)).toMatchObject({ stage: 'reserved' });
  const payments = await office.db
    .selectFrom('payment')
    .select(['amount', 'due_on'])
    .where('claim_id', '=', claimId)
    .execute();
  expect(payments).toEqual([{ amount: '3000.00', due_on: '2020-11-23' }]);
});
