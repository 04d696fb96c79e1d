import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

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
