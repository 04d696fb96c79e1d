import { readFile } from 'node:fs/promises';
import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type YAMLError,
} from 'yaml';
import { odditiesOf } from './yaml-oddities.ts';

/** The line of a place in a file, from 1; of what holds it where the place itself is not there. */
export type LineOf = (path: readonly PropertyKey[]) => number | undefined;

export type YamlFault = { line?: number; expected: string };

export type YamlFile = { content: unknown; lineOf: LineOf; faults: YamlFault[] };

/** Reads a YAML file, every scalar as the text that stands in it, and remembers its lines. */
export async function readYamlFile(path: string): Promise<YamlFile> {
  const text = await readFile(path, 'utf8');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter });
  const faults = [...document.errors, ...document.warnings].map(faultOf);
  if (faults.length === 0) {
    for (const { at, expected } of odditiesOf(document)) {
      const line = at === undefined ? undefined : lineCounter.linePos(at).line;
      faults.push({ ...(line !== undefined && { line }), expected });
    }
  }
  const garbled = text.indexOf('\uFFFD');
  if (garbled >= 0) {
    const { line } = lineCounter.linePos(garbled);
    faults.push({ line, expected: '文件须以 UTF-8 编码保存' });
  }
  const content = faults.length > 0 ? undefined : contentOf(document, faults);
  return { content, lineOf: (at) => lineOf(document, at, lineCounter), faults };
}

function contentOf(document: Document.Parsed, faults: YamlFault[]): unknown {
  try {
    return document.toJS();
  } catch {
    // A few lines of anchors that repeat one another can stand for more than a machine holds.
    faults.push({ expected: '引用（* 和 &）过多，请直接写出内容' });
    return undefined;
  }
}

function faultOf({ code, linePos, message }: YAMLError): YamlFault {
  const line = linePos?.[0].line;
  const said = sayings[code] ?? message.split(/ at line \d+|\n/u)[0] ?? message;
  return { ...(line !== undefined && { line }), expected: `不是可读的 YAML：${said}` };
}

/** What the mistakes that people make are called in Chinese; others keep the parser's words. */
const sayings: Partial<Record<string, string>> = {
  BAD_INDENT: '缩进不对，同一层的各行须对齐',
  BAD_SCALAR_START: '值不能以这个符号开头，请加单引号',
  BLOCK_AS_IMPLICIT_KEY: '这里多了一个冒号，或值须加单引号',
  BLOCK_IN_FLOW: '花括号、方括号里不能另起一行写列表',
  DUPLICATE_KEY: '同一层里这一项写了两次',
  MISSING_CHAR: '少了冒号、引号、逗号或括号',
  MULTILINE_IMPLICIT_KEY: '名称须写在一行里，后面紧跟冒号',
  MULTIPLE_DOCS: '一个文件里只能有一份内容，去掉 ---',
  TAB_AS_INDENT: '缩进用空格，不用制表符',
  UNEXPECTED_TOKEN: '这里多了一个符号，或前面少了引号',
};

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
