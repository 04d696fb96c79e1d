import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMoneyOffice, type MoneyOffice } from '../support/money-office.ts';

let office: MoneyOffice;

beforeAll(async () => {
  office = await openMoneyOffice({
    rules: (pack) => ({
      ...pack,
      payment: {
        ...pack.payment,
        timeLimit: { of: 'notice-end', calendarDays: 11, rollOver: true },
      },
    }),
  });
});
afterAll(() => office.close());

test('money due from the end of the notice is no later for a late approval', async () => {
  await office.raise('9000.00');
  const late = await office.approved('2020-10-12');
  const soon = await office.approved('2020-09-16');
  const due = await office.db
    .selectFrom('payment')
    .select(['claim_id', 'approved_on', 'due_on'])
    .execute();
  // 公示至九月十五日，第十一日是星期六，九月二十七日（星期日）补班
  expect(due).toHaveLength(2);
  expect(due).toEqual(
    expect.arrayContaining([
      { claim_id: late, approved_on: '2020-10-12', due_on: '2020-09-27' },
      { claim_id: soon, approved_on: '2020-09-16', due_on: '2020-09-27' },
    ]),
  );
});
