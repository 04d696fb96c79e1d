import { SaxesParser } from 'saxes';
import { FileRefused } from './file-refused.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What a part's reader is told; names without their prefixes. */
export type XmlEvents = {
  open: (name: string, attributes: Attributes) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

const depthMax = 64;
/** No cell and no attribute of a workbook comes near to so much without markup. */
const bareBytesMax = 16_000_000;
const lessThan = 0x3c;

/**
 * Reads XML as it comes: UTF-8, well formed, without a document type, for only one of those can
 * name entities. Throws FileRefused on anything else.
 */
export async function readXml(chunks: AsyncIterable<Buffer>, events: XmlEvents): Promise<void> {
  const parser = parserOf(events);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bare = 0;
  for await (const chunk of chunks) {
    const last = chunk.lastIndexOf(lessThan);
    bare = last < 0 ? bare + chunk.length : chunk.length - last;
    if (bare > bareBytesMax) throw new FileRefused('too-much-text');
    parser.write(decoded(decoder, chunk));
  }
  parser.write(decoded(decoder));
  parser.close();
}

function decoded(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new FileRefused('damaged');
  }
}

function parserOf({ open, text, close }: XmlEvents): SaxesParser {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  parser.on('error', () => {
    throw new FileRefused('damaged');
  });
  parser.on('doctype', () => {
    throw new FileRefused('document-type');
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > depthMax) throw new FileRefused('damaged');
    open(localName(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    close?.(localName(name));
  });
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
