import { CFB } from '@e965/xlsx';

/** A record of a workbook of Excel 97. */
export function record(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** How every part of such a workbook begins. */
export const begin = record(0x809, Buffer.from('0006050000000000c100010006040000', 'hex'));

/** Streams packed as documents of that time are. */
export function packed(streams: Record<string, Buffer>): Buffer {
  const file = CFB.utils.cfb_new();
  for (const [path, bytes] of Object.entries(streams)) CFB.utils.cfb_add(file, path, bytes);
  const written: unknown = CFB.write(file, { type: 'buffer' });
  if (!Buffer.isBuffer(written)) throw new Error('nothing was written');
  return written;
}

/** A text, or what stands in the record of a formula after its place. */
export type OldCell = string | { formula: Buffer };

/**
 * A workbook of Excel 97 with one sheet, record by record: the library that reads them leaves
 * formulas out when it writes, and needs minutes for the largest sheet.
 */
export function oldWorkbook(rows: readonly (readonly OldCell[])[]): Buffer {
  const records = rows.flatMap((cells, row) =>
    cells.map((cell, column) =>
      typeof cell === 'string'
        ? label(row, column, cell)
        : record(0x06, Buffer.concat([place(row, column), cell.formula])),
    ),
  );
  const name = Buffer.from('S');
  const end = record(0x0a, Buffer.alloc(0));
  const bound = Buffer.alloc(8);
  bound.writeUInt32LE(begin.length + 4 + bound.length + name.length + end.length, 0);
  bound[6] = name.length;
  const sheet = Buffer.from(begin);
  sheet.writeUInt16LE(0x10, 6);
  const listed = record(0x85, Buffer.concat([bound, name]));
  return packed({ Workbook: Buffer.concat([begin, listed, end, sheet, ...records, end]) });
}

function place(row: number, column: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt16LE(row, 0);
  bytes.writeUInt16LE(column, 2);
  return bytes;
}

function label(row: number, column: number, text: string): Buffer {
  const head = Buffer.alloc(3);
  head.writeUInt16LE(text.length, 0);
  head[2] = 1;
  return record(0x204, Buffer.concat([place(row, column), head, Buffer.from(text, 'utf16le')]));
}
