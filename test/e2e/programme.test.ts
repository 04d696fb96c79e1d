import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type Postgres } from '../../cli/embedded/postgres/postgres.ts';
import { endLeftovers } from '../../cli/embedded/process/record.ts';
import { actsOf } from '../../cli/programme/office/acts.ts';
import { prepareProgramme, type Programme } from '../../cli/programme/programme.ts';
import { checkFacts } from '../../cli/programme/figures/results.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const order = { region: 'regions/ningxia', scale: '0.01', seed: '7' };
const runMs = 240_000;

/**
 * The command as a person types it, killed in mid-run and given again; then its database, to be
 * tampered with in copies.
 */
describe('npm run programme', () => {
  let out: string;
  let cutShort: string;
  let printed: string;
  let programme: Programme;
  let postgres: Postgres | undefined;

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'tisheng-programme-'));
    const args = ['cli/programme.ts', '--scale', order.scale, '--seed', order.seed, '--out', out];
    cutShort = await runUntil(/受理 [1-9]/u, args);
    printed = (await run(process.execPath, args, { cwd: root })).stdout;
    programme = await prepareProgramme(order);
    postgres = await startPostgres({
      home: join(out, 'state', 'postgres'),
      log: join(out, 'state', 'logs', 'postgres.log'),
    });
  }, runMs);
  afterAll(async () => {
    await postgres?.stop();
    await endLeftovers(join(out, 'state', 'processes.json'));
    // As root the database lies where an unprivileged account can reach it.
    const home = await realpath(join(out, 'state', 'postgres')).catch(() => out);
    await rm(home, { recursive: true, force: true });
    await rm(out, { recursive: true, force: true });
  });

  test('prints every figure of the real report at one per cent', () => {
    expect(printed).toMatch(/\n(\d+)\/\1 项指标相符/u);
  });

  test('goes on where it was killed, and does nothing a second time', async () => {
    expect(cutShort).not.toContain('项指标');
    const acts = programme.population.claims.flatMap(actsOf).map(({ what }) => what.kind);
    const signatures = programme.pack.sideDuties['report-approval'].length;
    const decided = acts.filter((kind) => kind === 'decide').length + signatures;
    const filed = acts.filter((kind) => kind === 'file').length;
    const [counts] = await administer('tisheng', [
      `select (select count(*)::int from claim) as filed,
         (select count(*)::int from decision where state = 'applied') as decided,
         (select count(*)::int from decision where state <> 'applied') as refused,
         (select count(*)::int from claim_act where state = 'applied') as acts,
         (select count(*)::int from payment where state <> 'paid') as unpaid`,
    ]);
    const others = acts.length - filed - decided + signatures;
    expect(counts).toEqual({ filed, decided, refused: 0, acts: others, unpaid: 0 });
  });

  test('counts the same figures again from the facts', async () => {
    expect(await differing(await tampered([]))).toEqual([]);
  });

  test('names the figure when one paid amount is raised by one per cent of the total', async () => {
    const url = await tampered([
      `update payment set amount = amount + (select round(sum(amount) / 100, 2) from payment
         where fund = 'skills-ledger')
       where id = (select id from payment where fund = 'skills-ledger' and state = 'paid' limit 1)`,
    ]);
    expect(await differing(url)).toContain('spent-total');
  });

  test('names the figures when one per cent of the certificates are gone', async () => {
    const url = await tampered([
      `delete from line_fact where id in (select id from line_fact
         where kind = 'certified' and month >= '2020-01' order by id
         limit (select count(*) / 100 from line_fact where kind = 'certified'))`,
    ]);
    const names = await differing(url);
    expect(names).toContain('certified-2020');
    expect(names).toContain('certificate-rate-2020');
  });

  test('names both groups when one line counts in another', async () => {
    const url = await tampered([
      `update line_fact set group_code = 'veterans' where id = (select min(id) from line_fact
         where kind = 'trained' and group_code = 'graduates')`,
    ]);
    const names = await differing(url);
    expect(names).toEqual(expect.arrayContaining(['trained-graduates', 'trained-veterans']));
  });

  async function differing(url: string): Promise<string[]> {
    const compared = await checkFacts(programme, url);
    return compared.filter(({ equal }) => !equal).map(({ id }) => id);
  }

  /** A copy of the run's database, changed behind the triggers' back. */
  async function tampered(statements: readonly string[]): Promise<string> {
    const name = `copy_${Math.random().toString(36).slice(2)}`;
    await administer('postgres', [`create database ${name} template tisheng`]);
    await administer(name, ['set session_replication_role = replica', ...statements]);
    return urlOf(name);
  }

  function urlOf(database: string): string {
    if (!postgres) throw new Error('the run left no database');
    return postgres.urlOf(database);
  }

  async function administer(database: string, statements: readonly string[]): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: urlOf(database) });
    await client.connect();
    try {
      let rows: unknown[] = [];
      for (const statement of statements) ({ rows } = await client.query(statement));
      return rows;
    } finally {
      await client.end();
    }
  }
});

/** Kills the run, and leaves its services behind, once it has printed this. */
async function runUntil(text: RegExp, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: root });
  const exit = once(child, 'exit');
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (text.test(printed)) break;
  }
  child.kill('SIGKILL');
  await exit;
  return printed;
}
