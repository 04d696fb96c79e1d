import { Kysely, PostgresDialect, sql } from 'kysely';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cutLines } from '../../db/claim-line.ts';
import { listFigureLines } from '../../db/figure-lines.ts';
import { measure, type MeasureQuery } from '../../db/measure.ts';
import { up } from '../../db/migrations/0008-months-and-due-money.ts';
import { listMonths, monthOfFact } from '../../db/month.ts';
import { instant, isoDate, month, monthsBetween, type Instant } from '../../domain/days.ts';
import { measureNames } from '../../domain/region-pack/indicators.ts';
import { openMoneyOffice, type MoneyOffice } from '../support/money-office.ts';
import { openPool } from '../support/test-database.ts';

/** Claims of 3000 yuan for six months each, approved in October 2020, all due in November. */
let office: MoneyOffice;
beforeEach(async () => {
  office = await openMoneyOffice();
});
afterEach(() => office.close());

const until = (to: string) => ({ from: month('2019-07'), to: month(to) });
const figure = (name: MeasureQuery['measure'], to = '2020-11', asOf?: Instant) =>
  measure(office.db, { measure: name, period: until(to), asOf });
const linesOf = (name: MeasureQuery['measure'], to = '2020-11', asOf?: Instant) => {
  const query = { measure: name, period: until(to), asOf };
  return listFigureLines(office.db, query, { offset: 0, limit: 100 });
};

async function closeUntil(to: string): Promise<void> {
  const asOf = instant('2021-01-01T00:00:00.000Z');
  for (const it of monthsBetween(month('2019-07'), month(to))) {
    await office.steps.compileMonth({ month: it, asOf });
  }
}

async function everything(to?: string, asOf?: Instant): Promise<Map<string, unknown>> {
  const all = new Map<string, unknown>();
  for (const name of measureNames) {
    all.set(name, [await figure(name, to, asOf), await linesOf(name, to, asOf)]);
  }
  return all;
}

/** As if what happened so far had been recorded then. */
async function recordedAt(at: Instant): Promise<void> {
  await office.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const table of ['line_fact', 'due_fact', 'ledger_entry']) {
      await sql`update ${sql.table(table)} set recorded_at = ${at}`.execute(tx);
    }
  });
}

describe('the figures of closed months', () => {
  test('and the facts behind them stay what they were, whatever happens later', async () => {
    await office.raise('6000.00');
    const paid = await office.approved('2020-10-12');
    const attempts = await office.pay('2020-10-20');
    await office.approved('2020-10-13');
    const waiting = await office.approved('2020-10-14');
    const withdrawn = await office.approved('2020-10-15');
    await closeUntil('2020-11');
    const before = await everything();
    expect(before.get('payment-rate')).toEqual(['25.0000', expect.any(Array)]);
    expect(before.get('months-paid')).toEqual(['6', expect.any(Array)]);

    await office.withdraw(withdrawn);
    await office.raise('9000.00');
    await office.steps.reserveClaim(waiting);
    await office.approved('2020-10-16');
    await office.pay('2020-11-20');
    await office.comeBack(attempts, '2020-11-23');
    const on = isoDate('2020-12-15');
    await office.db.transaction().execute(async (tx) => {
      await cutLines(tx, paid, { all: '示例' }, { on, month: await monthOfFact(tx, on) });
    });
    expect(await everything()).toEqual(before);
    expect(await figure('months-paid', '2020-12')).not.toBe('6');
    expect(await linesOf('payment-rate', '2020-12')).toHaveLength(4);
  });
});

test('the figures of an open month and their lines stay those of the as-of time', async () => {
  await office.raise('6000.00');
  const paid = await office.approved('2020-10-12');
  const attempts = await office.pay('2020-10-20');
  const waiting = await office.approved('2020-10-13');
  const withdrawn = await office.approved('2020-10-14');
  await recordedAt(instant('2020-12-01T00:00:00.000Z'));
  const asOf = instant('2020-12-02T00:00:00.000Z');
  const before = await everything('2020-12', asOf);
  expect(before).toEqual(await everything('2020-12'));
  expect(before.get('trained')).toEqual(['3', expect.any(Array)]);

  await office.withdraw(withdrawn);
  await office.raise('9000.00');
  await office.approved('2020-10-16');
  await office.pay('2020-11-20');
  await office.comeBack(attempts, '2020-11-23');
  const on = isoDate('2020-12-15');
  await office.db.transaction().execute(async (tx) => {
    for (const claim of [paid, waiting]) {
      await cutLines(tx, claim, { all: '示例' }, { on, month: await monthOfFact(tx, on) });
    }
  });
  expect(await everything('2020-12', asOf)).toEqual(before);
  const now = await everything('2020-12');
  for (const name of ['trained', 'spent', 'raised', 'months-paid', 'payment-rate']) {
    expect(now.get(name)).not.toEqual(before.get(name));
  }
});

describe('the rate of payment', () => {
  test('counts approved money that waits for its fund as due and not paid', async () => {
    await office.raise('3000.00');
    await office.approved('2020-10-12');
    await office.pay('2020-10-20');
    expect(await figure('payment-rate')).toBe('100.0000');
    const waiting = await office.approved('2020-10-13');
    expect(await figure('payment-rate')).toBe('50.0000');

    await office.raise('3000.00');
    await office.steps.reserveClaim(waiting);
    await office.pay('2026-03-10');
    expect(await figure('payment-rate', '2026-03')).toBe('50.0000');
    const dates = z.array(z.object({ dueOn: z.string(), paidOn: z.string().nullable() }));
    const [, late] = dates.parse(await linesOf('payment-rate', '2026-03'));
    expect(late).toEqual({ dueOn: expect.stringMatching(/^2020-11/u), paidOn: '2026-03-10' });
  });

  test('forgets a claim from the month in which it was withdrawn', async () => {
    await office.raise('3000.00');
    await office.approved('2020-10-12');
    await office.pay('2020-10-20');
    await office.withdraw(await office.approved('2020-10-13'));
    expect(await figure('payment-rate', '2020-11')).toBe('50.0000');
    expect(await figure('payment-rate', '2020-12')).toBe('100.0000');
    expect(await linesOf('payment-rate', '2020-12')).toHaveLength(1);
  });
});

test('the lines of the months paid are months, and their sum is the figure', async () => {
  await office.raise('6000.00');
  await office.approved('2020-10-12');
  await office.approved('2020-10-13');
  const [first = ''] = await office.pay('2020-10-20');
  await office.comeBack([first], '2020-10-22');
  const lines = z.array(z.object({ months: z.number() })).parse(await linesOf('months-paid'));
  expect(lines.map(({ months }) => months)).toEqual([6, 6, -6]);
  expect(await figure('months-paid')).toBe('6');
});

test('a database from before gets the facts of its payments and the months left out', async () => {
  await office.raise('6000.00');
  await office.approved('2020-10-12');
  await office.approved('2020-10-13');
  await office.pay('2020-10-20');
  const before = withoutClock(await everything());
  await sql`
    insert into month (month) values ('2026-06');
    drop table due_fact;
    drop function months_by_fund, open_months`.execute(office.db);
  await mendAgain();
  expect(await figure('payment-rate')).toBe('100.0000');
  expect(await figure('months-paid')).toBe('12');
  expect(withoutClock(await everything())).toEqual(before);
  const known = (await listMonths(office.db)).map((it) => it.month);
  expect(known.slice(-4)).toEqual(['2026-03', '2026-04', '2026-05', '2026-06']);
});

/** The migration itself, as a database meets it that has payments already. */
async function mendAgain(): Promise<void> {
  const pool = openPool(office.database.url);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await up(db);
  // What a later migration added to the table that this one made.
  await sql`alter table due_fact add column instalment smallint not null default 1`.execute(db);
  await db.destroy();
}

/** The reservation stands in for the instant at which the approval was recorded. */
function withoutClock(all: Map<string, unknown>): string {
  return JSON.stringify([...all]).replaceAll(/"recordedAt":"[^"]+"/gu, '');
}
