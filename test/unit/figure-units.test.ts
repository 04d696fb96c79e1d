import { describe, expect, test } from 'vitest';
import { baseUnit, printIn, unitAtScale, valueOf } from '../../domain/figure-units.ts';

describe('figure units', () => {
  test.each([
    ['万人次', '人次'],
    ['亿元', '元'],
    ['万元', '元'],
    ['元/人', '元/人'],
    ['%', '%'],
  ])('%s is counted in %s', (unit, base) => {
    expect(baseUnit(unit)).toBe(base);
  });

  test('prints a value rounded half up in its unit, and reads the print back', () => {
    expect(printIn('270750', '万人次', 2)).toBe('27.08');
    expect(printIn('235499999.99', '亿元', 2)).toBe('2.35');
    expect(valueOf('2.36', '亿元')).toBe('236000000');
  });

  test('prints 人次 and 万元 below scale 1, and leaves other units alone', () => {
    expect(unitAtScale('万人次', 2, '0.01')).toEqual({ unit: '人次', places: 0 });
    expect(unitAtScale('亿元', 2, '0.1')).toEqual({ unit: '万元', places: 2 });
    expect(unitAtScale('万元', 0, '0.1')).toEqual({ unit: '万元', places: 0 });
    expect(unitAtScale('%', 2, '0.1')).toEqual({ unit: '%', places: 2 });
    expect(unitAtScale('亿元', 2, '1')).toEqual({ unit: '亿元', places: 2 });
  });
});
