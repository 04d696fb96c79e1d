import { describe, expect, test } from 'vitest';
import { compareFigures } from '../../cli/programme/figures/compare-figures.ts';
import {
  loadExpectedFigures,
  type ExpectedFigures,
} from '../../cli/programme/figures/expected-figures.ts';
import { figuresMarkdown } from '../../cli/programme/figures/figures-md.ts';
import { scale } from '../../cli/programme/population/numbers/shares.ts';
import { ningxia } from '../support/programme.ts';

const ningxiaFigures = await loadExpectedFigures(ningxia);
const one = scale('1');
const hundredth = scale('0.01');

const expected: ExpectedFigures = {
  trained: { printed: '27.08', unit: 10_000, rule: 'count' },
  spent: { printed: '2.36', unit: 100_000_000, rule: 'nearest' },
  certified: { printed: '13.11', unit: 10_000, rule: 'count' },
  rate: { printed: '95.28', unit: 1, rule: 'ratio', of: ['certified', 'tried'] },
  tried: { printed: '13.76', unit: 10_000, rule: 'count' },
  early: { printed: '1000', unit: 10_000, rule: 'below' },
  paid: { printed: '95', unit: 1, rule: 'at-least' },
  target: { printed: '7', unit: 10_000, rule: 'policy' },
  blank: { printed: null, unit: 1, rule: 'policy' },
};

function isEqual(
  id: string,
  value: string | null,
  { at = hundredth, printed = '', of = expected } = {},
): boolean {
  const compared = compareFigures(of, [{ id, value, printed }], at);
  return compared.find((it) => it.id === id)?.equal ?? false;
}

describe('compareFigures', () => {
  test('asks for exactly so many, scaled and rounded', () => {
    expect(isEqual('trained', '2708')).toBe(true);
    expect(isEqual('trained', '2709')).toBe(false);
    expect(isEqual('trained', '270800', { at: one, printed: '27.08' })).toBe(true);
  });

  test('gives money half of the last printed digit, times the scale, and no more', () => {
    expect(isEqual('spent', '2355000.00')).toBe(true);
    expect(isEqual('spent', '2354999.99')).toBe(false);
    expect(isEqual('spent', '2364999.99')).toBe(true);
    expect(isEqual('spent', '2365000.00')).toBe(false);
  });

  test('wants a ratio as printed', () => {
    expect(isEqual('rate', '95.276')).toBe(true);
    expect(isEqual('rate', '95.2750')).toBe(true);
    expect(isEqual('rate', '95.2749')).toBe(false);
    expect(isEqual('rate', '95.285')).toBe(false);
  });

  test('wants the ratio of the scaled counts where they are too small for the printed one', () => {
    const at = scale('0.0001');
    expect(isEqual('rate', '92.857', { at })).toBe(true);
    expect(isEqual('rate', '95.28', { at })).toBe(false);
  });

  test('scales a bound of money, not one of a rate', () => {
    expect(isEqual('early', '99999.99')).toBe(true);
    expect(isEqual('early', '100000.00')).toBe(false);
    expect(isEqual('paid', '95.0000')).toBe(true);
    expect(isEqual('paid', '94.9999')).toBe(false);
  });

  test('does not scale policy, and compares numbers, not their spelling', () => {
    expect(isEqual('target', '70000.00')).toBe(true);
    expect(isEqual('target', '700')).toBe(false);
  });

  test('wants a number left out of the report to be left out', () => {
    expect(isEqual('blank', null)).toBe(true);
    expect(isEqual('blank', '0')).toBe(false);
    expect(isEqual('target', null)).toBe(false);
  });

  test('wants the printed text itself at the whole scale', () => {
    expect(isEqual('trained', '270800', { at: one, printed: '27.8' })).toBe(false);
    expect(isEqual('blank', null, { at: one, printed: '—' })).toBe(true);
  });

  test('finds a figure that is missing', () => {
    const compared = compareFigures(expected, [], hundredth);
    expect(compared).toHaveLength(Object.keys(expected).length);
    expect(compared.every(({ equal }) => !equal)).toBe(true);
  });

  test('shares the rounded total of the groups among them', () => {
    const of: ExpectedFigures = {
      a: { printed: '0.05', unit: 10_000, rule: 'group' },
      b: { printed: '0.05', unit: 10_000, rule: 'group' },
      c: { printed: '0.05', unit: 10_000, rule: 'group' },
    };
    const at = scale('0.001');
    const [a, b, c] = ['a', 'b', 'c'].map((id) =>
      compareFigures(of, [], at).find((it) => it.id === id),
    );
    expect([a?.expected, b?.expected, c?.expected]).toEqual(['1', '1', '0']);
  });
});

describe('the figures of the report of Ningxia', () => {
  const ratio = ningxiaFigures['certificate-rate-2020'];

  test.each(['1', '0.1', '0.01'])('ask for the printed certificate rate at scale %s', (at) => {
    const [compared] = compareFigures(ningxiaFigures, [], scale(at)).filter(
      ({ id }) => id === 'certificate-rate-2020',
    );
    expect(ratio?.printed).toBe('95.28');
    expect(compared?.expected).toBe('95.28');
  });

  test('are nine groups that add up to the total', () => {
    const groups = Object.values(ningxiaFigures).filter(({ rule }) => rule === 'group');
    expect(groups).toHaveLength(9);
    const sum = groups.reduce((all, { printed }) => all + Math.round(Number(printed) * 100), 0);
    expect(sum).toBe(2708);
  });
});

describe('figuresMarkdown', () => {
  test('lists every figure and names those that differ', () => {
    const compared = compareFigures(
      { trained: expected['trained'] ?? { printed: null, unit: 1, rule: 'policy' } },
      [{ id: 'trained', value: '2709', printed: '2709' }],
      hundredth,
    );
    const text = figuresMarkdown(compared, { region: '宁夏', scale: '0.01', seed: '1' });
    expect(text).toContain('| trained | 27.08 | 2708 | 2709 | 2709 | **不符** |');
    expect(text).toContain('1 项指标中 1 项不符：trained。');
    expect(text).toContain('模拟数据 非正式文件');
  });
});
