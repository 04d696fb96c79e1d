import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { FileRefused } from './file-refused.ts';
import type { ReadingOptions } from './limits.ts';
import { sniff } from './sniff.ts';
import type { Table } from './table.ts';

// The process that opens one roster file: the file on standard input, what stands in it on standard
// output, one JSON text a line. It may read the program's own files, how much memory it has, and
// nothing else.

const options: ReadingOptions = JSON.parse(process.argv[2] ?? '');

try {
  const table = await readTable(await fileBytes(), options);
  const { format, notes } = table;
  await writeLine({ kind: 'table', format, notes });
  for (const line of table.rows.lines()) await writeText(line);
  await writeLine({ kind: 'end', peakKb: peakKb() });
} catch (error) {
  if (!(error instanceof FileRefused)) throw error;
  const { refusal, row } = error;
  await writeLine({ kind: 'refused', refusal, ...(row !== undefined && { row }) });
}

/** Each reader is loaded when it is needed: most of a small file's time is loading. */
async function readTable(bytes: Buffer, given: ReadingOptions): Promise<Table> {
  switch (sniff(bytes)) {
    case 'zip': {
      const { readXlsx } = await import('./xlsx-file.ts');
      return readXlsx(bytes, given);
    }
    case 'ole': {
      const { readXls } = await import('./xls-file.ts');
      return readXls(bytes, given);
    }
    case 'text': {
      const { readCsv } = await import('./csv-file.ts');
      return readCsv(bytes, given);
    }
  }
}

async function fileBytes(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function writeLine(message: unknown): Promise<void> {
  return writeText(JSON.stringify(message));
}

async function writeText(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

/** Linux counts a parent's memory in a child's maximum, so it is read from where it is its own. */
function peakKb(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/u.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
