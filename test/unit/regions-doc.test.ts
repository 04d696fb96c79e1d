import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { judgeCase } from '../../cli/region/judge-case.ts';
import { readyToWorkOut } from '../../cli/region/work-out.ts';
import { isoDate } from '../../domain/days.ts';
import { roundToYuan } from '../../domain/money.ts';
import { workedCases } from '../../domain/region-pack/cases.ts';
import { factHolders, factKinds, knownFacts } from '../../domain/region-pack/facts.ts';
import { blockNames, condition, formula } from '../../domain/region-pack/formulas.ts';
import { packFaults, packWarnings, regionPack } from '../../domain/region-pack/index.ts';
import { sections } from '../../domain/region-pack/region-pack.ts';
import { compileCondition, compileFormula } from '../../domain/rules/formula.ts';
import { docExamples, packOfExamples, regionsDoc } from '../support/doc-examples.ts';

/** docs/regions.md says nothing that is not so: its examples are read, and worked out. */

const examples = docExamples();
const pack = regionPack.parse(packOfExamples(examples));
const inForce = readyToWorkOut(pack);
const { words } = inForce.rules;

const facts = z.record(z.string(), z.string()).default({});
const formulaExample = z.strictObject({ facts, formula, result: z.string() });
const conditionExample = z.strictObject({
  facts,
  sets: z.record(z.string(), z.array(z.string())).default({}),
  condition,
  result: z.enum(['符合', '不符合', '待明确']),
});
const ofKind = (kind: string) => examples.filter((it) => it.kind === kind);

describe('the examples of docs/regions.md', () => {
  test('are each of a kind that is tested', () => {
    const kinds = new Set(examples.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['pack', 'formula', 'condition', 'cases']));
  });

  test('are together one pack without faults or gaps', () => {
    expect(packFaults(pack)).toEqual([]);
    expect(packWarnings(pack)).toEqual([]);
  });

  test('show every section of a pack', () => {
    const shown = new Set(ofKind('pack').flatMap(({ content }) => Object.keys(content)));
    expect(shown).toEqual(new Set(Object.keys(sections)));
  });

  test('show every block of a formula', () => {
    const keys = new Set(ofKind('formula').flatMap(({ content }) => keysIn(content)));
    expect(blockNames.filter((name) => !keys.has(name))).toEqual([]);
  });

  test.each(ofKind('formula'))('has the result of the formula on line $line', ({ content }) => {
    const example = formulaExample.parse(content);
    const value = compileFormula(example.formula, reading(example.facts))(aLine, []);
    expect(value.kind === 'value' ? roundToYuan(value.value) : value).toBe(example.result);
  });

  test.each(ofKind('condition'))('has the answer of the condition on line $line', (it) => {
    const example = conditionExample.parse(it.content);
    const { facts: values, sets } = example;
    const found = compileCondition(example.condition, reading(values))({ ...aLine, ...sets });
    const answer = typeof found === 'boolean' ? (found ? '符合' : '不符合') : '待明确';
    expect(answer).toBe(example.result);
  });

  test.each(ofKind('cases').flatMap(({ content }) => workedCases.parse(content).cases))(
    'comes out as the case says: $name',
    (it) => {
      const { expected, got } = judgeCase(inForce, it);
      expect(got).toEqual(expected);
    },
  );
});

const day = isoDate('2021-03-01');
const aLine = { scheme: '', group: '', startedOn: day, endedOn: day, certified: true };

/** The pack's words, with an example's facts whatever the line says. */
const reading = (facts: Readonly<Record<string, string>>): typeof words => ({
  ...words,
  reader: (name) => () => facts[name],
});

describe('the tables of docs/regions.md', () => {
  test('name every fact that the program knows, as the program calls it', () => {
    const kindNames = {
      number: '数字',
      yuan: '金额',
      choice: '选项',
      day: '日期',
      'yes-no': '是否',
      organisation: '单位',
      set: '一组代码',
    };
    const section = regionsDoc.slice(regionsDoc.indexOf('## 事实'), regionsDoc.indexOf('## 标准'));
    const rows = [...section.matchAll(/^\| `(\w+)` \| (\S+) \| (\S+) \|/gmu)];
    const known = Object.entries(knownFacts).map(([code, it]) => [
      code,
      it.name,
      kindNames[it.kind],
    ]);
    expect(rows.map(([, ...cells]) => cells)).toEqual(known);
    for (const word of [...factKinds, ...factHolders]) expect(section).toContain(`\`${word}\``);
  });
});

function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}
