import type { Comparison } from './compare-figures.ts';

/** figures.md: every figure of the printed report beside what this run made of it. */
export function figuresMarkdown(
  comparisons: readonly Comparison[],
  run: { region: string; scale: string; seed: string },
): string {
  const differing = comparisons.filter(({ equal }) => !equal).map(({ id }) => id);
  const rows = comparisons.map(
    ({ id, seed, expected, value, printed, equal }) =>
      `| ${id} | ${seed} | ${expected} | ${value} | ${printed} | ${equal ? '相符' : '**不符**'} |`,
  );
  return [
    `# ${run.region}：模拟结果与报告原文对照`,
    '',
    '模拟数据 非正式文件',
    '',
    `比例 ${run.scale}，种子 ${run.seed}。${conclusion(comparisons.length, differing)}`,
    '',
    '| 指标 | 报告原文 | 按比例应为 | 本次数值 | 本次印出 | 对照 |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function conclusion(total: number, differing: readonly string[]): string {
  if (differing.length === 0) return `${total} 项指标全部相符。`;
  return `${total} 项指标中 ${differing.length} 项不符：${differing.join('、')}。`;
}
