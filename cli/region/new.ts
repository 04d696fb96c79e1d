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
export async function newRegion(
  directory: string,
  of: { name?: string; thisYear?: number },
): Promise<string[]> {
  await requireEmpty(directory);
  const thisYear = of.thisYear ?? yearOf(shanghaiDay(instant(new Date().toISOString())));
  const words = wordsOf(directory, { ...of, thisYear });
  const all = await readdir(template, { recursive: true });
  const years = calendarYears(all, thisYear);
  const files = all
    .filter((file) => file.endsWith('.yaml') && (years.get(file) ?? true))
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

async function requireEmpty(directory: string): Promise<void> {
  const made = await mkdir(directory, { recursive: true }).then(
    () => true,
    () => false,
  );
  if (!made) throw new Error(`${directory} 不是文件夹，或无权写入`);
  const held = await readdir(directory);
  if (held.length === 0) return;
  throw new Error(`${directory} 里已有文件；请给一个空的或尚不存在的文件夹`);
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

/**
 * Which calendars the draft takes: of last year, this year and next year, as far as they are
 * published with the program; else the newest two, for a pack must have one.
 */
function calendarYears(files: readonly string[], thisYear: number): ReadonlyMap<string, boolean> {
  const years = files.flatMap((file) => {
    const year = /calendar.(\d{4})\.yaml$/u.exec(file)?.[1];
    return year === undefined ? [] : [{ file, year: Number(year) }];
  });
  const near = years.filter(({ year }) => Math.abs(year - thisYear) <= 1);
  const newest = years.toSorted((a, b) => b.year - a.year).slice(0, 2);
  const taken = new Set((near.length > 0 ? near : newest).map(({ file }) => file));
  return new Map(years.map(({ file }) => [file, taken.has(file)]));
}

const quoted = (directory: string): string =>
  /[\s'"]/u.test(directory) ? `"${directory}"` : directory;
