import { FileRefused } from './file-refused.ts';
import { readXml } from './xml.ts';

const stringsMax = 4_000_000;
const charactersMax = 64_000_000;

/** The texts that cells refer to by number; of rich text the letters, of phonetic aids nothing. */
export async function readSharedStrings(
  chunks: AsyncIterable<Buffer> | undefined,
): Promise<readonly string[]> {
  const strings: string[] = [];
  if (!chunks) return strings;
  let characters = 0;
  let text = '';
  let inText = false;
  let phonetic = false;
  await readXml(chunks, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    text(part) {
      if (inText) text += part;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        characters += text.length;
        strings.push(unescaped(text));
        if (strings.length > stringsMax || characters > charactersMax) {
          throw new FileRefused('too-much-text');
        }
      }
    },
  });
  return strings;
}

/** Workbooks write characters that XML does not allow as _x000D_. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-F]{4})_/giu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
