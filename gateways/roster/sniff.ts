import { FileRefused } from './file-refused.ts';

/** What a file is by its content; its name says nothing that could be trusted. */
export function sniff(bytes: Buffer): 'zip' | 'ole' | 'text' {
  if (bytes.length === 0) throw new FileRefused('empty');
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return 'zip';
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return 'ole';
  if (startsWith(bytes, [0x50, 0x4b])) throw new FileRefused('damaged');
  const start = bytes.subarray(0, 4_096).toString('latin1');
  if (binaries.some((it) => start.startsWith(it)) || isBinary(bytes)) {
    throw new FileRefused('not-a-table');
  }
  return 'text';
}

/** Markup under the name of a table: web pages, and the XML of Excel 2003. */
export function refuseMarkup(text: string): void {
  const start = text.slice(0, 1_000).trimStart();
  if (start.startsWith('<')) throw new FileRefused('web-page');
}

const binaries = [
  '%PDF',
  '\x89PNG',
  '\xff\xd8\xff',
  'GIF8',
  'Rar!',
  '7z\xbc\xaf',
  '\x1f\x8b',
  '{\\rtf',
];

/** Marks of UTF-16 apart, text has hardly a control character. */
function isBinary(bytes: Buffer): boolean {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return false;
  const start = bytes.subarray(0, 4_096);
  let controls = 0;
  for (const byte of start) if (byte < 0x20 && ![0x09, 0x0a, 0x0d].includes(byte)) controls += 1;
  return controls * 20 > start.length;
}

const startsWith = (bytes: Buffer, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);
