import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stepList } from './step-list.ts';
import { addCounts, countTests, type Counts } from './test-counts.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

process.exit(await check(process.argv.slice(2)));

/** `npm test`: everything a change must pass. Arguments go to vitest, to run a part of it. */
async function check(vitestArgs: readonly string[]): Promise<number> {
  const counts = addCounts([
    await checkStatically('types', 'typescript/bin/tsc', '--noEmit'),
    await checkStatically('lint', 'oxlint/bin/oxlint'),
    await checkStatically('format', 'oxfmt/bin/oxfmt', '--check'),
    await runTests(vitestArgs),
  ]);
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped}`);
  return counts.failed === 0 ? 0 : 1;
}

async function checkStatically(title: string, program: string, ...args: string[]): Promise<Counts> {
  try {
    await stepList().run(title, async () => {
      if ((await runProgram(program, args)) !== 0) throw new Error(title);
    });
    return { passed: 1, failed: 0, skipped: 0 };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** One vitest run of every layer, which shows its own progress; the counts come by file. */
async function runTests(vitestArgs: readonly string[]): Promise<Counts> {
  await mkdir(join(root, '.tisheng'), { recursive: true });
  const folder = await mkdtemp(join(root, '.tisheng', 'check-'));
  const report = join(folder, 'report.json');
  try {
    const code = await runProgram('vitest/vitest.mjs', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...vitestArgs,
    ]);
    return countTests(await readFile(report, 'utf8').catch(() => undefined), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runProgram(program: string, args: readonly string[]): Promise<number> {
  const path = join(root, 'node_modules', program);
  const child = spawn(process.execPath, [path, ...args], { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
