import { parseArgs } from 'node:util';
import { listSettings, readConfig } from '../config.ts';
import { connect } from '../db/connect.ts';
import { identityKeys } from '../db/identity.ts';
import { isSimulated } from '../db/installation.ts';
import { openPacks } from '../db/pack.ts';
import { isIsoDate, type IsoDate } from '../domain/days.ts';
import { compileRules } from '../domain/rules/index.ts';
import { loadRegionPack } from '../gateways/region-pack.ts';
import { runTrial, type Trial } from './simulate/run-trial.ts';
import { differenceLines, reproducedLine, trialLines } from './simulate/trial-lines.ts';
import { trialNames } from './simulate/trial-names.ts';
import { trialTables } from './simulate/trial-tables.ts';
import { writeWorkbook } from './simulate/trial-workbook.ts';

const usage = `用法 usage：npm run simulate -- --draft DIR --from 日期 --to 日期 [--out 文件.xlsx]
  用草拟的地区包试算两日之间核定的申领：先按原规则重算，与已核定金额逐条核对，再比较。
  只读 DATABASE_URL 所指的数据库，什么也不改。默认写入 试算-起-止.xlsx。
  Tries the draft pack in DIR on the claims decided between two days (YYYY-MM-DD). First every
  amount is worked out again under the rules it had; where one differs, nothing is compared.`;

type Asked = { draft: string; from: IsoDate; to: IsoDate; out: string };

process.exitCode = await main();

/** 0: compared; 1: an amount was not reproduced, or another error; 2: not understood. */
async function main(): Promise<number> {
  const asked = readCommand();
  if (!asked) {
    console.error(usage);
    return 2;
  }
  try {
    return await simulate(asked);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function readCommand(): Asked | undefined {
  try {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      options: { draft: option, from: option, to: option, out: option },
    });
    const { draft, from, to, out = `试算-${from}-${to}.xlsx` } = values;
    const days = from !== undefined && to !== undefined && isIsoDate(from) && isIsoDate(to);
    return draft !== undefined && days && from <= to ? { draft, from, to, out } : undefined;
  } catch {
    return undefined;
  }
}

async function simulate({ draft: directory, from, to, out }: Asked): Promise<number> {
  const pack = await loadRegionPack(directory);
  const draft = { pack, rules: compileRules(pack) };
  const { databaseUrl, secretKey } = readConfig(listSettings);
  const { decrypt } = identityKeys(secretKey);
  const db = connect(databaseUrl, { max: 1 });
  const packs = openPacks(databaseUrl);
  try {
    const simulated = await isSimulated(db);
    const trial = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => runTrial(tx, { draft, packs, decrypt, from, to, progress }));
    return await report(trial, { draft, from, to, out, simulated });
  } finally {
    await packs.close();
    await db.destroy();
  }
}

type Reported = Omit<Asked, 'draft'> & {
  draft: Parameters<typeof trialNames>[0];
  simulated: boolean;
};

async function report(
  trial: Trial,
  { draft, from, to, out, simulated }: Reported,
): Promise<number> {
  if (trial.kind === 'not-reproduced') {
    console.error(differenceLines(trial).join('\n'));
    return 1;
  }
  const { pack } = draft;
  const title = `${pack.name} 第 ${pack.version} 版草案，试算 ${from} 至 ${to} 核定的申领`;
  const tables = trialTables(trial, trialNames(draft));
  console.log([title, reproducedLine(trial.totals.all.lines), ''].join('\n'));
  console.log(trialLines(tables).join('\n'));
  await writeWorkbook(out, tables, { title: [title], simulated });
  console.log(`工作簿 / workbook: ${out}`);
  return 0;
}

function progress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r重算 ${String(done)} / ${String(all)}`);
  if (process.stderr.isTTY && done === all) process.stderr.write('\n');
}
