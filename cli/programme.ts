import { join } from 'node:path';
import { z } from 'zod';
import { environmentNames, readConfig, startSettings } from '../config.ts';
import type { Comparison } from './programme/figures/compare-figures.ts';
import { runProgramme, type ProgrammeSystem } from './programme/driver.ts';
import {
  programmeUsage,
  readProgrammeOptions,
  type ProgrammeOptions,
} from './programme/options.ts';
import { withOwnServices } from './programme/own-services.ts';
import { prepareProgramme, type Programme } from './programme/programme.ts';
import { checkFacts, writeResults } from './programme/figures/results.ts';

process.exit(await main());

/** Runs a region's programme, or checks one that ran; 1 when a figure differs or it failed. */
async function main(): Promise<number> {
  try {
    const options = readProgrammeOptions(process.argv.slice(2));
    if (options.help) {
      console.log(programmeUsage);
      return 0;
    }
    const programme = await prepareProgramme(options);
    console.log(summaryOf(programme));
    const started = Date.now();
    const compared = await withSystem(options, (system) => work(programme, options, system));
    return conclude(compared, options, started);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

async function work(
  programme: Programme,
  { check, out }: ProgrammeOptions,
  system: ProgrammeSystem,
): Promise<Comparison[]> {
  if (check) return checkFacts(programme, system.databaseUrl);
  return writeResults(programme, await runProgramme(programme, system), out);
}

function withSystem<Result>(
  { api, out }: ProgrammeOptions,
  use: (system: ProgrammeSystem) => Promise<Result>,
): Promise<Result> {
  if (api === undefined) return withOwnServices(join(out, 'state'), use);
  const settings = z
    .object({
      databaseUrl: z.string(),
      registryUrl: z.string(),
      secretKey: z.instanceof(Uint8Array),
    })
    .safeParse(readConfig(startSettings));
  if (!settings.success) {
    const { databaseUrl, registryUrl, secretKey } = environmentNames;
    throw new Error(`--api: 须设置 / needs ${databaseUrl}, ${registryUrl}, ${secretKey}`);
  }
  const { databaseUrl, registryUrl, secretKey } = settings.data;
  return use({
    apiUrl: api,
    databaseUrl,
    registryUrl,
    signal: stopSignal(),
    secretKey: Buffer.from(secretKey).toString('base64'),
  });
}

function stopSignal(): AbortSignal {
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => asked.abort());
  return asked.signal;
}

function summaryOf({ pack, scale, seed, population: { claims } }: Programme): string {
  const lines = claims.reduce((sum, claim) => sum + claim.lines.length, 0);
  return `${pack.name}  比例 ${scale.text}  种子 ${seed}  申报 ${claims.length} 件 ${lines} 人次  模拟数据`;
}

function conclude(
  compared: readonly Comparison[],
  { out, check }: ProgrammeOptions,
  startedMs: number,
): number {
  const differing = compared.filter(({ equal }) => !equal);
  for (const { id, expected, value, printed } of differing) {
    console.error(`不符 / differs: ${id}: ${value} (${printed}), 应为 / expected ${expected}`);
  }
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  const equal = compared.length - differing.length;
  const where = check ? '' : `  ${join(out, 'report.pdf')}`;
  console.log(`${equal}/${compared.length} 项指标相符 / figures equal  ${seconds} s${where}`);
  return differing.length === 0 ? 0 : 1;
}
