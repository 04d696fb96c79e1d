import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { CertificateQuery } from './certificate-registry.ts';
import { readExchangeAnswers, type ExchangeAnswers } from './exchange-answer.ts';

export type AnswerFile = { name: string; sha256: string; content: ExchangeAnswers };

/**
 * Look-ups by files: requests are left in one folder, answers found in another, hours or days
 * later. Nothing is ever deleted: what was read is put aside.
 */
export type CertificateExchange = {
  /** Leaves a request, whole or not at all; the same batch again takes the place of the first. */
  write: (request: { batch: string; queries: readonly CertificateQuery[] }) => Promise<void>;
  /** Every file that waits among the answers, the oldest name first. */
  list: () => Promise<AnswerFile[]>;
  /** Puts a file that was read aside. */
  putAway: (file: AnswerFile, where: 'taken' | 'faulty') => Promise<void>;
};

/** The folder cannot be read or written; trying again later is harmless. */
export class ExchangeUnavailable extends Error {
  readonly reason = 'folder';

  constructor() {
    super('the exchange folder cannot be used');
    this.name = 'ExchangeUnavailable';
  }
}

export const requestColumns = ['batch', 'line', 'kind', 'number', 'identity_number'] as const;
const answerBytesMax = 8 * 1024 * 1024;
/** Only the office and its partner's transfer program read what names persons. */
const fileMode = 0o640;
const unfinished = /^\.|\.(?:tmp|part|filepart)$/u;

export function fileExchange(folder: string, source: string): CertificateExchange {
  const below = (name: string) => join(folder, name);
  return {
    write: (request) => reachable(() => leave(below('requests'), request)),
    list: () => reachable(() => listAnswers(below('answers'), source)),
    putAway: ({ name, sha256 }, where) =>
      reachable(async () => {
        await mkdir(below(where), { recursive: true });
        // Two files of one name are both kept.
        await rename(
          join(below('answers'), name),
          join(below(where), `${sha256.slice(0, 8)}-${name}`),
        );
      }),
  };
}

async function reachable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new ExchangeUnavailable();
    throw error;
  }
}

async function leave(
  folder: string,
  { batch, queries }: { batch: string; queries: readonly CertificateQuery[] },
): Promise<void> {
  const rows = queries.map(({ ref, kind, number, identityNumber }) => [
    batch,
    ref,
    kind,
    number,
    identityNumber,
  ]);
  const text = stringify([[...requestColumns], ...rows, ['end', String(rows.length)]]);
  await mkdir(folder, { recursive: true });
  const hidden = join(folder, `.${batch}-${randomUUID()}.tmp`);
  const file = await open(hidden, 'wx', fileMode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(hidden, join(folder, `${batch}.csv`));
}

async function listAnswers(folder: string, source: string): Promise<AnswerFile[]> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((it) => it.isFile() && !unfinished.test(it.name));
  const files: AnswerFile[] = [];
  for (const { name } of names.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, name);
    const { size } = await stat(path);
    if (size > answerBytesMax) {
      const sha256 = createHash('sha256').update(String(size)).digest('hex');
      files.push({ name, sha256, content: { kind: 'corrupt', reason: '文件过大' } });
      continue;
    }
    const bytes = await readFile(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    files.push({ name, sha256, content: readExchangeAnswers(bytes, source) });
  }
  return files;
}
