import { describe, expect, test } from 'vitest';
import type { EvaluationData } from '../../domain/evaluation.ts';
import { targetsByPage } from '../../report/sections/annex-pages.ts';
import { backfilledTargets, missingTargets, noteTexts } from '../../report/sections/data-notes.ts';
import { anEvaluation, withFigures } from '../support/evaluation-fixture.ts';

const data = anEvaluation();

describe('data notes', () => {
  test('list the blank target as missing', () => {
    expect(missingTargets(data)).toEqual(['企业新型学徒制培训人数（人）']);
    expect(noteTexts(data).join('')).toContain('按缺失列示：企业新型学徒制培训人数（人）。');
  });

  test('say nothing of missing targets when there are none', () => {
    const filled = withFigures(data, {
      'annex-new-apprenticeship': { value: '3000', printed: '3000' },
    });
    expect(missingTargets(filled)).toEqual([]);
    expect(noteTexts(filled).join('')).not.toContain('缺失');
  });

  test('flag the target that equals its outcome', () => {
    expect(backfilledTargets(data)).toHaveLength(1);
    expect(noteTexts(data).join('')).toContain('目标值等于完成值');
  });

  test('compare at the precision of the target', () => {
    const near = withFigures(data, { 'certified-2020': { value: '131149' } });
    expect(backfilledTargets(near)).toHaveLength(1);
    const other = withFigures(data, { 'certified-2020': { value: '131150' } });
    expect(backfilledTargets(other)).toEqual([]);
  });

  test('say what was rounded, simulated, invented, and as of when', () => {
    const text = noteTexts(data).join('');
    expect(text).toContain('分别四舍五入');
    expect(text).toContain('模拟数据 非正式文件：');
    expect(text).toContain('示例数据：专项职业能力');
    expect(text).toContain('数据截止：2021年7月25日09:00:00（北京时间）');
    expect(text).toContain('规则包版本：ningxia 1');
  });

  test('name a bound that is not kept, with the value', () => {
    const low = withFigures(data, { 'payment-rate': { value: '94' } });
    expect(noteTexts(low).join('')).toContain('年度培训资金支付率（≥95%，实际94.00%）');
  });

  test('name the figures that are invented', () => {
    const invented = withFigures(data, { 'fund-raised-counties': { sample: true } });
    expect(noteTexts(invented).join('')).toContain(
      '示例数据：下列指标的数值为虚构：市县（区）筹集。',
    );
  });

  test('say of an open month that figures may change', () => {
    expect(noteTexts(anEvaluation({ provisional: true })).join('')).toContain('未结账月份');
  });
});

describe('targetsByPage', () => {
  const rows = Array.from({ length: 60 }, (_, position) => ({
    figure: `f-${position}`,
    label: `指标${position}`,
  }));
  const targets: EvaluationData['targets'] = [
    { level1: '产出指标', groups: [{ level2: '数量指标', rows }] },
    { level1: '效益指标', groups: [{ level2: '经济效益指标', rows: rows.slice(0, 2) }] },
  ];

  test('keeps every row in order', () => {
    const pages = targetsByPage(targets).flat();
    const found = pages.flatMap(({ groups }) => groups.flatMap((group) => group.rows));
    expect(found).toEqual([...rows, ...rows.slice(0, 2)]);
  });

  test('repeats a label that goes on with （续）, and no other', () => {
    const labels = targetsByPage(targets).map((page) =>
      page.flatMap(({ level1, groups }) => [level1, ...groups.map(({ level2 }) => level2)]),
    );
    expect(labels).toEqual([
      ['产出指标', '数量指标'],
      ['产出指标（续）', '数量指标（续）'],
      ['产出指标（续）', '数量指标（续）', '效益指标', '经济效益指标'],
    ]);
  });
});
