import { describe, expect, test } from 'vitest';
import { cellText, sentence, sentenceRuns, SentenceError } from '../../report/sentences.ts';
import { anEvaluation, withFigures } from '../support/evaluation-fixture.ts';

const data = anEvaluation();
const { figures } = data;

describe('sentence', () => {
  test('prints a figure with its unit', () => {
    expect(sentence('开展各类培训{trained-total}。', figures)).toBe('开展各类培训27.08万人次。');
  });

  test('prints 人次 and 万元 below scale 1', () => {
    const small = anEvaluation({ scale: '0.01' }).figures;
    expect(sentence('{trained-total}，{spent-total}', small)).toBe('2708人次，236.00万元');
  });

  test('changes with the figure, so no number is literal', () => {
    const changed = withFigures(data, { 'trained-total': { printed: '27.09' } }).figures;
    expect(sentence('{trained-total}', changed)).toBe('27.09万人次');
  });

  test('says a bound in words', () => {
    const template = '支付率{payment-rate:bound}，资金{spent-2019:bound}';
    expect(sentence(template, figures)).toBe('支付率不低于95%，资金不足1000万元');
  });

  test('prints the value itself when it does not keep its bound', () => {
    const low = withFigures(data, { 'payment-rate': { value: '94.996' } }).figures;
    expect(sentence('支付率{payment-rate:bound}', low)).toBe('支付率95.00%');
    const late = withFigures(data, { 'spent-2019': { value: '10000000' } }).figures;
    expect(sentence('{spent-2019:bound}', late)).toBe('1000.00万元');
  });

  test('refuses to print a limit that the value does not keep', () => {
    const low = withFigures(data, { 'satisfaction-subsidy-handling': { value: '90' } }).figures;
    expect(() => sentence('达到{satisfaction-subsidy-handling}以上', low)).toThrow(
      '占位符 {satisfaction-subsidy-handling}：指标 satisfaction-subsidy-handling 未达到',
    );
  });

  test('prints the common value of several figures, and names them when they differ', () => {
    const template = '标准{rate-special-operation=rate-training-pass}。';
    expect(sentence(template, figures)).toBe('标准800元。');
    const raised = withFigures(data, { 'rate-training-pass': { value: '900', printed: '900' } });
    expect(() => sentence(template, raised.figures)).toThrow('所列指标数值不一致（800元、900元）');
  });

  test('marks an invented number as 示例数据', () => {
    const invented = withFigures(data, { 'fund-raised': { sample: true } }).figures;
    expect(sentence('筹集{fund-raised}，', invented)).toBe('筹集7.8亿元（示例数据），');
  });

  test.each([
    ['{no-such-figure}', '没有指标 no-such-figure'],
    ['{toString}', '没有指标 toString'],
    ['{}', '没有指标'],
    ['{annex-new-apprenticeship}', '这个指标没有数值'],
    ['{fund-raised:bound}', '指标 fund-raised 没有界限'],
    ['{fund-raised:value}', '占位符写法不对'],
    ['{fund-raised', '花括号不成对'],
    ['fund-raised}', '花括号不成对'],
  ])('refuses %s and names the placeholder and the paragraph', (placeholder, reason) => {
    const template = `截至2019年7月底，专账资金${placeholder}全部到位`;
    expect(() => sentence(template, figures)).toThrow(SentenceError);
    expect(() => sentence(template, figures)).toThrow(reason);
    expect(() => sentence(template, figures)).toThrow('截至2019年7月底');
  });

  test('drops the spaces that copied text has between Chinese and digits', () => {
    expect(sentence('主要对 2019 年 9 月-2020 年', figures)).toBe('主要对2019年9月-2020年');
  });
});

describe('cellText', () => {
  test('prints a bound, and the value itself when it does not keep it', () => {
    const cell = (value: string) => {
      const changed = withFigures(data, { 'payment-rate': { value } }).figures['payment-rate'];
      return changed && cellText(changed);
    };
    expect(cell('95')).toBe('≥95%');
    expect(cell('94')).toBe('94.00%');
  });
});

describe('sentenceRuns', () => {
  test('keeps the bold run-in head and the figures in it', () => {
    expect(sentenceRuns('一是**数量指标**。培训{trained-total}', figures)).toEqual([
      { text: '一是', bold: false },
      { text: '数量指标', bold: true },
      { text: '。培训27.08万人次', bold: false },
    ]);
  });

  test('refuses an unpaired bold mark', () => {
    expect(() => sentenceRuns('一是**数量指标。', figures)).toThrow('加粗标记 ** 不成对');
  });
});
