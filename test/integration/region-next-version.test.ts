import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { aFiling, county } from '../support/api-office.ts';
import { openClaimOffice, type ClaimOffice } from '../support/claim-office.ts';
import { copyOfNingxia, edit } from '../support/region-folder.ts';

// A second version of a pack on a database where people work.

let office: ClaimOffice;
beforeAll(async () => {
  office = await openClaimOffice();
});
afterAll(() => office.close());

async function install(folder: string): Promise<{ code: unknown; said: string }> {
  const script = fileURLToPath(new URL('../../cli/region.ts', import.meta.url));
  const child = spawn(process.execPath, [script, 'install', folder], {
    env: { DATABASE_URL: office.database.url },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const [code] = await once(child, 'close');
  return { code, said };
}

const tables = ['month', 'unit', 'fund', 'ledger_account', 'claim', 'claim_line', 'task'];

/** Every row of the tables a version might touch. */
async function everything(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of tables) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(table)} t order by 1`.execute(office.db);
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

async function nextVersion(): Promise<string> {
  const folder = await copyOfNingxia();
  await edit(folder, 'region.yaml', "version: '1'", "version: '2'");
  await edit(folder, 'region.yaml', 'from: 2019-07, to: 2020-12', 'from: 2018-01, to: 2027-12');
  await edit(
    folder,
    'units.yaml',
    'units:\n',
    `units:
  - code: '649001'
    name: 示例开发区
    office: 示例开发区社会事业局
    kind: county
    parent: '640100'
    payingUnit: 'true'
`,
  );
  await edit(
    folder,
    'funds.yaml',
    'funds:\n',
    'funds:\n  - { code: new-fund, name: 新增资金, document: 示例数据 }\n',
  );
  return folder;
}

describe('a newer version', () => {
  test('adds its units, funds and accounts, takes nothing away, leaves months alone', async () => {
    const { claimId, taskId } = await office.atAcceptance();
    const before = await everything();
    expect(await install(await nextVersion())).toMatchObject({
      code: 0,
      said: expect.stringContaining('ningxia@2'),
    });
    const after = await everything();
    for (const table of ['month', 'claim', 'claim_line', 'task']) {
      expect(after[table]).toEqual(before[table]);
    }
    for (const table of tables) {
      expect(after[table]).toEqual(expect.arrayContaining(before[table] ?? []));
    }
    const added = (table: string) => (after[table]?.length ?? 0) - (before[table]?.length ?? 0);
    const funds = office.pack.funds.length;
    const units = office.pack.units.filter(({ payingUnit }) => payingUnit).length;
    expect([added('unit'), added('fund')]).toEqual([1, 1]);
    expect(added('ledger_account')).toBe(4 * (units + 1 + funds));

    const accepted = { outcome: 'accept' };
    expect(await office.decided(office.acceptor, taskId, accepted)).toMatchObject({ status: 200 });
    const filing = aFiling(office.claimant, { unit: '649001' });
    expect((await office.post(office.claimant.agent, '/v1/claims', filing)).status).toBe(201);
    const { rows } = await sql`
      select id, pack_version from claim where unit_code in (${county}, '649001')
      order by pack_version`.execute(office.db);
    expect(rows).toEqual([
      { id: claimId, pack_version: 'ningxia@1' },
      { id: filing.claimId, pack_version: 'ningxia@2' },
    ]);
  });

  test('that says something else under a number that is there is refused, and changes nothing', async () => {
    const folder = await nextVersion();
    await edit(folder, 'units.yaml', '示例开发区', '另一开发区');
    const before = await everything();
    expect(await install(folder)).toMatchObject({
      code: 1,
      said: expect.stringContaining('ningxia@2 已安装且内容不同'),
    });
    expect(await everything()).toEqual(before);
  });
});
