import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Database } from '../../db/connect.ts';
import { ningxia } from '../support/region-folder.ts';
import { createTestDatabase } from '../support/test-database.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 1 });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function region(...args: string[]): Promise<{ code: unknown; said: string }> {
  const script = fileURLToPath(new URL('../../cli/region.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], {
    env: { DATABASE_URL: database.url },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const [code] = await once(child, 'close');
  return { code, said };
}

describe('npm run region -- install', () => {
  test('installs a pack for real work, and the same again changes nothing', async () => {
    const first = await region('install', ningxia);
    expect(first).toMatchObject({ code: 0, said: expect.stringContaining('已安装') });
    const installed = await db.selectFrom('installation').selectAll().executeTakeFirstOrThrow();
    expect(installed).toMatchObject({ region: 'ningxia', simulated: false });
    const accounts = await db.selectFrom('ledger_account').select('id').execute();
    expect(accounts.length).toBeGreaterThan(0);
    expect((await region('install', ningxia)).code).toBe(0);
    expect(await db.selectFrom('ledger_account').select('id').execute()).toEqual(accounts);
  });

  test('names what is wrong with the folder, and refuses another region', async () => {
    const missing = await region('install', '/nowhere');
    expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('/nowhere') });
    await db.updateTable('installation').set({ region: 'elsewhere' }).execute();
    const other = await region('install', ningxia);
    expect(other).toMatchObject({ code: 1, said: expect.stringContaining('elsewhere') });
    expect((await region('remove', ningxia)).code).toBe(2);
  });
});
