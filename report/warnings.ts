import type { EvaluationData } from '../domain/evaluation.ts';

export const simulatedMark = '模拟数据 非正式文件';
export const provisionalMark = '阶段数据 含未结账月份';
export const draftMark = '草稿';

/** What every page and file of this edition must say; nothing for a formal document. */
export function warnings(
  data: Pick<EvaluationData, 'simulated' | 'provisional' | 'signedOn'>,
): string[] {
  return [
    ...(data.simulated ? [simulatedMark] : []),
    ...(data.provisional ? [provisionalMark] : []),
    ...(data.signedOn === null ? [draftMark] : []),
  ];
}
