import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUpProgramme } from '../../cli/programme/office/setup.ts';
import { scale } from '../../cli/programme/population/numbers/shares.ts';
import { openApiOffice, today, type ApiOffice } from '../support/api-office.ts';

let office: ApiOffice;

beforeAll(async () => {
  office = await openApiOffice({ simulated: false });
});
afterAll(() => office.close());

test('the programme writes nothing into the database an office works with', async () => {
  const { db, keys, pack } = office;
  const secret = Buffer.alloc(32, 7);
  const nobody = { officers: [], organisations: [], accounts: [] };
  const setUp = { pack, scale: scale('0.01'), series: 'guard', secret, today, ...nobody };
  await expect(setUpProgramme(db, keys, setUp)).rejects.toThrow('请用空的数据库');
  const raised = await db.selectFrom('ledger_entry').select('id').execute();
  expect(raised).toEqual([]);
});
