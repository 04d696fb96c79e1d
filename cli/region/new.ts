import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { code } from '../../domain/region-pack/scalars.ts';
import { instant, shanghaiDay, yearOf } from '../../domain/days.ts';

const template = fileURLToPath(new URL('./template/', import.meta.url));

/**
 * Drafts a small pack that passes `check` at once, with comments that lead its author through it,
 * in a folder that is empty or not there yet. Throws an Error where the folder holds anything.
 */
export async function newRegion(directory: string, of: { name?: string }): Promise<string[]> {
  const held = await readdir(directory).catch(() => []);
  if (held.length > 0) {
    throw new Error(`${directory} 里已有文件；请给一个空的或尚不存在的文件夹`);
  }
  const thisYear = yearOf(shanghaiDay(instant(new Date().toISOString())));
  const words = wordsOf(directory, { ...of, thisYear });
  const files = (await readdir(template, { recursive: true }))
    .filter((file) => file.endsWith('.yaml') && !isOtherYear(file, thisYear))
    .toSorted();
  for (const file of files) {
    const text = await readFile(join(template, file), 'utf8');
    await mkdir(join(directory, dirname(file)), { recursive: true });
    await writeFile(join(directory, file), filledIn(text, words));
  }
  return [
    `已在 ${directory} 起草地区包，共 ${String(files.length)} 个文件，从 region.yaml 读起。`,
    `核对：npm run region -- check ${quoted(directory)}`,
  ];
}

type Words = { code: string; name: string; lastYear: string; thisYear: string };

/** The folder's name is the code where it can be one. */
function wordsOf(directory: string, of: { name?: string; thisYear: number }): Words {
  const folder = basename(resolve(directory));
  const name = of.name?.trim() ?? '';
  return {
    code: code.safeParse(folder).success ? folder.slice(0, 16).replace(/-$/u, '') : 'new-region',
    // A quote would end the text it stands in; single ones are doubled in YAML.
    name: (name === '' ? '新地区' : name).replaceAll("'", "''"),
    thisYear: String(of.thisYear),
    lastYear: String(of.thisYear - 1),
  };
}

function filledIn(text: string, words: Words): string {
  return Object.entries(words).reduce(
    (filled, [word, value]) => filled.replaceAll(`{${word}}`, () => value),
    text,
  );
}

/** Last year's calendar, this year's, and next year's where it is published. */
function isOtherYear(file: string, thisYear: number): boolean {
  const year = /calendar.(\d{4})\.yaml$/u.exec(file)?.[1];
  return year !== undefined && Math.abs(Number(year) - thisYear) > 1;
}

const quoted = (directory: string): string =>
  /[\s'"]/u.test(directory) ? `"${directory}"` : directory;
