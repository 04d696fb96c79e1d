import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Cell, RosterRow } from '../../domain/roster/cell.ts';
import { fileRefusals, type FileRefusal } from './file-refused.ts';
import { rosterLimits, type ReadingOptions, type RosterLimits } from './limits.ts';
import { watchMemory } from './memory-watch.ts';
import { turns } from './queue.ts';
import { formats, type RosterFormat } from './table.ts';

/** What became of reading a file: its rows were handed on, or it is refused as a whole. */
export type RosterReading =
  | { kind: 'read'; format: RosterFormat; notes: string[]; peakBytes: number; timeMs: number }
  | { kind: 'refused'; refusal: FileRefusal; reason: string; row?: number; peakBytes: number };

export type RosterReader = {
  fileBytesMax: number;
  /**
   * Reads one file and hands its rows on, some hundreds at a time. After 'refused' what was handed
   * on counts for nothing.
   */
  read: (
    file: Buffer,
    of: { sheet: string },
    take: (rows: RosterRow[]) => void | Promise<void>,
  ) => Promise<RosterReading>;
};

const batchRows = 500;
/** Buffers and the program itself come on top of this. */
const heapMb = 320;
const childFile = fileURLToPath(new URL('./child.ts', import.meta.url));
const programRoot = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Opens every file in a process of its own, which is given no environment, no network, no files
 * but the program's, a heap, and as much memory and time as the limits say; what exceeds them, or
 * dies in it, is a file refused.
 */
export function rosterReader(changed: Partial<RosterLimits> = {}): RosterReader {
  const limits = { ...rosterLimits, ...changed };
  const inTurn = turns(limits.atOnce);
  return {
    fileBytesMax: limits.fileBytesMax,
    read(file, { sheet }, take) {
      if (file.length > limits.fileBytesMax) return Promise.resolve(refused('too-large', 0));
      const { unpackedBytesMax, rowsMax } = limits;
      return inTurn(() => readApart(file, { unpackedBytesMax, rowsMax, sheet }, { limits, take }));
    },
  };
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/**
 * What makes a process of Node one that can do no more than compute: no network, no files but the
 * program's and its own memory's, no other process, and a heap.
 */
export const confined: readonly string[] = [
  '--permission',
  `--allow-fs-read=${programRoot}*`,
  '--allow-fs-read=/proc/self/status',
  `--max-old-space-size=${String(heapMb)}`,
  // What is young is soon old here: little room for it saves 60 MB at no cost in time.
  '--max-semi-space-size=4',
  '--no-warnings',
];

function startChild(options: ReadingOptions): Child {
  return spawn(process.execPath, [...confined, childFile, JSON.stringify(options)], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

async function readApart(
  file: Buffer,
  options: ReadingOptions,
  { limits, take }: { limits: RosterLimits; take: (rows: RosterRow[]) => void | Promise<void> },
): Promise<RosterReading> {
  const startedAt = performance.now();
  const child = startChild(options);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  let killed: FileRefusal | undefined;
  const kill = (why: FileRefusal) => {
    killed ??= why;
    child.kill('SIGKILL');
  };
  const watch = watchMemory(child.pid ?? 0, limits.memoryBytesMax, () => kill('too-much-memory'));
  const timer = setTimeout(() => kill('too-slow'), limits.timeMs);
  try {
    // Whoever dies before it has read the file closes the pipe; its answer tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(file);
    const told = await collect(child.stdout, take);
    await ended;
    const peakBytes = Math.max(watch.peakBytes(), told.peakBytes);
    if (told.refused) return refused(told.refused.refusal, peakBytes, told.refused.row);
    const { table } = told;
    if (killed !== undefined || !table) return refused(killed ?? deathOf(child), peakBytes);
    const timeMs = Math.round(performance.now() - startedAt);
    return { kind: 'read', ...table, peakBytes, timeMs };
  } finally {
    clearTimeout(timer);
    watch.stop();
    child.kill('SIGKILL');
  }
}

/** A heap that is full ends the process by a signal of its own. */
const deathOf = ({ signalCode, exitCode }: Child): FileRefusal =>
  signalCode === 'SIGABRT' || exitCode === 134 ? 'too-much-memory' : 'damaged';

function refused(refusal: FileRefusal, peakBytes: number, row?: number): RosterReading {
  const reason = fileRefusals[refusal];
  return { kind: 'refused', refusal, reason, peakBytes, ...(row !== undefined && { row }) };
}

const refusals = Object.keys(fileRefusals);
const isRefusal = (text: string): text is FileRefusal => refusals.includes(text);

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), format: z.enum(formats), notes: z.array(z.string()) }),
  z.object({ kind: z.literal('end'), peakKb: z.number() }),
  z.object({
    kind: z.literal('refused'),
    refusal: z.string().refine(isRefusal),
    row: z.int().optional(),
  }),
]);

type Told = {
  /** Only once the child said that this was all. */
  table?: { format: RosterFormat; notes: string[] };
  refused?: { refusal: FileRefusal; row?: number | undefined };
  peakBytes: number;
};

async function collect(
  output: Readable,
  take: (rows: RosterRow[]) => void | Promise<void>,
): Promise<Told> {
  const told: Told = { peakBytes: 0 };
  let table: Told['table'];
  let batch: RosterRow[] = [];
  for await (const line of createInterface({ input: output, crlfDelay: Infinity })) {
    if (line.startsWith('[')) {
      batch.push(rowOf(line));
      if (batch.length < batchRows) continue;
      await take(batch);
      batch = [];
      continue;
    }
    const read = messageOf(line);
    if (read?.kind === 'table') table = { format: read.format, notes: read.notes };
    else if (read?.kind === 'refused') told.refused = read;
    else if (read?.kind === 'end' && table) {
      told.table = table;
      told.peakBytes = read.peakKb * 1_024;
    }
  }
  if (batch.length > 0 && told.table) await take(batch);
  return told;
}

function messageOf(line: string): z.output<typeof message> | undefined {
  try {
    return message.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** The child is of this program: what it writes is what RowStore made of a row. */
function rowOf(line: string): RosterRow {
  const [row, ...cells]: [number, ...Cell[]] = JSON.parse(line);
  return { row, cells };
}
