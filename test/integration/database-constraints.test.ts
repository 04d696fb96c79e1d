import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, type Database } from '../../db/connect.ts';
import { derivedId } from '../../db/ids.ts';
import { raiseFund, reserveForClaim } from '../../db/ledger.ts';
import { installPack } from '../../db/pack.ts';
import { isoDate } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import { loadRegionPack } from '../../gateways/region-pack.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const fund = 'skills-ledger';
const unit = '640000';
const person = derivedId('person');
const subject = derivedId('subject');

/** What the database refuses whatever the code asks: each constraint violated once. */
describe('the database', () => {
  let database: TestDatabase;
  let db: Database;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = connect(database.url, { max: 2 });
    const pack = await loadRegionPack('regions/ningxia');
    await db.transaction().execute(async (tx) => {
      await installPack(tx, pack, { simulated: true, installedOn: isoDate('2026-11-24') });
      await raiseFund(tx, {
        id: derivedId('raised'),
        fund,
        unit,
        amount: yuan('100.00'),
        on: isoDate('2019-07-31'),
      });
    });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('insert into person (id, name) values ($1, $2)', [person, '示例人员']);
  });
  afterAll(async () => {
    await client.end();
    await db.destroy();
    await database.drop();
  });
  beforeEach(() => client.query('rollback'));

  test('refuses at commit a ledger entry that does not balance', async () => {
    await client.query('begin');
    await client.query(
      `insert into ledger_entry (id, kind, occurred_on, month)
       values ($1, 'raise', '2019-07-31', '2019-07')`,
      [derivedId('lame')],
    );
    await client.query(
      `insert into ledger_posting (entry_id, account_id, amount)
       select $1, min(id), 5 from ledger_account`,
      [derivedId('lame')],
    );
    await expect(client.query('commit')).rejects.toThrow(/does not balance/u);
  });

  test('refuses a posting added to an entry already committed', async () => {
    const late = `insert into ledger_posting (entry_id, account_id, amount)
      select $1, max(id), 5 from ledger_account`;
    await expect(client.query(late, [derivedId('raised')])).rejects.toThrow(/already committed/u);
  });

  test.for([
    ['audit', 'act'],
    ['ledger_entry', 'month'],
    ['ledger_posting', 'amount'],
    ['line_fact', 'month'],
    ['due_fact', 'month'],
    ['indicator_figure', 'figure'],
    ['edition_breakdown', 'months'],
    ['reported_figure', 'value'],
    ['report_file', 'sha256'],
    ['certificate_check', 'result'],
    ['superseded_line', 'roster'],
  ])('refuses to change or empty %s', async ([table, column]) => {
    const update = `update ${table} set ${column} = ${column}`;
    await expect(client.query(update)).rejects.toThrow(/append only/u);
    await expect(client.query(`delete from ${table}`)).rejects.toThrow(/append only/u);
    await expect(client.query(`truncate ${table} cascade`)).rejects.toThrow(/append only/u);
  });

  test('refuses a second duty of one person in one claim', async () => {
    const insert = 'insert into duty (subject_id, person_id, duty) values ($1, $2, $3)';
    await client.query(insert, [subject, person, 'acceptance']);
    await expect(client.query(insert, [subject, person, 'finance'])).rejects.toThrow(/duty_pkey/u);
  });

  test('closes months in order, for good', async () => {
    const close = `update month set state = 'closed', closed_at = now() where month = $1`;
    await expect(client.query(close, ['2019-08'])).rejects.toThrow(/close in order/u);
    await client.query(close, ['2019-07']);
    const reopen = `update month set state = 'open', closed_at = null where month = '2019-07'`;
    await expect(client.query(reopen)).rejects.toThrow(/stays closed/u);
    const { rows } = await client.query(`select month_of_fact('2019-07-15') as month`);
    expect(rows).toEqual([{ month: '2019-08' }]);
  });

  test('keeps a simulated database simulated', async () => {
    await expect(client.query('update installation set simulated = false')).rejects.toThrow(
      /stays simulated/u,
    );
  });

  test('reserves no more than there is, all or nothing', async () => {
    const need = (claim: string, amount: string) =>
      db.transaction().execute((tx) =>
        reserveForClaim(tx, {
          claimId: derivedId(claim),
          unit,
          on: isoDate('2019-09-02'),
          byFund: [{ fund, amount: yuan(amount) }],
        }),
      );
    expect(await need('too-large', '100.01')).toEqual({ lacking: [fund] });
    const { rows } = await client.query(
      `select kind, balance from ledger_account where fund = $1 and unit_code = $2 order by kind`,
      [fund, unit],
    );
    expect(rows).toContainEqual({ kind: 'available', balance: '100.00' });
    expect(rows).toContainEqual({ kind: 'reserved', balance: '0.00' });
  });
});
