import type { Readable } from 'node:stream';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { FileRefused } from './file-refused.ts';

/** The parts of a packed workbook by their names, to be read one at a time. */
export type ZipParts = {
  names: readonly string[];
  /** The unpacked bytes of a part as they come; undefined where there is none of that name. */
  open: (name: string) => Promise<AsyncIterable<Buffer> | undefined>;
};

const partsMax = 10_000;

/**
 * Opens a zip file. What its directory says is added up before anything is unpacked; what is then
 * unpacked is counted again, for a directory may lie. Names that are there twice, parts that share
 * bytes and parts under a password are refused.
 */
export async function openZip(bytes: Buffer, unpackedBytesMax: number): Promise<ZipParts> {
  const zip = await attempt(() => fromBufferPromise(bytes, { lazyEntries: true }));
  if (zip.entryCount > partsMax) throw new FileRefused('damaged');
  const entries = await attempt(() => listEntries(zip));
  const sizes = [...entries.values()];
  if (sizes.some((entry) => entry.isEncrypted())) throw new FileRefused('encrypted');
  if (sum(sizes.map((it) => it.compressedSize)) > bytes.length) throw new FileRefused('damaged');
  if (sum(sizes.map((it) => it.uncompressedSize)) > unpackedBytesMax) {
    throw new FileRefused('too-large-unpacked');
  }
  const budget = { left: unpackedBytesMax };
  return {
    names: [...entries.values()].map(({ fileName }) => fileName),
    async open(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry) return undefined;
      const stream = await attempt(() => zip.openReadStreamPromise(entry));
      return counted(stream, budget);
    },
  };
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase();
    if (entries.has(name)) throw new FileRefused('damaged');
    entries.set(name, entry);
  }
  return entries;
}

async function* counted(stream: Readable, budget: { left: number }): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) continue;
      budget.left -= chunk.length;
      if (budget.left < 0) throw new FileRefused('too-large-unpacked');
      yield chunk;
    }
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused('damaged');
  } finally {
    stream.destroy();
  }
}

async function attempt<It>(work: () => Promise<It>): Promise<It> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused('damaged');
  }
}

const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
