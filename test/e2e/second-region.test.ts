import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentWith } from '../../config.ts';
import { startPostgres, type Postgres } from '../../cli/embedded/postgres/postgres.ts';
import { endLeftovers } from '../../cli/embedded/process/record.ts';
import { checkFacts } from '../../cli/programme/figures/results.ts';
import { prepareProgramme } from '../../cli/programme/programme.ts';
import { readPdf } from '../support/pdf-text.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const order = { region: 'regions/qinglan', scale: '0.03', seed: '4' };
const runMs = 180_000;

/** Another region's programme by the same command, to its own report, from data alone. */
describe('npm run programme -- --region regions/qinglan', () => {
  let out: string;
  let printed: string;
  let pages: string[];
  let postgres: Postgres | undefined;

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'tisheng-second-'));
    const { region, scale, seed } = order;
    const args = ['--region', region, '--scale', scale, '--seed', seed, '--out', out];
    printed = (await run(process.execPath, ['cli/programme.ts', ...args], { cwd: root })).stdout;
    const pdf = await readPdf(new Uint8Array(await readFile(join(out, 'report.pdf'))));
    pages = pdf.map(({ lines }) => lines.map(({ text }) => text.replaceAll(' ', '')).join('\n'));
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

  test('prints every figure that its own totals say', () => {
    expect(printed).toMatch(/\n(\d+)\/\1 项指标相符/u);
  });

  test('writes the report in its own words, outline and annex, with points and a grade', () => {
    const text = pages.join('\n');
    const parts = [
      '一、基本情况',
      '四、各项指标分析',
      '七、其他需要说明的事项',
      '匠才行动绩效评分表',
    ];
    expect(parts.filter((it) => !text.includes(it))).toEqual([]);
    expect(text.replaceAll('\n', '')).toContain('本周期得98分，等级为甲等');
    const annex = pages.find((page) => page.includes('受众评价'));
    expect(annex).toMatch(/目标\n?实绩\n?分值\n?得分/u);
    expect(annex).toMatch(/合计\n?100\n?98\.\d\d/u);
    expect(text).not.toContain('宁夏');
  });

  test('names the figures when one fund paid one per cent more than it did', async () => {
    const url = await tampered(
      `update payment set amount = amount + (select round(sum(amount) / 100, 2) from payment
         where fund = 'harbour-purse')
       where id = (select id from payment where fund = 'harbour-purse' and state = 'paid' limit 1)`,
    );
    const compared = await checkFacts(await prepareProgramme(order), url);
    const differing = compared.filter(({ equal }) => !equal).map(({ id }) => id);
    expect(differing).toContain('spent-harbour');
    expect(differing).not.toContain('spent-hearth');
  });

  test('gives every amount again under its own pack', async () => {
    if (!postgres) throw new Error('the run left no database');
    const secretKey = (await readFile(join(out, 'state', 'secret.key'), 'utf8')).trim();
    const env = environmentWith({ databaseUrl: postgres.urlOf('tisheng'), secretKey });
    const words = ['--draft', order.region, '--from', '2020-01-01', '--to', '2030-12-31'];
    const args = ['cli/simulate.ts', ...words, '--out', join(out, 'trial.xlsx')];
    const { stdout } = await run(process.execPath, args, { cwd: root, env });
    expect(stdout).toMatch(/逐条相差 0\.00 元/u);
    expect(stdout).toMatch(/有变化的明细 +0 /u);
  });

  /** The run's database, changed behind the triggers' back. */
  async function tampered(statement: string): Promise<string> {
    if (!postgres) throw new Error('the run left no database');
    const url = postgres.urlOf('tisheng');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query('set session_replication_role = replica');
      await client.query(statement);
    } finally {
      await client.end();
    }
    return url;
  }
});
