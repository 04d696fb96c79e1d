import { describe, expect, test } from 'vitest';
import { month } from '../../domain/days.ts';
import { yuan } from '../../domain/money.ts';
import { forPdfmake, monthlyChart } from '../../report/chart.ts';
import { anEvaluation } from '../support/evaluation-fixture.ts';

const text = { counts: '培训人次', money: '专账资金支出' };
const size = { width: 590, height: 300 };

function labels(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, label = '']) => label);
}

describe('monthlyChart', () => {
  test('shows each count, each month and both units', () => {
    const found = labels(monthlyChart(anEvaluation().months, text, size));
    expect(found).toContain('培训人次（万人次）');
    expect(found).toContain('专账资金支出（万元）');
    expect(found).toContain('3.49');
    expect(found.filter((label) => /^\d+月$/.test(label))).toHaveLength(18);
    expect(found.filter((label) => /^\d+年$/.test(label))).toEqual(['2019年', '2020年']);
  });

  test('counts in 人次 while every month is below ten thousand', () => {
    const found = labels(monthlyChart(anEvaluation({ scale: '0.01' }).months, text, size));
    expect(found).toContain('培训人次（人次）');
    expect(found).toContain('349');
  });

  test('puts no label on an empty month', () => {
    const months = [
      { month: month('2020-01'), trained: 0, spent: yuan('0.00') },
      { month: month('2020-02'), trained: 7, spent: yuan('700.00') },
    ];
    const svg = monthlyChart(months, text, size);
    expect(svg).toContain('fill="#1f4e9c">7<');
    expect(svg).not.toContain('fill="#1f4e9c">0<');
  });

  test('leaves no outline that pdfmake would draw over a label', () => {
    expect(monthlyChart(anEvaluation().months, text, size)).not.toContain('paint-order');
    const outlined = '<text x="1" stroke="#fff" stroke-width="2" paint-order="stroke" fill="red">';
    expect(forPdfmake(outlined)).toBe('<text x="1" fill="red">');
  });
});
