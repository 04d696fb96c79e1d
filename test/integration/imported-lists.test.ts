import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { importListFile } from '../../cli/lists/import-list-file.ts';
import { environmentWith } from '../../config.ts';
import { listedPersons, listVersions } from '../../db/imported-list.ts';
import { identityCheckDigit } from '../../domain/identity-number.ts';
import type { RegionPack } from '../../domain/region-pack/index.ts';
import { aLine, identityNumber } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let office: ClaimOffice;
beforeAll(async () => {
  office = await openClaimOffice({ rules: withRequirement });
});
afterAll(() => office.close());

/** Nothing is paid for whoever studies on a day of the training. */
const withRequirement = (pack: RegionPack): RegionPack => ({
  ...pack,
  requirements: [
    {
      code: 'no-students',
      name: '在籍学生不享受',
      require: { not: { listed: ['students'] } },
      document: '示例数据',
      clause: '示例',
    },
  ],
});

const imported = (list: string, text: string, goodRows = false) =>
  importListFile(office.db, {
    keys: office.keys,
    list,
    bytes: Buffer.from(text),
    source: '示例文件.csv',
    by: '示例经办人',
    goodRows,
  });

const students = (...rows: [number: string, from: string, to: string][]) =>
  imported('students', ['身份证号,入学日期,毕业日期', ...rows.map((it) => it.join())].join('\n'));

describe('importing a list', () => {
  test('stores hashes only, with the version, its source and by whom', async () => {
    const number = identityNumber();
    const result = await students([number, '2025-09-01', '2028-07-01']);
    expect(result).toMatchObject({ kind: 'imported', entries: 1, faults: [] });
    const { rows } = await sql<{ text: string; hash: Buffer }>`
      select e::text as text, person_hash as hash from list_entry e`.execute(office.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.hash).toEqual(office.keys.hash(number));
    expect(rows[0]?.text).not.toContain(number);
    const [version] = await listVersions(office.db);
    expect(version).toMatchObject({
      list: 'students',
      source: '示例文件.csv',
      importedBy: '示例经办人',
      entries: 1,
      newest: true,
    });
    expect(version?.sha256).toMatch(/^[0-9a-f]{64}$/u);
  });

  test('replaces the version before, whose entries are gone and whose record stays', async () => {
    const before = (await listVersions(office.db)).length;
    await students([identityNumber(), '2025-09-01', '2028-07-01']);
    await students([identityNumber(), '2025-09-01', '2028-07-01']);
    const versions = await listVersions(office.db);
    expect(versions).toHaveLength(before + 2);
    expect(versions.filter(({ newest }) => newest)).toHaveLength(1);
    expect(versions[0]).toMatchObject({ no: before + 2, newest: true });
    const { rows } = await sql`select from list_entry`.execute(office.db);
    expect(rows).toHaveLength(1);
  });

  test('with a wrong row stores nothing, or the good rows where that is chosen', async () => {
    const before = (await listVersions(office.db)).length;
    const text = `身份证号,入学日期,毕业日期\n${identityNumber()},2025-09-01,2028-07-01\n1,2,3\n`;
    expect(await imported('students', text)).toMatchObject({
      kind: 'refused',
      faults: [{ row: 3 }, { row: 3 }, { row: 3 }],
    });
    expect(await listVersions(office.db)).toHaveLength(before);
    expect(await imported('students', text, true)).toMatchObject({
      kind: 'imported',
      entries: 1,
    });
  });

  test('knows the lists of the pack alone', async () => {
    expect(await imported('friends', '')).toMatchObject({ kind: 'unknown-list' });
  });

  test('takes a hundred thousand rows in seconds', async () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => {
      const serial = String(at % 1000).padStart(3, '0');
      const day = String(1 + (Math.trunc(at / 1000) % 28)).padStart(2, '0');
      const body = `640121${String(1950 + Math.trunc(at / 28_000))}01${day}${serial}`;
      return `${body}${identityCheckDigit(body)},2025-09-01,2028-07-01`;
    });
    const started = performance.now();
    const result = await imported('students', ['身份证号,入学日期,毕业日期', ...rows].join('\n'));
    const seconds = (performance.now() - started) / 1000;
    expect(result).toMatchObject({ kind: 'imported', entries: 100_000, faults: [] });
    console.log(`100,000 rows imported in ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(30);
  });
});

describe('npm run lists', () => {
  const lists = async (...parts: string[]): Promise<{ status: number; said: string }> => {
    const env = environmentWith({
      databaseUrl: office.database.url,
      secretKey: Buffer.alloc(32, 7).toString('base64'),
    });
    const run = promisify(execFile)(process.execPath, ['cli/lists.ts', ...parts], { env });
    const ended = await run.catch((error: unknown) => error);
    const { code, stdout, stderr } = outcome.parse(ended);
    return { status: code ?? 0, said: `${stdout}${stderr}` };
  };
  const outcome = z.object({
    code: z.number().optional(),
    stdout: z.string(),
    stderr: z.string(),
  });

  test('imports a file, shows the version, and tells wrong rows without their numbers', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'payroll.csv');
    const number = identityNumber();
    await writeFile(file, `身份证号,起始日期\n${number},2020-01-01\n`);
    const imported = await lists('import', 'public-payroll', file, '--by', '示例人员');
    expect(imported).toMatchObject({ status: 0, said: expect.stringContaining('1 条') });
    expect((await lists('show')).said).toMatch(
      /public-payroll 财政供养人员\n.*现行 1 条.*示例人员/u,
    );
    await writeFile(file, `身份证号,起始日期\n${number},昨天\n`);
    const refused = await lists('import', 'public-payroll', file);
    expect(refused.status).toBe(1);
    expect(refused.said).toContain('第 2 行 起始日期：日期写成 YYYY-MM-DD');
    expect(refused.said).not.toContain(number);
    expect((await lists('import', 'friends', file)).status).toBe(2);
    expect((await lists()).status).toBe(2);
  });
});

describe('the lists that name a person', () => {
  test('are those with a day of the training, of the newest versions', async () => {
    const [inside, before, touching] = [identityNumber(), identityNumber(), identityNumber()];
    await students(
      [inside, '2025-11-10', '2025-11-11'],
      [before, '2024-09-01', '2025-11-02'],
      [touching, '2025-11-21', '2026-07-01'],
    );
    await imported('public-payroll', `身份证号\n${inside}\n`);
    const lines = [inside, before, touching].map((it) => aLine({ identityNumber: it }));
    const claimId = await office.filed({ lines });
    const listed = await office.db.transaction().execute((tx) => listedPersons(tx, claimId, []));
    expect([...listed]).toEqual([
      [1, ['public-payroll', 'students']],
      [3, ['students']],
    ]);
  });

  test('on the day of a line that the list is asked about', async () => {
    const [left, joined] = [identityNumber(), identityNumber()];
    await students([left, '2024-09-01', '2025-11-10'], [joined, '2025-11-15', '2028-07-01']);
    const lines = [left, joined].map((it) => aLine({ identityNumber: it }));
    const claimId = await office.filed({ lines });
    const named = (on: 'startedOn' | 'endedOn' | undefined) =>
      office.db.transaction().execute(async (tx) => {
        const lists = [{ code: 'students', name: '在校学生', ...(on && { on }) }];
        return [...(await listedPersons(tx, claimId, lists)).keys()];
      });
    expect(await named('startedOn')).toEqual([1]);
    expect(await named('endedOn')).toEqual([2]);
    expect(await named(undefined)).toEqual([1, 2]);
  });

  test('are the fact `listed` of the rules', async () => {
    const [studies, works] = [identityNumber(), identityNumber()];
    await students([studies, '2025-09-01', '2028-07-01']);
    const lines = [studies, works].map((it) => aLine({ identityNumber: it }));
    const claimId = await office.filed({ lines });
    await office.screen(claimId);
    const { rows } = await sql`select amount, reason from claim_line
      where claim_id = ${claimId} order by line_no`.execute(office.db);
    expect(rows).toEqual([
      { amount: '0.00', reason: 'no-students' },
      { amount: '800.00', reason: null },
    ]);
  });

  test('and those that name the organisation that filed, for each of its lines', async () => {
    const code = '91640100MA7600001J';
    await imported('business-register', `统一社会信用代码\n${code}\n`);
    const claimId = await office.filed({ lines: [aLine({}), aLine({})] });
    const listed = () => office.db.transaction().execute((tx) => listedPersons(tx, claimId, []));
    expect([...(await listed())]).toEqual([]);
    await sql`update organisation set credit_code = ${code} where id = (
      select organisation_id from claim where id = ${claimId})`.execute(office.db);
    expect([...(await listed())]).toEqual([
      [1, ['business-register']],
      [2, ['business-register']],
    ]);
  });
});
