import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { instant } from '../domain/days.ts';
import { dayField, labelField } from './answer-fields.ts';
import type { CertificateAnswer, CertificateRecord } from './certificate-registry.ts';

/** An answer to one line of a request; `number` is compared with the line's before it counts. */
export type ExchangeAnswer = CertificateAnswer & { number: string };

/** What an answer file turned out to be. `row` of a reason counts from 1, the heading included. */
export type ExchangeAnswers =
  | { kind: 'answers'; batch: string; answers: ExchangeAnswer[] }
  | { kind: 'incomplete' }
  | { kind: 'corrupt'; reason: string };

export const answerColumns = [
  'batch',
  'line',
  'number',
  'result',
  'occupation',
  'level',
  'issued_on',
  'looked_up_at',
] as const;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
/** The last record says how many went before it: without it, the file is still being written. */
const lastRecord = /(?:^|\n)end,(?<count>\d{1,6})\r?\n?$/u;

const results = {
  found: 'verified',
  'not-found': 'unknown',
  'other-person': 'mismatch',
  revoked: 'revoked',
} as const;

const row = z.tuple([
  z.string().regex(/^[0-9a-z-]{1,40}$/u),
  z.string().regex(/^[1-9]\d{0,3}$/u),
  z.string().min(1).max(64),
  z.enum(['found', 'not-found', 'other-person', 'revoked']),
  labelField.or(z.literal('')),
  labelField.or(z.literal('')),
  dayField.or(z.literal('')),
  // With the offset of wherever it was looked up, kept as UTC.
  z.iso.datetime({ offset: true }).transform((text) => instant(new Date(text).toISOString())),
]);

/** Reads an answer file: UTF-8, the columns of `answerColumns`, closed by `end,<rows>`. */
export function readExchangeAnswers(bytes: Uint8Array, source: string): ExchangeAnswers {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { kind: 'corrupt', reason: '不是 UTF-8 文本' };
  }
  const end = lastRecord.exec(text);
  if (end === null) return { kind: 'incomplete' };
  const records = recordsOf(text.slice(0, end.index));
  if (records === undefined) return { kind: 'corrupt', reason: '不是 CSV 格式' };
  const [heading, ...rows] = records;
  if (heading?.join() !== answerColumns.join()) {
    return { kind: 'corrupt', reason: `首行应为 ${answerColumns.join(',')}` };
  }
  if (rows.length !== Number(end.groups?.['count'])) {
    return { kind: 'corrupt', reason: `末行所写行数与实有 ${String(rows.length)} 行不符` };
  }
  return answersOf(rows, source);
}

function recordsOf(text: string): string[][] | undefined {
  try {
    return z
      .array(z.array(z.string()))
      .parse(parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true }));
  } catch {
    return undefined;
  }
}

function answersOf(rows: readonly string[][], source: string): ExchangeAnswers {
  const answers: ExchangeAnswer[] = [];
  const batches = new Set<string>();
  const lines = new Set<string>();
  for (const [at, fields] of rows.entries()) {
    const read = row.safeParse(fields);
    if (!read.success) return faulty(at, columnOf(read.error));
    const [batch, line, number, result, occupation, level, issuedOn, checkedAt] = read.data;
    if (lines.has(line)) return faulty(at, 'line');
    if (result === 'found' && issuedOn === '') return faulty(at, 'issued_on');
    lines.add(line);
    batches.add(batch);
    const record: CertificateRecord | undefined =
      result === 'found' && issuedOn !== ''
        ? { ...(occupation && { occupation }), ...(level && { level }), issuedOn }
        : undefined;
    const answer = { ref: line, number, result: results[result], source, checkedAt };
    answers.push(record ? { ...answer, record } : answer);
  }
  const [batch, another] = batches;
  if (batch === undefined || another !== undefined) {
    return { kind: 'corrupt', reason: '一个文件须有且只有一个批号' };
  }
  return { kind: 'answers', batch, answers };
}

const faulty = (at: number, column: string): ExchangeAnswers => ({
  kind: 'corrupt',
  reason: `第 ${String(at + 2)} 行 ${column} 有误`,
});

function columnOf(error: z.ZodError): string {
  const at = error.issues[0]?.path[0];
  return (typeof at === 'number' ? answerColumns[at] : undefined) ?? '列数';
}
