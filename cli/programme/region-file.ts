import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';

/** Reads a YAML file of a region's folder that is no part of its pack. Names every fault. */
export async function readRegionFile<Schema extends z.ZodType>(
  region: string,
  name: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const path = join(region, name);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`没有此文件 / there is no ${path}`);
  const read = schema.safeParse(parse(text));
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path} 有误 / is wrong:\n${faults.join('\n')}`);
}
