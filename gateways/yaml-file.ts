import { readFile } from 'node:fs/promises';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';

/** The line of a place in a file, from 1; of what holds it where the place itself is not there. */
export type LineOf = (path: readonly PropertyKey[]) => number | undefined;

export type YamlFault = { line?: number; expected: string };

export type YamlFile = { content: unknown; lineOf: LineOf; faults: YamlFault[] };

/** Reads a YAML file, every scalar as the text that stands in it, and remembers its lines. */
export async function readYamlFile(path: string): Promise<YamlFile> {
  const text = await readFile(path, 'utf8');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter });
  const faults: YamlFault[] = [...document.errors, ...document.warnings].map(
    ({ linePos, message }) => {
      const line = linePos?.[0].line;
      const expected = `不是可读的 YAML：${message.split(/ at line \d+|\n/u)[0] ?? message}`;
      return { ...(line !== undefined && { line }), expected };
    },
  );
  const garbled = text.indexOf('\uFFFD');
  if (garbled >= 0) {
    const { line } = lineCounter.linePos(garbled);
    faults.push({ line, expected: '文件须以 UTF-8 编码保存' });
  }
  return {
    content: faults.length > 0 ? undefined : document.toJS(),
    lineOf: (at) => lineOf(document, at, lineCounter),
    faults,
  };
}

function lineOf(
  document: Document.Parsed,
  path: readonly PropertyKey[],
  lines: LineCounter,
): number | undefined {
  let node: unknown = document.contents;
  let start = startOf(node);
  for (const part of path) {
    const next = entryOf(node, part);
    if (!next) break;
    start = startOf(next.from) ?? start;
    node = next.value;
  }
  return start === undefined ? undefined : lines.linePos(start).line;
}

/** What stands under a key or at a position, and where it begins: a key at the key. */
function entryOf(node: unknown, part: PropertyKey): { from: unknown; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(part));
    return pair && { from: pair.key, value: pair.value };
  }
  if (isSeq(node) && typeof part === 'number') {
    const item = node.items[part];
    return item === undefined ? undefined : { from: item, value: item };
  }
  return undefined;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
