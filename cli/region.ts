import { parseArgs } from 'node:util';
import { checkRegion } from './region/check.ts';
import { explainCase } from './region/explain.ts';
import { installRegion } from './region/install.ts';
import { newRegion } from './region/new.ts';

const usage = `用法 usage：
  npm run region -- check DIR              核对地区包，逐处指出错误，再核对测算案例
                                           name every mistake of the pack, then work out its cases
  npm run region -- explain DIR CASE       说明一例怎么算出来（名称或号）
                                           explain a worked case, by its name or number
  npm run region -- new DIR [--name 名称]  在空文件夹里起草一个可用的地区包
                                           draft a small pack that passes, in an empty folder
  npm run region -- install DIR            装入 DATABASE_URL 所指的数据库；已装的版本不动
                                           install in the database at DATABASE_URL`;

process.exitCode = await main();

/** 0: all good; 1: mistakes, or cases that fail; 2: the command was not understood. */
async function main(): Promise<number> {
  try {
    const command = readCommand();
    return command ? await run(command) : told(usage, 2);
  } catch (error) {
    return told(error instanceof Error ? error.message : String(error), 1);
  }
}

type Command = { command: string; directory: string; rest: string[]; name: string | undefined };

function readCommand(): Command | undefined {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { name: { type: 'string' } },
    });
    const [command, directory, ...rest] = positionals;
    if (command === undefined || directory === undefined) return undefined;
    return { command, directory, rest, name: values.name };
  } catch {
    return undefined;
  }
}

async function run({ command, directory, rest, name }: Command): Promise<number> {
  const [asked, ...more] = rest;
  if (name !== undefined && command !== 'new') return told(usage, 2);
  if (command === 'explain' && asked !== undefined && more.length === 0) {
    return shown(await explainCase(directory, asked));
  }
  if (rest.length > 0) return told(usage, 2);
  switch (command) {
    case 'check': {
      const { lines, ok } = await checkRegion(directory);
      return shown(lines, ok ? 0 : 1);
    }
    case 'new':
      return shown(await newRegion(directory, name === undefined ? {} : { name }));
    case 'install':
      return shown([await installRegion(directory)]);
    default:
      return told(usage, 2);
  }
}

function shown(lines: readonly string[], status = 0): number {
  console.log(lines.join('\n'));
  return status;
}

function told(text: string, status: number): number {
  console.error(text);
  return status;
}
