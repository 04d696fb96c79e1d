import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environmentWith } from '../../config.ts';
import { copyOfNingxia, edit, ningxia } from '../support/region-folder.ts';
import { identityNumber } from '../support/api-office.ts';
import { openTrialOffice, type TrialOffice } from '../support/trial-office.ts';

const program = fileURLToPath(new URL('../../cli/simulate.ts', import.meta.url));

let office: TrialOffice;
let folder = '';
const person = identityNumber();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trial-'));
  office = await openTrialOffice({ simulated: true });
  await office.approved([office.worker(person), office.worker()]);
  const refused = await office.accepted([office.worker()]);
  await office.decide(office.reviewer, refused, 'refuse', '2020-10-09', { reason: '示例' });
});
afterAll(async () => {
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

function simulate(...words: string[]) {
  const env = environmentWith({
    databaseUrl: office.database.url,
    secretKey: Buffer.alloc(32, 7).toString('base64'),
  });
  return spawnSync(process.execPath, [program, ...words], { env, encoding: 'utf8', cwd: folder });
}

const period = ['--from', '2020-10-01', '--to', '2020-12-31'];

async function draft(): Promise<string> {
  const copy = await copyOfNingxia();
  await edit(
    copy,
    'rates/2019.yaml',
    "amount: { amount: '500.00' }",
    "amount: { amount: '650.05' }",
  );
  return copy;
}

test('shows a draft beside the pack in force, and writes a workbook of it', async () => {
  const out = join(folder, 'trial.xlsx');
  const { status, stdout, stderr } = simulate('--draft', await draft(), ...period, '--out', out);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('2 条明细按申领时的规则包重算，与已核定的金额逐条相差 0.00 元');
  expect(stdout).toMatch(/增减 +1,800\.60 +元/u);

  const book = await new ExcelJS.Workbook().xlsx.readFile(out);
  expect(book.worksheets.map(({ name }) => name)).toEqual([
    '汇总',
    '按单位',
    '按人员类别',
    '按补贴种类',
    '拒付变化',
    '待答问题',
    '资金',
    '变动明细',
  ]);
  expect(book.getWorksheet('汇总')?.getCell('A1').text).toContain('模拟测算 非正式文件');
  expect(book.getWorksheet('汇总')?.getCell('A1').text).toContain('模拟数据');
  expect(stdout).toMatch(/核定前已拒付，未试算的申领 +1 +笔/u);
  const summary = book.getWorksheet('汇总');
  expect([4, 5].map((at) => summary?.getRow(at).getCell(2).value)).toEqual([1, 1]);
  const lines = book.getWorksheet('变动明细');
  expect(lines?.getRow(3).getCell(8).value).toBe(3900.3);
  expect(lines?.rowCount).toBe(4);
  expect(`${stdout}${JSON.stringify(lines?.getSheetValues())}`).not.toContain(person);
});

test('lists a line whose fund alone changes, with both funds and no difference', async () => {
  const copy = await copyOfNingxia();
  const route = '{ schemes: [on-the-job], fund: ';
  await edit(copy, 'funds.yaml', `${route}skills-ledger }`, `${route}poverty-account }`);
  const out = join(folder, 'moved.xlsx');
  const { status, stdout } = simulate('--draft', copy, ...period, '--out', out);
  expect(status).toBe(0);
  expect(stdout).toMatch(/只换资金、收款人或项目 +2 +条/u);
  const book = await new ExcelJS.Workbook().xlsx.readFile(out);
  const row = book.getWorksheet('变动明细')?.getRow(3);
  const told = [7, 8, 9, 12, 13, 14, 15].map((at) => row?.getCell(at).value);
  expect(told).toEqual([3000, 3000, 0, '职业技能提升行动专账', '扶贫专账', '申报单位', '申报单位']);
});

test('of the pack in force is exit 0 and changes nothing', () => {
  const { status, stdout } = simulate('--draft', ningxia, ...period);
  expect(status).toBe(0);
  expect(stdout).toMatch(/增减 +0\.00 +元/u);
});

test('stops with exit 1 where a paid amount was altered, and writes nothing', async () => {
  await sql`update claim_line set amount = amount + 1`.execute(office.db);
  const out = join(folder, 'none.xlsx');
  const { status, stdout, stderr } = simulate('--draft', ningxia, ...period, '--out', out);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('2 条明细中有 2 条');
  expect(stderr).toContain('3,001.00');
  await expect(new ExcelJS.Workbook().xlsx.readFile(out)).rejects.toThrow('File not found');
});

test('says how it is used where it is not understood, and what is wrong with the draft', () => {
  expect(simulate('--draft', ningxia).status).toBe(2);
  expect(simulate('--draft', ningxia, '--from', '2021-01-01', '--to', '2020-01-01').status).toBe(2);
  const { status, stderr } = simulate('--draft', folder, ...period);
  expect(status).toBe(1);
  expect(stderr).toContain('地区包有误');
});
