import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { newRegion } from '../../cli/region/new.ts';

/** The region pack that comes with the product. */
export const ningxia = fileURLToPath(new URL('../../regions/ningxia/', import.meta.url));

/** A copy of Ningxia's pack that a test may spoil; gone when the test is over. */
export async function copyOfNingxia(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'region-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(ningxia, folder, { recursive: true });
  return folder;
}

/** Replaces a text that must stand in a file of the copy. */
export async function edit(folder: string, file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  await writeFile(join(folder, file), text.replace(from, to));
}

/** A small pack as `region new` drafts it, that a test may spoil; gone when the test is over. */
export async function draftedRegion(thisYear = 2022): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'region ')), '起草 draft');
  onTestFinished(() => rm(dirname(folder), { recursive: true, force: true }));
  await newRegion(folder, { name: '云溪市', thisYear });
  return folder;
}

/** The line, from 1, on which a text first stands in a file of the folder. */
export async function lineWith(folder: string, file: string, text: string): Promise<number> {
  const lines = (await readFile(join(folder, file), 'utf8')).split('\n');
  const at = lines.findIndex((line) => line.includes(text));
  if (at < 0) throw new Error(`${file} does not say ${text}`);
  return at + 1;
}
