import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a packed file; what is given beside its bytes is a lie its directory tells. */
export type Part = {
  name: string;
  bytes: string | Buffer;
  stored?: boolean;
  saysSize?: number;
  saysPacked?: number;
  flags?: number;
  method?: number;
  crc?: number;
};

/** A zip file with exactly these parts, for files no honest program would write. */
export function zipFile(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const { body, head, entry } = packed(part, offset);
    bodies.push(head, body);
    directory.push(entry);
    offset += head.length + body.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listed, end]);
}

function packed(part: Part, offset: number): { head: Buffer; body: Buffer; entry: Buffer } {
  const name = Buffer.from(part.name);
  const raw = Buffer.from(part.bytes);
  const body = part.stored ? raw : deflateRawSync(raw);
  const fixed = Buffer.alloc(26);
  fixed.writeUInt16LE(20, 0);
  fixed.writeUInt16LE((part.flags ?? 0) | 0x0800, 2);
  fixed.writeUInt16LE(part.method ?? (part.stored ? 0 : 8), 4);
  fixed.writeUInt32LE(part.crc ?? crc32(raw), 10);
  fixed.writeUInt32LE(part.saysPacked ?? body.length, 14);
  fixed.writeUInt32LE(part.saysSize ?? raw.length, 18);
  fixed.writeUInt16LE(name.length, 22);
  const local = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
  const central = Buffer.from([0x50, 0x4b, 0x01, 0x02, 20, 0]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return {
    head: Buffer.concat([local, fixed, name]),
    body,
    entry: Buffer.concat([central, fixed, rest, name]),
  };
}
