import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument, visit } from 'yaml';
import { judgeCase } from '../../cli/region/judge-case.ts';
import { readyToWorkOut } from '../../cli/region/work-out.ts';
import { readCases } from '../../gateways/region-cases.ts';
import { ningxia } from '../support/programme.ts';
import { qinglan, secondPack } from '../support/second-region.ts';

/** Nothing of the first region stands in the second, which is another in every dimension. */

const first = await textsOf(ningxia);
const second = await textsOf(qinglan);
const own = second.map(({ text }) => text).join('\n');
const { cases, faults } = await readCases(qinglan, secondPack);

describe('the second region', () => {
  test('has no name, document or sentence of the first', () => {
    const words = new Set(first.map(({ text }) => text).filter(isWording));
    expect(words.size).toBeGreaterThan(300);
    expect([...words].filter((it) => own.includes(it))).toEqual([]);
  });

  test('has no amount of the first', () => {
    const amounts = (all: readonly Scalar[]) =>
      new Set(all.map(({ text }) => text).filter((it) => /^[1-9]\d*\.\d\d$/u.test(it)));
    expect(amounts(first).size).toBeGreaterThan(30);
    expect([...amounts(second).intersection(amounts(first))]).toEqual([]);
  });

  test('has no code of the first', () => {
    const codes = (all: readonly Scalar[]) =>
      new Set(all.filter(({ key }) => codeKeys.has(key)).map(({ text }) => text));
    expect(codes(first).size).toBeGreaterThan(150);
    expect([...codes(second).intersection(codes(first))]).toEqual([]);
  });

  test('says of every unit and rate that it is invented', () => {
    const { units, rates, funds, approvals, allotments } = secondPack;
    const all = [...units, ...rates, ...funds, ...approvals, ...allotments];
    expect(all.filter(({ invented }) => invented !== true)).toEqual([]);
  });

  test('has a tree of four levels', () => {
    const parents = new Map(secondPack.units.map(({ code, parent }) => [code, parent]));
    const depth = (code: string | undefined): number =>
      code === undefined ? 0 : 1 + depth(parents.get(code));
    expect(Math.max(...secondPack.units.map(({ code }) => depth(code)))).toBe(4);
  });
});

describe('the cases of the second region', () => {
  const inForce = readyToWorkOut(secondPack);

  test('are without faults, and pay of every scheme and fund', () => {
    expect(faults).toEqual([]);
    const codes = (list: readonly { code: string }[]) => new Set(list.map(({ code }) => code));
    expect(new Set(cases.map(({ it }) => it.scheme))).toEqual(codes(secondPack.schemes));
    const funds = cases.flatMap(({ it: { expected } }) => {
      if ('fund' in expected) return [expected.fund];
      return 'components' in expected
        ? Object.values(expected.components).map((it) => it.fund)
        : [];
    });
    expect(new Set(funds)).toEqual(codes(secondPack.funds));
  });

  test.each(cases.map(({ it }) => it))('$name', (it) => {
    const { expected, got, ok } = judgeCase(inForce, it);
    expect(got).toEqual(expected);
    expect(ok).toBe(true);
  });
});

type Scalar = { key: string; text: string };

const codeKeys = new Set(['code', 'id', 'version', 'duty']);

/** Names, documents and sentences are Chinese; up to three characters are words of the trade. */
function isWording(text: string): boolean {
  return /\p{Script=Han}/u.test(text) && Array.from(text).length > 3;
}

/** Every scalar of a region's files with the key it stands under. */
async function textsOf(folder: string): Promise<Scalar[]> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(
    files.map(async (name) => scalarsOf(await readFile(join(folder, name), 'utf8'))),
  );
  return texts.flat();
}

function scalarsOf(yaml: string): Scalar[] {
  const found: Scalar[] = [];
  visit(parseDocument(yaml, { schema: 'failsafe' }), {
    Pair(_, pair) {
      const { key, value } = pair;
      const texts = [value].flatMap((it) => scalarText(it));
      found.push(...texts.map((text) => ({ key: scalarText(key).join(''), text })));
    },
    Scalar(position, { value }) {
      if (typeof position === 'number') found.push({ key: '', text: String(value) });
    },
  });
  return found;
}

function scalarText(node: unknown): string[] {
  if (typeof node !== 'object' || node === null || !('value' in node)) return [];
  return typeof node.value === 'string' ? [node.value] : [];
}
