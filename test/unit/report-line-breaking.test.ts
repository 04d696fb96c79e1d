import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  tidySpaces,
  withBracketsKept,
  withBreakMarks,
  withoutBreakMarks,
} from '../../report/line-breaking.ts';

/** Break allowed here as |, forbidden as +. */
function shown(text: string): string {
  return withBreakMarks(text).replaceAll('\u200b', '|').replaceAll('\u2060', '+');
}

describe('withBreakMarks', () => {
  test.each([
    ['等“直补企业”“培训进村”等', '等|“直补企业”|“培训进村”|等'],
    ['（“两后生”培训', '（“两后生”|培训'],
    ['按照550元-1400元给予', '按照550+元+-+1400+元给予'],
    ['培训27.08万人次', '培训27.08+万人+次'],
    ['支出2.36亿元', '支出2.36+亿+元'],
    ['支付9人次', '支付9+人+次'],
    ['〔2021〕116号', '〔2021〕+116+号'],
    ['支付率95%以上', '支付率95%以上'],
    ['一是规模', '一+是规模'],
  ])('marks %s as %s', (text, marked) => {
    expect(shown(text)).toBe(marked);
  });

  test('changes nothing but the marks', () => {
    const text = fc.string({
      unit: fc.constantFrom(...Array.from('培训“”（）〔〕1.%-元万人次一是 a')),
    });
    fc.assert(
      fc.property(text, (any) => {
        expect(withoutBreakMarks(withBracketsKept(withBreakMarks(any)))).toBe(any);
      }),
    );
  });
});

describe('tidySpaces', () => {
  test.each([
    ['培训 27.08 万人次', '培训27.08万人次'],
    ['均达到 95%以上', '均达到95%以上'],
    ['Noto Serif SC', 'Noto Serif SC'],
  ])('makes %s into %s', (text, tidy) => {
    expect(tidySpaces(text)).toBe(tidy);
  });
});
