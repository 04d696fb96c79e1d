import { isNode, isScalar, visit, type Document, type Node } from 'yaml';

/** What the YAML of a pack may hold by its rules, and no pack can mean. */
export type Oddity = { at: number | undefined; expected: string };

/** References that lead back to what holds them, and a key that objects cannot have. */
export function odditiesOf(document: Document.Parsed): Oddity[] {
  const found: Oddity[] = [];
  const note = (node: Node, expected: string) => {
    found.push({ at: node.range?.[0], expected });
  };
  visit(document, {
    Alias: (_, alias, above) => {
      const target = alias.resolve(document);
      if (target && above.some((it) => it === target)) {
        note(alias, `引用 *${alias.source} 指回了它自己，请直接写出内容`);
      }
    },
    Pair: (_, { key }) => {
      if (isNode(key) && isScalar(key) && key.value === '__proto__') {
        note(key, '名称不能写 __proto__，请另取');
      }
    },
  });
  return found;
}
