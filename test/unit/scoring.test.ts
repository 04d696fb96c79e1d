import { describe, expect, test } from 'vitest';
import { firstDay, month } from '../../domain/days.ts';
import type { AnnexSection, PrintedFigure } from '../../domain/evaluation.ts';
import { gradeFigure, gradeOf, pointsOf, totalPoints, totalWeight } from '../../domain/scoring.ts';
import { secondPack } from '../support/second-region.ts';

const values: Record<string, string | null> = {
  'goal-persons': '3300',
  persons: '3100',
  'goal-cost': '90',
  cost: '120',
  blank: null,
};
const valueOf = (id: string) => values[id];

describe('the points of a target', () => {
  test('are its whole weight when it is met, and never more', () => {
    const row = { figure: 'persons', label: '', outcome: 'goal-persons', weight: '7' };
    expect(pointsOf(row, valueOf, 2)).toBe('7.00');
  });

  test('are in proportion when it is not, half up', () => {
    const row = { figure: 'goal-persons', label: '', outcome: 'persons', weight: '7' };
    expect(pointsOf(row, valueOf, 2)).toBe('6.58');
    expect(pointsOf(row, valueOf, 0)).toBe('7');
  });

  test('are in the inverse proportion where the outcome should stay below', () => {
    const row = { figure: 'goal-cost', label: '', outcome: 'cost', weight: '10' };
    expect(pointsOf({ ...row, score: 'at-most' }, valueOf, 2)).toBe('7.50');
    const kept = { ...row, figure: 'cost', outcome: 'goal-cost' };
    expect(pointsOf({ ...kept, score: 'at-most' }, valueOf, 2)).toBe('10.00');
  });

  test('are none where a number is blank, and unknown where nothing is weighed', () => {
    const row = { figure: 'goal-persons', label: '', outcome: 'blank', weight: '7' };
    expect(pointsOf(row, valueOf, 2)).toBe('0.00');
    expect(pointsOf({ figure: 'goal-persons', label: '' }, valueOf, 2)).toBeUndefined();
  });

  test('add up as they are printed, to a grade', () => {
    const row = { figure: 'goal-persons', label: '', outcome: 'persons', weight: '7' };
    const sections: AnnexSection[] = [{ level1: '', groups: [{ level2: '', rows: [row, row] }] }];
    expect(totalPoints(sections, valueOf, 2)).toBe('13.16');
    expect(totalWeight(sections)).toBe('14');
    const grades = [
      { atLeast: '13.16', name: '上' },
      { atLeast: '0', name: '下' },
    ];
    expect(gradeOf({ grades }, '13.16')).toBe('上');
    expect(gradeOf({ grades }, '13.15')).toBe('下');
  });
});

describe('the scoring of the second region', () => {
  test('weighs a hundred points in all, every target with an outcome', () => {
    const rows = secondPack.targets.flatMap(({ groups }) => groups.flatMap(({ rows: all }) => all));
    expect(totalWeight(secondPack.targets)).toBe('100');
    expect(rows.filter(({ outcome, weight }) => !outcome || !weight)).toEqual([]);
  });

  test('makes the grade a figure that the text can print', () => {
    const { scoring } = secondPack.report.annex;
    const figure = aFigure('score-total');
    const grade = gradeFigure(scoring, secondPack.targets, { 'score-total': figure });
    expect(grade['score-grade']).toMatchObject({ printed: '丁等', value: '0.00', unit: '' });
    expect(gradeFigure(undefined, secondPack.targets, { 'score-total': figure })).toEqual({});
  });
});

function aFigure(id: string): PrintedFigure {
  const indicator = secondPack.indicators.find((it) => it.id === id);
  if (!indicator) throw new Error(`no figure ${id}`);
  const { label } = indicator;
  const period = { from: firstDay(month('2023-02')), to: firstDay(month('2024-06')) };
  return { id, label, kind: 'compiled', period, value: '0', printed: '0', unit: '分' };
}
