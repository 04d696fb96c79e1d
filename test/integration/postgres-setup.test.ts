import { randomUUID } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('the PostgreSQL that the set-up starts', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  test('is version 18 and keeps text in UTF-8 with one order on every machine', async () => {
    const { rows } = await client.query(
      `select current_setting('server_version') as version, encoding, datlocale as locale
         from (select pg_encoding_to_char(encoding) as encoding, datlocale from pg_database
                where datname = current_database()) as database`,
    );
    expect(rows[0]).toMatchObject({ encoding: 'UTF8', locale: 'C.UTF-8' });
    expect(rows[0].version).toMatch(/^18\./u);
  });

  test('listens on the loopback address only', async () => {
    const { rows } = await client.query('show listen_addresses');
    expect(rows[0].listen_addresses).toBe('127.0.0.1');
  });

  test('asks for a password', async () => {
    const url = new URL(database.url);
    url.password = 'wrong';
    const stranger = new pg.Client({ connectionString: url.href });
    await expect(stranger.connect()).rejects.toThrow('password authentication failed');
  });

  test('gives each test file a migrated database of its own', async () => {
    const other = await createTestDatabase();
    const { rows } = await client.query('select count(*) as migrations from kysely_migration');
    expect(Number(rows[0].migrations)).toBeGreaterThan(0);
    expect(other.url).not.toBe(database.url);
    await other.drop();
  });

  test('keeps the key of a refused row out of its log', async () => {
    const table = `refused_${randomUUID().replaceAll('-', '')}`;
    const key = randomUUID();
    await client.query(`create table ${table} (key text primary key)`);
    const insert = () => client.query(`insert into ${table} values ($1)`, [key]);
    await insert();
    await expect(insert()).rejects.toThrow('duplicate key');
    const log = await readServerLogs();
    expect(log).toContain(`${table}_pkey`);
    expect(log).not.toContain(key);
  });

  test('refuses a password in plain text form of the old kind', async () => {
    const { rows } = await client.query('show password_encryption');
    expect(rows[0].password_encryption).toBe('scram-sha-256');
  });
});

/** Of every test run in this folder; what is looked for is named by this one alone. */
async function readServerLogs(): Promise<string> {
  const logs: string[] = [];
  for await (const log of glob('.tisheng/test/postgres-*/server.log')) {
    logs.push(await readFile(log, 'utf8'));
  }
  return logs.join('');
}
